#include "server/udplistener.h"

#include <QSocketNotifier>

#include "server/datagrambatch.h"

namespace headwater {

namespace {

constexpr int BatchesPerTurn = 12; // then others on this thread have theirs

} // namespace

UdpListener::UdpListener(Descriptor socket, std::shared_ptr<ServerContext> context, QObject* parent)
    : QObject(parent)
    , m_socket(std::move(socket))
    , m_context(std::move(context))
    , m_batch(std::make_unique<DatagramBatch>())
    , m_notifier(std::make_unique<QSocketNotifier>(m_socket.get(), QSocketNotifier::Read))
{
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &UdpListener::receive);
}

UdpListener::~UdpListener()
{
    m_notifier.reset(); // before the descriptor it watches
}

void UdpListener::receive()
{
    for (int i = 0; i < BatchesPerTurn; ++i) {
        const std::size_t received = m_batch->receive(m_socket.get());
        if (received == 0)
            return;
        answer(received); // the next may be here already: a look costs less than to be woken
    }
}

void UdpListener::answer(std::size_t received)
{
    const auto answerer = m_context->answerer.copy();
    RequestContext context = m_context->request();
    for (std::size_t i = 0; i < received; ++i) {
        const Endpoint peer = m_batch->peer(i);
        if (peer.port == 0)
            continue; // nobody can be answered there
        context.peer = peer.address;
        Answer answer = answerer->answer(m_batch->question(i), context);
        auto* wire = std::get_if<Octets>(&answer.message);
        if (!wire)
            continue;
        m_context->udpQueries.fetch_add(1, std::memory_order_relaxed);
        for (const Fact& told : factsOf(answer.report, peer.address, Transport::Udp, *m_context))
            Q_EMIT fact(told);
        m_batch->answer(i, std::move(*wire));
    }
    m_batch->send(m_socket.get());
}

} // namespace headwater
