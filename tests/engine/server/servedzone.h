#pragma once

#include <deque>
#include <mutex>

#include <QThread>

#include "engine/answer/answerfixture.h"
#include "server/dnsserver.h"
#include "testsocket.h"

namespace headwater {

/// big.example at serial 1 with `records` A records.
inline std::shared_ptr<const PublishedZone> bigZone(int records)
{
    const Name zone = name("big.example.");
    Soa soa;
    soa.primary = name("ns.big.example.");
    soa.mailbox = name("hostmaster.big.example.");
    soa.serial = Serial(1);
    std::vector<Record> contents;
    contents.push_back(
        {zone, RecordType::NS, 3600, rrset("x.", RecordType::NS, 1, {"ns.big.example."}).rdata[0]});
    for (int i = 0; i < records; ++i) {
        const auto octet = [i](int shift) { return static_cast<std::uint8_t>(i >> shift); };
        contents.push_back({name(("host" + std::to_string(i) + ".big.example.").c_str()),
                            RecordType::A, 300, Rdata{10, octet(16), octet(8), octet(0)}});
    }
    return PublishedZone::create(ZoneVersion::build(zone, soa, 3600, std::move(contents)), {}, {},
                                 {});
}

/// The zone with one more record, one serial on.
inline std::shared_ptr<const PublishedZone> oneMore(const PublishedZone& zone)
{
    ZoneEditor editor(zone.version());
    const std::string owner = "more" + zone.serial().text() + ".big.example.";
    editor.set(rrset(owner.c_str(), RecordType::A, 60, {"192.0.2.1"}));
    const auto outcome = editor.finish(zone.serial().next());
    return zone.advanced(outcome.version, outcome.difference, {}, {});
}

/// A DnsServer on a query thread of its own, so that a test may block. Serves apps.example and
/// big.example to loopback and to the secondaries "knot" and "nsd" on 127.0.0.1, each with its key,
/// and "plain" on 127.0.0.5 without one.
class ServedZone
{
public:
    explicit ServedZone(DnsServer::Settings settings = {}, int bigRecords = 100)
    {
        fixture.rules = std::make_shared<AccessRules>();
        fixture.rules->permitted.push_back(needed(AddressPrefix::parse("127.0.0.0/28")));
        fixture.addSecondary("knot", "127.0.0.1", "knot-key.");
        fixture.addSecondary("nsd", "127.0.0.1", "nsd-key.");
        fixture.addSecondary("plain", "127.0.0.5", nullptr);
        static_cast<void>(fixture.zones->publish(bigZone(bigRecords)));
        if (settings.listen.empty())
            settings.listen.push_back(needed(Endpoint::parse("127.0.0.1:0", 0)));
        m_server = std::make_unique<DnsServer>(fixture.zones, settings);
        m_server->setRules(fixture.rules);
        m_server->moveToThread(&m_thread);
        QObject::connect(
            m_server.get(), &DnsServer::fact, m_server.get(),
            [this](const Fact& fact) {
                const std::lock_guard lock(m_mutex);
                m_facts.push_back(fact);
            },
            Qt::DirectConnection);
        QObject::connect(m_server.get(), &DnsServer::drained, m_server.get(),
                         [this] { m_drained = true; });
        m_thread.start();
        run([this] { m_started = m_server->start(); });
    }
    ~ServedZone() { stop(); }

    void stop()
    {
        if (!m_server)
            return;
        run([this] { m_server.reset(); });
        m_thread.quit();
        m_thread.wait();
    }
    /// On the query thread, and waits for it.
    template <typename Work> void run(Work work)
    {
        QObject context;
        context.moveToThread(&m_thread);
        QMetaObject::invokeMethod(&context, work, Qt::BlockingQueuedConnection);
        QMetaObject::invokeMethod(
            &context, [&context] { context.moveToThread(nullptr); }, Qt::BlockingQueuedConnection);
    }

    [[nodiscard]] Endpoint endpoint() const { return m_server->addresses().front(); }
    [[nodiscard]] DnsServer& server() { return *m_server; }
    [[nodiscard]] const Result<void>& started() const { return m_started; }
    [[nodiscard]] bool isDrained() const { return m_drained; }

    template <typename Body> [[nodiscard]] std::vector<Body> facts() const
    {
        const std::lock_guard lock(m_mutex);
        std::vector<Body> bodies;
        for (const Fact& fact : m_facts) {
            if (const auto* body = std::get_if<Body>(&fact.body))
                bodies.push_back(*body);
        }
        return bodies;
    }

    AnswerFixture fixture;

private:
    QThread m_thread;
    std::unique_ptr<DnsServer> m_server;
    Result<void> m_started;
    std::atomic<bool> m_drained{false};
    mutable std::mutex m_mutex;
    std::deque<Fact> m_facts;
};

inline Octets question(const char* qname, RecordType type, std::uint16_t id = 0x1234)
{
    Query query{name(qname), type};
    query.id = id;
    return query.wire();
}

/// A transfer as a client counts it.
struct Received
{
    std::size_t records = 0;
    std::size_t messages = 0;
    std::size_t octets = 0;
    Serial first;
    bool complete = false; ///< ends with its first SOA
};

/// Reads messages of this ID until the transfer is complete.
inline Received receiveTransfer(TestSocket& socket,
                                std::chrono::milliseconds timeout = std::chrono::seconds(20))
{
    Received received;
    int soas = 0;
    while (!received.complete) {
        const auto wire = socket.receive(timeout);
        if (!wire)
            break;
        const Message message = needed(Message::read(*wire, Message::Limits{65535}));
        ++received.messages;
        received.octets += wire->size() + 2;
        received.records += message.answers.size();
        for (const MessageRecord& record : message.answers) {
            if (record.type != RecordType::SOA)
                continue;
            if (++soas == 1)
                received.first = needed(Soa::fromRdata(record.rdata)).serial;
            else
                received.complete = true;
        }
        if (message.rcode() != Rcode::NoError)
            break;
    }
    return received;
}

inline TestSocket connected(const ServedZone& served, const char* from = nullptr,
                            int receiveBuffer = 0)
{
    TestSocket socket(TestSocket::Kind::Tcp, receiveBuffer);
    if (from)
        socket.bindTo(needed(Endpoint::parse(std::string(from) + ":0", 0)));
    if (!socket.connectTo(served.endpoint()))
        throw std::runtime_error("cannot connect");
    return socket;
}

/// How many descriptors are open when nobody is connected and each transfer thread, of which there
/// are two, has those of its own; -1 when it does not answer.
inline int descriptorsAtRest(ServedZone& served)
{
    for (int i = 0; i < 2; ++i) {
        TestSocket socket = connected(served);
        if (!socket.send(question("apps.example.", RecordType::SOA)) || !socket.receive())
            return -1;
    }
    const bool alone = becomesTrue([&] { return served.server().counters().connections == 0; });
    return alone ? openDescriptors() : -1;
}

} // namespace headwater
