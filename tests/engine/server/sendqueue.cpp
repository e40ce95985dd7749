#include "server/sendqueue.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <QTest>

#include "server/descriptor.h"

using namespace headwater;

class SendQueueTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsPushedArrivesInOrder();
    void piecesLiveUntilTheyHaveLeft();
    void aPeerThatIsGoneIsReported();
};

namespace {

struct Pair
{
    mutable StreamSocket ours{Descriptor()};
    Descriptor theirs;

    Pair()
    {
        int ends[2];
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) != 0)
            qFatal("no socket pair");
        ours = StreamSocket(Descriptor(ends[0]));
        theirs = Descriptor(ends[1]);
    }
    Octets read() const
    {
        Octets octets(1 << 20);
        const ssize_t size = recv(theirs.get(), octets.data(), octets.size(), 0);
        octets.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
        return octets;
    }
};

} // namespace

void SendQueueTest::whatIsPushedArrivesInOrder()
{
    const Pair pair;
    SendQueue queue;
    Octets expected;
    const Octets page(16'000, 9);
    for (std::uint8_t i = 0; i < 100; ++i) { // more than one vector, more than the kernel takes
        TransferMessage message{{i, i}, page, Octets(i, 7)};
        appendUint16(expected, static_cast<std::uint16_t>(message.size()));
        append(expected, message.head);
        append(expected, message.shared);
        append(expected, message.tail);
        queue.push(std::move(message), nullptr);
        if (i % 3 == 0) {
            appendUint16(expected, 5);
            append(expected, Octets(5, i));
            queue.push(Octets(5, i));
        }
    }
    QCOMPARE(queue.pushed(), std::uint64_t(expected.size()));
    Octets got;
    while (!queue.isEmpty()) {
        const SendQueue::Written written = queue.writeTo(pair.ours);
        QVERIFY(written.outcome != SendQueue::Outcome::Broken);
        append(got, pair.read());
    }
    append(got, pair.read());
    QVERIFY(got == expected);
    QCOMPARE(queue.octets(), std::size_t(0));
    QCOMPARE(queue.written(), queue.pushed());
}

void SendQueueTest::piecesLiveUntilTheyHaveLeft()
{
    const Pair pair;
    SendQueue queue;
    auto keep = std::make_shared<Octets>(100'000, std::uint8_t(1));
    for (int i = 0; i < 100; ++i)
        queue.push({{1}, OctetView(*keep).first(60'000), {}}, keep);
    const std::weak_ptr<Octets> watched = keep;
    keep.reset();
    while (!queue.isEmpty()) {
        QVERIFY(!watched.expired());
        static_cast<void>(queue.writeTo(pair.ours));
        static_cast<void>(pair.read());
    }
    QVERIFY(watched.expired());
}

void SendQueueTest::aPeerThatIsGoneIsReported()
{
    Pair pair;
    pair.theirs.close();
    SendQueue queue;
    queue.push(Octets(10, 1));
    QCOMPARE(queue.writeTo(pair.ours).outcome, SendQueue::Outcome::Broken);
}

QTEST_APPLESS_MAIN(SendQueueTest)
#include "sendqueue.moc"
