#include "server/dnsserver.h"

#include <algorithm>

#include <QThread>
#include <QTimer>

#include "server/listensocket.h"
#include "server/servercontext.h"
#include "server/sessionhost.h"
#include "server/tcplistener.h"
#include "server/udplistener.h"

namespace headwater {

namespace {

constexpr const char* ConnectionsPlace = "connections";

/// One transfer thread and what lives on it.
class TransferThread
{
public:
    explicit TransferThread(std::shared_ptr<ServerContext> context)
        : m_host(std::make_unique<SessionHost>(std::move(context)))
    {
        m_thread.setObjectName(QStringLiteral("transfer"));
        m_host->moveToThread(&m_thread);
        m_thread.start();
    }
    ~TransferThread()
    {
        QMetaObject::invokeMethod(
            m_host.get(), [host = m_host.get()] { host->close(); }, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }

    [[nodiscard]] SessionHost* host() const { return m_host.get(); }

    void adopt(AcceptedConnection connection)
    {
        // A functor that is copied cannot own a descriptor: it shares it, and closes it if it is
        // never run.
        auto shared = std::make_shared<AcceptedConnection>(std::move(connection));
        post([host = m_host.get(), shared] { host->adopt(std::move(*shared)); });
    }
    template <typename Work> void post(Work work)
    {
        QMetaObject::invokeMethod(m_host.get(), std::move(work), Qt::QueuedConnection);
    }

private:
    QThread m_thread;
    std::unique_ptr<SessionHost> m_host; // before the thread object is gone, after it has ended
};

} // namespace

struct DnsServer::State
{
    State(std::shared_ptr<const ZoneTable> zones, Settings settings)
        : context(std::make_shared<ServerContext>(std::move(zones), std::move(settings)))
    {
    }

    std::shared_ptr<ServerContext> context;
    std::vector<std::unique_ptr<TransferThread>> threads;
    std::vector<std::unique_ptr<UdpListener>> udp;
    std::vector<std::unique_ptr<TcpListener>> tcp;
    std::vector<Endpoint> addresses;
    std::vector<Endpoint> tlsAddresses;
    std::size_t nextThread = 0;
    std::size_t notEmptied = 0;
    bool finishing = false;
    bool connectionsRefused = false; // and told

    void accept(DnsServer* owner, Descriptor socket, Transport transport)
    {
        tcp.push_back(std::make_unique<TcpListener>(
            std::move(socket), context->connections,
            [=, this](AcceptedConnection connection) {
                if (std::exchange(connectionsRefused, false))
                    Q_EMIT owner->fact(factNow(EngineProblemEnded{ConnectionsPlace}));
                if (transport == Transport::Tls) {
                    connection.tls = context->tls.copy();
                    if (!connection.tls)
                        return; // closed: never in the clear on this port
                }
                nextThread = (nextThread + 1) % threads.size();
                threads[nextThread]->adopt(std::move(connection));
            },
            [=, this](const IpAddress& peer) { refuse(owner, peer); }));
    }
    void refuse(DnsServer* owner, const IpAddress& peer)
    {
        if (!context->refusals.allows(peer, std::chrono::steady_clock::now()))
            return;
        connectionsRefused = true;
        const SlotCount& count = *context->connections;
        Q_EMIT owner->fact(factNow(EngineProblem{
            ConnectionsPlace, "a connection of " + peer.text() + " was closed at once: there are " +
                                  std::to_string(count.total()) + " of at most " +
                                  std::to_string(count.limit()) + ", and at most " +
                                  std::to_string(count.limitPerOwner()) + " from one address"}));
    }
};

DnsServer::DnsServer(std::shared_ptr<const ZoneTable> zones, Settings settings, QObject* parent)
    : QObject(parent)
    , m_state(std::make_unique<State>(std::move(zones), std::move(settings)))
{
}

DnsServer::~DnsServer()
{
    m_state->udp.clear();
    m_state->tcp.clear();
    m_state->threads.clear();
}

Result<void> DnsServer::start()
{
    std::vector<ListenSockets> opened;
    for (const Endpoint& endpoint : m_state->context->settings.listen) {
        auto sockets = ListenSockets::open(endpoint);
        if (!sockets)
            return tl::unexpected<Error>(sockets.error());
        opened.push_back(*std::move(sockets));
    }
    std::vector<ListenSockets> tls;
    for (const Endpoint& endpoint : m_state->context->settings.tlsListen) {
        auto sockets = ListenSockets::openStream(endpoint);
        if (!sockets)
            return tl::unexpected<Error>(sockets.error());
        tls.push_back(*std::move(sockets));
    }
    const int threads = std::clamp(m_state->context->settings.threads, 1, 8);
    for (int i = 0; i < threads; ++i) {
        m_state->threads.push_back(std::make_unique<TransferThread>(m_state->context));
        SessionHost* host = m_state->threads.back()->host();
        connect(host, &SessionHost::fact, this, &DnsServer::fact, Qt::QueuedConnection);
        connect(
            host, &SessionHost::emptied, this,
            [this] {
                if (m_state->notEmptied > 0 && --m_state->notEmptied == 0)
                    Q_EMIT drained();
            },
            Qt::QueuedConnection);
    }
    for (ListenSockets& sockets : opened) {
        m_state->addresses.push_back(sockets.endpoint);
        m_state->udp.push_back(
            std::make_unique<UdpListener>(std::move(sockets.udp), m_state->context));
        connect(m_state->udp.back().get(), &UdpListener::fact, this, &DnsServer::fact);
        m_state->accept(this, std::move(sockets.tcp), Transport::Tcp);
    }
    for (ListenSockets& sockets : tls) {
        m_state->tlsAddresses.push_back(sockets.endpoint);
        m_state->accept(this, std::move(sockets.tcp), Transport::Tls);
    }
    return {};
}

void DnsServer::finish(Milliseconds grace)
{
    if (m_state->finishing)
        return;
    m_state->finishing = true;
    m_state->udp.clear();
    m_state->tcp.clear();
    m_state->notEmptied = m_state->threads.size();
    if (m_state->threads.empty()) {
        QMetaObject::invokeMethod(this, &DnsServer::drained, Qt::QueuedConnection);
        return;
    }
    for (const auto& thread : m_state->threads)
        thread->post([host = thread->host()] { host->drain(); });
    QTimer::singleShot(grace, this, [this] {
        for (const auto& thread : m_state->threads)
            thread->post([host = thread->host()] { host->close(); });
    });
}

void DnsServer::setRules(std::shared_ptr<const AccessRules> rules)
{
    m_state->context->setRules(std::move(rules));
}

void DnsServer::setTls(std::shared_ptr<const TlsIdentity> identity)
{
    m_state->context->tls.exchange(std::move(identity));
}

std::vector<Endpoint> DnsServer::tlsAddresses() const
{
    return m_state->tlsAddresses;
}

std::vector<Endpoint> DnsServer::addresses() const
{
    return m_state->addresses;
}

DnsServer::Counters DnsServer::counters() const
{
    const ServerContext& context = *m_state->context;
    Counters counters;
    counters.udpQueries = context.udpQueries;
    counters.tcpQueries = context.tcpQueries;
    counters.refused = context.refused;
    counters.transfers = context.transfers;
    counters.transferOctets = context.transferOctets;
    counters.connections = static_cast<std::int64_t>(context.connections->total());
    counters.transfersRunning = context.transfersRunning;
    return counters;
}

} // namespace headwater
