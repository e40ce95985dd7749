// One changed record, sent to the engine's API, until the NOTIFY about it arrives: the change is
// durable and the new version visible then. In zones of 1,000, 100,000 and a million records. Then
// how many single durable changes a second one client gets done, each acknowledged when it is
// durable, and what the same machine needs for one durable write of 4 KiB.
#include <netinet/in.h>
#include <sys/socket.h>

#include <thread>

#include <QCoreApplication>

#include "bench/common/httpclient.h"
#include "bench/common/preparedstate.h"
#include "bench/common/samples.h"
#include "dns/message.h"
#include "support/headwaterprocess.h"
#include "support/temporaryfolder.h"

namespace {

using namespace headwater;

constexpr int Changes = 100;
constexpr int WarmUp = 5;
constexpr auto Apart = std::chrono::milliseconds(120); // NOTIFYs to one address keep a distance
constexpr int RateChanges = 2000;

/// What a secondary's port receives: NOTIFYs, answered at once.
class NotifyPort
{
public:
    [[nodiscard]] Endpoint endpoint() const { return m_socket.local(); }

    /// The serial of the next NOTIFY; nothing for 5 s ends the program.
    Serial next()
    {
        while (true) {
            sockaddr_storage from{};
            socklen_t size = sizeof from;
            Octets wire(65535);
            const ssize_t got = ::recvfrom(m_socket.descriptor(), wire.data(), wire.size(), 0,
                                           reinterpret_cast<sockaddr*>(&from), &size);
            if (got < 0)
                giveUp("no NOTIFY came");
            wire.resize(static_cast<std::size_t>(got));
            const auto message = Message::read(wire);
            if (!message || message->header.opcode != Opcode::Notify || message->answers.empty())
                continue;
            answer(*message, from, size);
            return Soa::fromRdata(message->answers.front().rdata).value().serial;
        }
    }

private:
    void answer(const Message& message, const sockaddr_storage& to, socklen_t size) const
    {
        Header header = message.header;
        header.response = true;
        header.answers = header.authorities = header.additionals = 0;
        Octets wire;
        header.write(wire);
        message.questions.front().write(wire);
        static_cast<void>(::sendto(m_socket.descriptor(), wire.data(), wire.size(), 0,
                                   reinterpret_cast<const sockaddr*>(&to), size));
    }

    BlockingSocket m_socket{BlockingSocket::Kind::Datagram};
};

std::string address(int number)
{
    return "198.51." + std::to_string(number / 250 % 250) + "." + std::to_string(number % 250);
}

void untilNotify(const BenchZone& zone, HttpClient* client, NotifyPort* port, const Table& table)
{
    const std::string name = zone.zone.display();
    Samples acknowledged;
    Samples notified;
    for (int i = 0; i < Changes + WarmUp; ++i) {
        std::this_thread::sleep_for(Apart);
        const std::size_t host = static_cast<std::size_t>(i) * 7919 % (zone.records / 2);
        const auto start = Steady::now();
        client->sendAddress(name, zone.host(host).display(), address(i));
        static_cast<void>(port->next());
        const double told = millisecondsSince(start);
        static_cast<void>(client->answer());
        if (i < WarmUp)
            continue;
        notified.add(told);
        acknowledged.add(millisecondsSince(start));
    }
    table.row("headwater, " + std::to_string(zone.records) + " records: NOTIFY", notified);
    table.row("headwater, " + std::to_string(zone.records) + " records: answered", acknowledged);
}

/// `ahead` changes are under way at a time; 1: each waits for the one before.
double rate(const BenchZone& zone, HttpClient* client, int ahead)
{
    static int round = 0; // every change is one
    ++round;
    const std::string name = zone.zone.display();
    const auto start = Steady::now();
    for (int i = 0; i < RateChanges + ahead; ++i) {
        if (i < RateChanges) {
            const std::size_t host = static_cast<std::size_t>(i) * 104729 % (zone.records / 2);
            client->sendAddress(name, zone.host(host).display(), address(i + round * 31));
        }
        if (i >= ahead)
            static_cast<void>(client->answer());
    }
    return RateChanges / millisecondsSince(start) * 1000;
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const TemporaryFolder folder;
    const std::vector<BenchZone> zones{BenchZone::create("thousand.example", 1'000),
                                       BenchZone::create("hundred.example", 100'000),
                                       BenchZone::create("million.example", 1'000'000)};
    HeadwaterProcess engine(folder.subfolder(QStringLiteral("engine")));
    prepareState(engine.stateFolder(), zones);
    NotifyPort port;
    engine.addSecondary({QStringLiteral("bench"), port.endpoint(), {}});
    if (!engine.startAndWait())
        giveUp("the engine does not start: " + engine.logText().toStdString());
    HttpClient client(engine.console(), engine.stateFolder());
    if (!QCoreApplication::arguments().contains(QStringLiteral("--rate"))) {
        const Table table("One changed record until its NOTIFY is here, ms");
        table.row("floor: append + fdatasync 4 KiB", durableFloor(folder.path().toStdString()));
        for (const BenchZone& zone : zones)
            untilNotify(zone, &client, &port, table);
        table.row("floor: append + fdatasync 4 KiB", durableFloor(folder.path().toStdString()));
    }
    const Table table("Single durable changes of a zone of 100,000, one client, changes/s");
    for (const int ahead : {1, 4, 16}) {
        Samples samples;
        for (int run = 0; run < 3; ++run)
            samples.add(rate(zones[1], &client, ahead));
        table.row("headwater, " + std::to_string(ahead) + " under way", samples);
    }
    return 0;
}
