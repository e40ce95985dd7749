#include "server/requestbuffer.h"

#include <QTest>

using namespace headwater;

class RequestBufferTest : public QObject
{
    Q_OBJECT

private:
    /// Gives `octets` in pieces of `piece` octets; returns the sizes of the messages that came out.
    static std::vector<std::size_t> feed(const Octets& octets, std::size_t piece)
    {
        RequestBuffer buffer;
        std::vector<std::size_t> sizes;
        for (std::size_t at = 0; at < octets.size();) {
            const auto room = buffer.room();
            const std::size_t size = std::min({piece, room.size(), octets.size() - at});
            std::copy_n(octets.begin() + static_cast<std::ptrdiff_t>(at), size, room.begin());
            buffer.filled(size);
            at += size;
            while (const auto message = buffer.next()) {
                const std::size_t length = message->size();
                if (length > 0 && (*message)[length - 1] != static_cast<std::uint8_t>(length))
                    return {};
                sizes.push_back(length);
            }
        }
        return sizes;
    }

private Q_SLOTS:
    void messagesComeWholeWhateverThePieces_data();
    void messagesComeWholeWhateverThePieces();
    void halfAMessageIsKnownAsSuch();
    void anIdleBufferOffersRoomAgain();
};

void RequestBufferTest::messagesComeWholeWhateverThePieces_data()
{
    QTest::addColumn<int>("piece");
    for (const int piece : {1, 2, 3, 7, 100, 2048, 100'000})
        QTest::addRow("rfc7766_2 in pieces of %d", piece) << piece;
}

void RequestBufferTest::messagesComeWholeWhateverThePieces()
{
    QFETCH(int, piece);
    const std::vector<std::size_t> sizes{0, 1, 12, 300, 2046, 2047, 5000, 65535, 17, 0, 3};
    Octets octets;
    for (const std::size_t size : sizes) {
        appendUint16(octets, static_cast<std::uint16_t>(size));
        octets.insert(octets.end(), size, static_cast<std::uint8_t>(size));
    }
    QCOMPARE(feed(octets, static_cast<std::size_t>(piece)), sizes);
}

void RequestBufferTest::halfAMessageIsKnownAsSuch()
{
    RequestBuffer buffer;
    QVERIFY(!buffer.hasPart() && !buffer.hasMessage());
    buffer.room()[0] = 0;
    buffer.filled(1);
    QVERIFY(buffer.hasPart() && !buffer.next());
    const auto room = buffer.room();
    room[0] = 1;
    room[1] = 42;
    buffer.filled(2);
    QVERIFY(!buffer.hasPart() && buffer.hasMessage());
    QCOMPARE(buffer.next()->size(), std::size_t(1));
    QVERIFY(!buffer.hasPart() && !buffer.next());
}

void RequestBufferTest::anIdleBufferOffersRoomAgain()
{
    RequestBuffer buffer;
    for (int i = 0; i < 100; ++i) {
        const auto room = buffer.room();
        QVERIFY(!room.empty());
        QVERIFY(room.size() <= 65537);
        std::fill(room.begin(), room.end(), std::uint8_t(0)); // messages of no octets
        buffer.filled(room.size());
        while (buffer.next()) {
        }
    }
}

QTEST_APPLESS_MAIN(RequestBufferTest)
#include "requestbuffer.moc"
