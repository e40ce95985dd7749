#include "propagation/receiptbook.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace headwater;

namespace {

const Instant Begin{Seconds{1763649000}};

Instant at(int ms)
{
    return Begin + Milliseconds{ms};
}

Name zone(const char* text = "apps.example.")
{
    return Name::parse(text).value();
}

QJsonObject detailOf(const Receipt& receipt)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(receipt.detail)).object();
}

Fact sent(std::uint32_t serial, int ms, int attempt = 1)
{
    return {at(ms), NotifySent{zone(), "nsd", Serial(serial), "127.0.0.1:5302", attempt}};
}

Fact acknowledged(std::uint32_t serial, int ms, Rcode rcode = Rcode::NoError)
{
    return {at(ms), NotifyAcknowledged{zone(), "nsd", Serial(serial), "127.0.0.1:5302", rcode,
                                       Microseconds{400}}};
}

Fact asked(std::uint32_t serial, int ms)
{
    return {at(ms), SecondaryAsked{zone(), "nsd", QueryKind::Ixfr, Transport::Tcp, "127.0.0.1:5302",
                                   "hw-key", Serial(1), Serial(serial)}};
}

Fact transferred(std::uint32_t serial, int ms)
{
    return {at(ms), TransferFinished{zone(), "nsd", QueryKind::Ixfr, Serial(1), Serial(serial), 612,
                                     1, 4, Microseconds{900}, "127.0.0.1:5302"}};
}

void publish(ReceiptBook& book, std::uint32_t serial, int ms,
             const std::vector<std::string>& secondaries = {"knot", "nsd"})
{
    book.published(zone(), Serial(serial), at(ms), at(ms + 2), secondaries);
}

} // namespace

class ReceiptBookTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aVersionPassesAllMilestones()
    {
        ReceiptBook book;
        publish(book, 2, 0);
        for (const Fact& fact : {sent(2, 3), acknowledged(2, 4), asked(2, 6), transferred(2, 9)})
            book.note(fact);
        const auto reached = book.shows(zone(), "nsd", Serial(2), at(20));
        QVERIFY(reached && reached->serial == Serial(2));
        QCOMPARE(reached->sinceCommitted, Microseconds{20000});
        const Receipt receipt = book.receipt(zone(), Serial(2), "nsd").value();
        QVERIFY(receipt.notifySent == at(3));
        QVERIFY(receipt.acknowledged == at(4));
        QVERIFY(receipt.asked == at(6));
        QVERIFY(receipt.transferred == at(9));
        QVERIFY(receipt.live == at(20));
        const QJsonObject detail = detailOf(receipt);
        QCOMPARE(detail.value(QStringLiteral("attempts")).toInt(), 1);
        QCOMPARE(detail.value(QStringLiteral("rcode")).toString(), QStringLiteral("NOERROR"));
        QCOMPARE(detail.value(QStringLiteral("kind")).toString(), QStringLiteral("IXFR"));
        QCOMPARE(detail.value(QStringLiteral("octets")).toInt(), 612);
        QCOMPARE(detail.value(QStringLiteral("transferMs")).toDouble(), 0.9);
        QCOMPARE(detail.value(QStringLiteral("key")).toString(), QStringLiteral("hw-key"));
        QVERIFY(!detail.contains(QStringLiteral("skipped")));
        QVERIFY(!book.receipt(zone(), Serial(2), "knot")->live);
    }

    void aNewerAnswerMakesAllOlderOpenVersionsLive()
    {
        ReceiptBook book;
        publish(book, 2, 0);
        publish(book, 3, 10);
        publish(book, 4, 20);
        const auto reached = book.shows(zone(), "nsd", Serial(3), at(30));
        QVERIFY(reached && reached->serial == Serial(3));
        QVERIFY(book.receipt(zone(), Serial(2), "nsd")->live == at(30));
        QVERIFY(book.receipt(zone(), Serial(3), "nsd")->live == at(30));
        QVERIFY(!book.receipt(zone(), Serial(4), "nsd")->live);
        QVERIFY(book.openSince(zone(), "nsd") == at(20));
        QVERIFY(book.openSince(zone(), "knot") == at(0));
        QVERIFY(!book.shows(zone(), "nsd", Serial(3), at(31)));
    }

    void invariant24_anAcknowledgementOrATransferIsNotLive()
    {
        ReceiptBook book;
        publish(book, 2, 0);
        book.note(sent(2, 3));
        book.note(acknowledged(2, 4));
        book.note(asked(2, 5));
        book.note(transferred(2, 6));
        QVERIFY(!book.receipt(zone(), Serial(2), "nsd")->live);
        QVERIFY(book.openSince(zone(), "nsd"));
    }

    void aSerialThatWrapsIsNewer()
    {
        ReceiptBook book;
        publish(book, 4294967295U, 0);
        publish(book, 1, 10);
        const auto reached = book.shows(zone(), "nsd", Serial(1), at(20));
        QVERIFY(reached && reached->serial == Serial(1));
        QVERIFY(book.receipt(zone(), Serial(4294967295U), "nsd")->live);
        QVERIFY(!book.shows(zone(), "knot", Serial(4294967294U), at(20)));
    }

    void milestonesThatWerePassedOverAreNamed()
    {
        ReceiptBook book;
        publish(book, 2, 0);
        book.note(asked(2, 5)); // it polled
        book.note(transferred(2, 6));
        (void)book.shows(zone(), "nsd", Serial(2), at(9));
        const Receipt receipt = book.receipt(zone(), Serial(2), "nsd").value();
        QVERIFY(!receipt.notifySent);
        QCOMPARE(detailOf(receipt).value(QStringLiteral("skipped")).toArray(),
                 QJsonArray({QStringLiteral("sent"), QStringLiteral("acked")}));
    }

    void theEndOfATransferMayBeToldAfterTheVersionIsLive()
    {
        ReceiptBook book;
        publish(book, 2, 0);
        book.note(asked(2, 5));
        (void)book.shows(zone(), "nsd", Serial(2), at(9));
        (void)book.shows(zone(), "knot", Serial(2), at(9));
        book.note(transferred(2, 11));
        QVERIFY(book.receipt(zone(), Serial(2), "nsd")->transferred == at(9));
        book.note(sent(2, 60000));
        QVERIFY(!book.receipt(zone(), Serial(2), "nsd")->notifySent);
    }

    void aRefusalIsKeptAndNoAcknowledgement()
    {
        ReceiptBook book;
        publish(book, 2, 0);
        book.note(sent(2, 3));
        book.note(acknowledged(2, 4, Rcode::Refused));
        const Receipt receipt = book.receipt(zone(), Serial(2), "nsd").value();
        QVERIFY(!receipt.acknowledged);
        QCOMPARE(detailOf(receipt).value(QStringLiteral("rcode")).toString(),
                 QStringLiteral("REFUSED"));
        QVERIFY(!detailOf(receipt).value(QStringLiteral("error")).toString().isEmpty());
    }

    void aNotifyOfAnotherVersionIsNotCounted()
    {
        ReceiptBook book;
        publish(book, 2, 0);
        publish(book, 3, 1);
        book.note(sent(3, 3));
        QVERIFY(!book.receipt(zone(), Serial(2), "nsd")->notifySent);
        QVERIFY(book.receipt(zone(), Serial(3), "nsd")->notifySent);
    }

    void changesAreHandedOutOnce()
    {
        ReceiptBook book;
        publish(book, 2, 0);
        QCOMPARE(book.takeChanged().size(), std::size_t(2));
        QVERIFY(book.takeChanged().empty());
        book.note(sent(2, 3));
        const auto changed = book.takeChanged();
        QCOMPARE(changed.size(), std::size_t(1));
        QCOMPARE(changed.front().secondary, std::string("nsd"));
    }

    void openVersionsAreBoundedAndTheOldestKeepsTheAge()
    {
        ReceiptBook book;
        for (std::uint32_t serial = 1; serial <= 500; ++serial)
            publish(book, serial, static_cast<int>(serial));
        QCOMPARE(book.versionCount(), std::size_t(64));
        QVERIFY(book.openSince(zone(), "nsd") == at(1));
        QVERIFY(book.newest(zone()) == Serial(500));
        (void)book.shows(zone(), "nsd", Serial(500), at(600));
        QVERIFY(!book.openSince(zone(), "nsd"));
    }

    void closedVersionsAreBoundedOverAllZones()
    {
        ReceiptBook book(ReceiptBook::Limits{64, 10});
        for (int i = 0; i < 100; ++i) {
            const Name each = zone(("z" + std::to_string(i) + ".example.").c_str());
            for (std::uint32_t serial = 1; serial <= 5; ++serial) {
                book.published(each, Serial(serial), at(i), at(i), {"nsd"});
                (void)book.shows(each, "nsd", Serial(serial), at(i + 1));
            }
        }
        QVERIFY2(book.versionCount() <= 115, qPrintable(QString::number(book.versionCount())));
    }

    void aSecondaryThatIsNoLongerConfiguredHoldsNothingOpen()
    {
        ReceiptBook book;
        publish(book, 2, 0);
        (void)book.shows(zone(), "nsd", Serial(2), at(5));
        book.keepOnly({"nsd"});
        QVERIFY(!book.receipt(zone(), Serial(2), "knot"));
        QVERIFY(!book.openSince(zone(), "knot"));
    }
};

QTEST_APPLESS_MAIN(ReceiptBookTest)
#include "receiptbook.moc"
