// SOA questions over UDP of one client on one socket, ours beside Knot, NSD and BIND: a window of
// questions stays under way, sent and received many a system call. Every answer is compared, octet
// for octet after its ID, with the first one, and that one is read.
#include <sys/socket.h>

#include <array>
#include <cstring>
#include <memory>

#include <QCoreApplication>

#include "bench/common/blockingsocket.h"
#include "bench/common/peerprimary.h"
#include "bench/common/preparedstate.h"
#include "bench/common/report.h"
#include "dns/messagewriter.h"
#include "support/headwaterprocess.h"
#include "support/temporaryfolder.h"

namespace {

using namespace headwater;

constexpr int Runs = 5;
constexpr double RunTime = 2000; // ms
constexpr std::size_t Window = 100;
constexpr std::size_t Space = 512;

Octets question(const Name& zone)
{
    MessageWriter writer(Header{}, Space);
    writer.ask({zone, RecordType::SOA, RecordClass::IN});
    return writer.finish();
}

/// The questions under way, each in a slot of its own whose number is the ID.
class Load
{
public:
    Load(const Endpoint& server, const Name& zone)
        : m_socket(BlockingSocket::Kind::Datagram, server)
        , m_question(question(zone))
    {
        const timeval limit{0, 200'000}; // then what is missing is lost
        ::setsockopt(m_socket.descriptor(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        m_socket.sendAll(m_question);
        m_expected = m_socket.datagram(Milliseconds{5000});
        const auto message = Message::read(m_expected);
        if (!message || message->rcode() != Rcode::NoError || !message->header.authoritative ||
            message->answers.size() != 1 || message->answers[0].type != RecordType::SOA)
            giveUp("the SOA of " + zone.display() + " is not answered as it should be");
        for (std::size_t i = 0; i < Window; ++i) {
            Octets& asked = m_asked[i];
            asked = m_question;
            m_sendVectors[i] = {asked.data(), asked.size()};
            m_receiveVectors[i] = {m_answers[i].data(), Space};
            m_sends[i] = m_receives[i] = {};
            m_sends[i].msg_hdr.msg_iov = &m_sendVectors[i];
            m_receives[i].msg_hdr.msg_iov = &m_receiveVectors[i];
            m_sends[i].msg_hdr.msg_iovlen = m_receives[i].msg_hdr.msg_iovlen = 1;
        }
    }

    /// Answers a second.
    [[nodiscard]] double run()
    {
        std::size_t answered = 0;
        std::size_t free = Window;
        const auto start = Steady::now();
        double time = 0;
        while ((time = millisecondsSince(start)) < RunTime) {
            ask(free);
            const std::size_t got = receive();
            m_lost += got == 0 ? Window : 0;
            free = got == 0 ? Window : got;
            answered += got;
        }
        drain();
        return static_cast<double>(answered) / time * 1000;
    }

    [[nodiscard]] std::size_t lost() const { return m_lost; }

private:
    void ask(std::size_t count)
    {
        for (std::size_t i = 0; i < count; ++i)
            putUint16At(m_asked[i], 0, ++m_id);
        for (std::size_t sent = 0; sent < count;) {
            const int done = ::sendmmsg(m_socket.descriptor(), &m_sends[sent],
                                        static_cast<unsigned>(count - sent), 0);
            if (done <= 0)
                giveUp("questions cannot be sent");
            sent += static_cast<std::size_t>(done);
        }
    }

    /// 0 when none came in time.
    std::size_t receive()
    {
        const int got =
            ::recvmmsg(m_socket.descriptor(), m_receives.data(), Window, MSG_WAITFORONE, nullptr);
        for (int i = 0; i < got; ++i) {
            const auto at = static_cast<std::size_t>(i);
            if (m_receives[at].msg_len != m_expected.size() ||
                std::memcmp(&m_answers[at][2], &m_expected[2], m_expected.size() - 2) != 0)
                giveUp("an answer differs from the first one");
        }
        return got < 0 ? 0 : static_cast<std::size_t>(got);
    }

    void drain()
    {
        while (!m_socket.datagram(Milliseconds{50}).empty()) {
        }
    }

    BlockingSocket m_socket;
    Octets m_question;
    Octets m_expected;
    std::array<Octets, Window> m_asked;
    std::array<std::array<std::uint8_t, Space>, Window> m_answers{};
    std::array<iovec, Window> m_sendVectors{};
    std::array<iovec, Window> m_receiveVectors{};
    std::array<mmsghdr, Window> m_sends{};
    std::array<mmsghdr, Window> m_receives{};
    std::uint16_t m_id = 0;
    std::size_t m_lost = 0;
};

double measure(const std::string& name, const Endpoint& server, const Name& zone,
               const Table& table)
{
    Load load(server, zone);
    static_cast<void>(load.run()); // one to warm up
    Samples samples;
    for (int run = 0; run < Runs; ++run)
        samples.add(load.run());
    table.row(name, samples);
    if (load.lost() > 0)
        table.row(name + ": lost at most", static_cast<double>(load.lost()));
    return samples.median();
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const TemporaryFolder folder;
    const std::vector<BenchZone> zones{BenchZone::create("thousand.example", 1'000)};
    HeadwaterProcess engine(folder.subfolder(QStringLiteral("engine")));
    prepareState(engine.stateFolder(), zones);
    if (!engine.startAndWait())
        giveUp("the engine does not start: " + engine.logText().toStdString());
    Report report;
    const Table table("SOA questions over UDP, one client, 100 under way, answers/s");
    report.atLeast("SOA questions a second over UDP", 350'000,
                   measure("headwater", engine.dns(), zones[0].zone, table));
    if (!QCoreApplication::arguments().contains(QStringLiteral("--ours"))) {
        for (const PeerKind kind : {PeerKind::Knot, PeerKind::Nsd, PeerKind::Bind}) {
            const auto peer = PeerPrimary::create(kind, folder.path(), zones, benchKey());
            static_cast<void>(peer->startAndMeasure());
            static_cast<void>(
                measure(peer->name().toStdString(), peer->endpoint(), zones[0].zone, table));
        }
    }
    report.finish();
    return 0;
}
