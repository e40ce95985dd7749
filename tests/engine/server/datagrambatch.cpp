#include "server/datagrambatch.h"

#include <QTest>

#include "testsocket.h"

using namespace headwater;

/// Questions and answers of one UDP socket, as the kernel takes and gives them.
class DatagramBatches : public QObject
{
    Q_OBJECT

private:
    static constexpr std::size_t Questions = 10;

    DatagramBatch m_batch;

private Q_SLOTS:
    void everyAnswerArrivesAlone_data();
    void everyAnswerArrivesAlone();
    void whatComesLaterIsTakenTheNextTime();
};

void DatagramBatches::everyAnswerArrivesAlone_data()
{
    QTest::addColumn<bool>("knowsSegments");
    QTest::addColumn<QList<int>>("sizes"); // of the answers, again and again; 0: none
    for (const bool knows : {true, false}) {
        const char* const what = knows ? "segments" : "no segments";
        QTest::addRow("%s, one size", what) << knows << QList<int>{120};
        QTest::addRow("%s, two sizes", what) << knows << QList<int>{120, 90};
        QTest::addRow("%s, growing", what) << knows << QList<int>{20, 30, 40, 50, 60, 70, 80};
        QTest::addRow("%s, some without", what) << knows << QList<int>{120, 0, 120, 120, 90};
        QTest::addRow("%s, large", what) << knows << QList<int>{1232};
    }
}

void DatagramBatches::everyAnswerArrivesAlone()
{
    QFETCH(bool, knowsSegments);
    QFETCH(QList<int>, sizes);
    auto sockets = ListenSockets::open({*IpAddress::parse("127.0.0.1"), 0});
    QVERIFY(sockets);
    const int server = sockets->udp.get();
    // A socket that makes no checksums is refused segments by the kernel, as some devices are.
    const int without = knowsSegments ? 0 : 1;
    QCOMPARE(setsockopt(server, SOL_SOCKET, SO_NO_CHECK, &without, sizeof without), 0);
    TestSocket client(TestSocket::Kind::Udp, 1 << 20);
    QVERIFY(client.connectTo(sockets->endpoint));
    for (std::size_t i = 0; i < Questions; ++i)
        QVERIFY(client.send(Octets(12 + i, static_cast<std::uint8_t>(i))));
    QCOMPARE(m_batch.receive(server), Questions);
    std::vector<Octets> answers;
    for (std::size_t i = 0; i < Questions; ++i) {
        QCOMPARE(m_batch.question(i).size(), 12 + i);
        const auto size = static_cast<std::size_t>(sizes[static_cast<int>(i) % sizes.size()]);
        if (size == 0)
            continue;
        answers.emplace_back(size, static_cast<std::uint8_t>(i));
        m_batch.answer(i, answers.back());
    }
    m_batch.send(server);
    for (const Octets& answer : answers)
        QCOMPARE(client.receive(), std::optional<Octets>(answer));
    QVERIFY(!client.receive(std::chrono::milliseconds(10)));
}

void DatagramBatches::whatComesLaterIsTakenTheNextTime()
{
    auto sockets = ListenSockets::open({*IpAddress::parse("127.0.0.1"), 0});
    QVERIFY(sockets);
    const int server = sockets->udp.get();
    TestSocket client(TestSocket::Kind::Udp);
    QVERIFY(client.connectTo(sockets->endpoint));
    QCOMPARE(m_batch.receive(server), std::size_t(0));
    for (std::size_t i = 0; i < DatagramBatch::Most + 1; ++i)
        QVERIFY(client.send(Octets(12, static_cast<std::uint8_t>(i))));
    QCOMPARE(m_batch.receive(server), DatagramBatch::Most);
    QCOMPARE(m_batch.receive(server), std::size_t(1));
    QCOMPARE(int(m_batch.question(0)[0]), int(DatagramBatch::Most));
    QCOMPARE(m_batch.receive(server), std::size_t(0));
}

QTEST_GUILESS_MAIN(DatagramBatches)
#include "datagrambatch.moc"
