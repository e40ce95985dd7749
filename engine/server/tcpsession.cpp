#include "server/tcpsession.h"

#include <algorithm>

#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <QSocketNotifier>

namespace headwater {

namespace {

constexpr std::size_t MostTransfers = 16;          // of one connection at a time
constexpr std::size_t OctetsPerTurn = 1024 * 1024; // then others on this thread have theirs
constexpr int UnsentInKernel = 128 * 1024;         // for a peer that does not read

using Steady = std::chrono::steady_clock;

void setOption(int socket, int level, int name, int value)
{
    // Best effort: an answer is as right without it.
    static_cast<void>(setsockopt(socket, level, name, &value, sizeof value));
}

/// 1, 2, 3, 4, 5, 5, ... ms, and slowly when the peer takes its time.
Milliseconds pollInterval(int polls)
{
    return Milliseconds(polls < 200 ? std::min(polls + 1, 5) : 50);
}

} // namespace

TcpSession::TcpSession(AcceptedConnection connection, std::shared_ptr<ServerContext> context,
                       QObject* parent)
    : QObject(parent)
    , m_socket(std::move(connection.socket), connection.tls)
    , m_peer(connection.peer)
    , m_transport(connection.tls ? Transport::Tls : Transport::Tcp)
    , m_slot(std::move(connection.slot))
    , m_context(std::move(context))
    , m_readable(std::make_unique<QSocketNotifier>(m_socket.get(), QSocketNotifier::Read))
    , m_writable(std::make_unique<QSocketNotifier>(m_socket.get(), QSocketNotifier::Write))
    , m_deadlines(m_context->settings, Steady::now())
{
    setOption(m_socket.get(), IPPROTO_TCP, TCP_NODELAY, 1);
    setOption(m_socket.get(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, UnsentInKernel);
    m_writable->setEnabled(false);
    connect(m_readable.get(), &QSocketNotifier::activated, this, &TcpSession::read);
    connect(m_writable.get(), &QSocketNotifier::activated, this, [this] {
        if (m_socket.wantsToWrite())
            read(); // a handshake that waits for room
        else
            work();
    });
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &TcpSession::checkDeadline);
    m_acknowledgement.setSingleShot(true);
    m_acknowledgement.setTimerType(Qt::PreciseTimer);
    connect(&m_acknowledgement, &QTimer::timeout, this, &TcpSession::pollAcknowledgement);
    review();
}

TcpSession::~TcpSession()
{
    close(Closing::Abortive);
}

void TcpSession::drain()
{
    m_draining = true;
    if (m_socket.isOpen())
        work();
}

void TcpSession::end(const std::string& reason)
{
    if (!m_socket.isOpen())
        return;
    settle();
    const bool unfinished = !m_pulled.empty() || !m_sent.empty() || !m_queue.isEmpty();
    reportBroken(reason);
    // Whoever does not read shall not keep our octets in the kernel either.
    close(unfinished ? Closing::Abortive : Closing::Orderly);
    Q_EMIT ended();
}

void TcpSession::read()
{
    if (!m_socket.isOpen() || m_inputEnded || !mayTake())
        return;
    const std::span<std::uint8_t> room = m_requests.room();
    const StreamSocket::Moved moved = m_socket.read(room);
    switch (moved.outcome) {
    case StreamSocket::Outcome::Broken:
        end("closed by the secondary");
        return;
    case StreamSocket::Outcome::Again:
        review();
        return;
    case StreamSocket::Outcome::Ended:
        m_inputEnded = true; // it may still read: what was asked is answered
        break;
    case StreamSocket::Outcome::Done:
        break;
    }
    m_requests.filled(moved.octets);
    work();
}

void TcpSession::work()
{
    do {
        takeRequests();
        if (!write())
            return;
    } while (mayTake() && m_requests.hasMessage());
    settle();
    review();
}

bool TcpSession::mayTake() const
{
    return !m_draining && m_pulled.size() < MostTransfers &&
           m_queue.octets() < m_context->settings.highWaterMark;
}

void TcpSession::takeRequests()
{
    while (mayTake()) {
        const auto request = m_requests.next();
        if (!request)
            break;
        take(*request);
    }
}

void TcpSession::take(OctetView request)
{
    RequestContext context = m_context->request();
    context.peer = m_peer;
    context.transport = m_transport;
    context.certificate = m_socket.certificate();
    if (!m_secondarySlot)
        context.limits.connections = m_context->secondaryConnections.get();
    context.idle = m_draining ? Seconds(0) : m_context->settings.idle; // 0: please close
    Answer answer = m_context->answerer.copy()->answer(request, context);
    if (std::holds_alternative<std::monostate>(answer.message))
        return;
    m_context->tcpQueries.fetch_add(1, std::memory_order_relaxed);
    m_deadlines.requestTaken(Steady::now());
    if (answer.connection)
        m_secondarySlot = std::move(answer.connection);
    if (answer.report.code == "connection-limit")
        m_draining = true; // this answer, and what is under way, is the last
    for (const Fact& told : factsOf(answer.report, m_peer, m_transport, *m_context))
        Q_EMIT fact(told);
    if (auto* stream = std::get_if<TransferStream>(&answer.message)) {
        m_pulled.push_back(std::make_shared<ServedTransfer>(
            std::move(*stream), std::move(answer.slot), std::move(answer.report), m_context));
        return;
    }
    Octets wire = std::get<Octets>(std::move(answer.message));
    const std::size_t size = wire.size() + 2;
    m_queue.push(std::move(wire));
    if (answer.report.kind == RequestReport::Kind::Ixfr && answer.report.given) {
        m_sent.push_back(
            std::make_shared<ServedTransfer>(size, std::move(answer.report), m_context));
        m_sent.back()->setEnd(m_queue.pushed());
    }
}

void TcpSession::fill()
{
    while (!m_pulled.empty() && m_queue.octets() < m_context->settings.highWaterMark) {
        std::shared_ptr<ServedTransfer> transfer = std::move(m_pulled.front());
        m_pulled.pop_front();
        TransferMessage message;
        if (transfer->next(&message)) {
            m_queue.push(std::move(message), transfer);
            transfer->setEnd(m_queue.pushed());
            m_pulled.push_back(std::move(transfer)); // in turn with the others
        } else {
            m_sent.push_back(std::move(transfer));
        }
    }
}

bool TcpSession::write()
{
    for (std::size_t octets = 0; octets < OctetsPerTurn;) {
        fill();
        if (m_queue.isEmpty())
            return true;
        const SendQueue::Written written = m_queue.writeTo(m_socket);
        if (written.outcome == SendQueue::Outcome::Broken) {
            end("closed by the secondary");
            return false;
        }
        if (written.outcome == SendQueue::Outcome::Full)
            return true;
        m_deadlines.setSending(true, Steady::now());
        m_deadlines.progressed(Steady::now());
        octets += written.octets;
    }
    return true;
}

std::uint64_t TcpSession::unacknowledged() const
{
    int octets = 0;
    if (ioctl(m_socket.get(), SIOCOUTQ, &octets) != 0 || octets < 0)
        return m_queue.written();
    return static_cast<std::uint64_t>(octets);
}

void TcpSession::settle()
{
    if (m_sent.empty())
        return;
    const std::uint64_t missing = std::min(unacknowledged(), m_queue.written());
    if (missing < m_lastUnacknowledged)
        m_deadlines.progressed(Steady::now());
    m_lastUnacknowledged = missing;
    const std::uint64_t acknowledged = m_queue.written() - missing;
    for (auto i = m_sent.begin(); i != m_sent.end();) {
        if ((*i)->end() > acknowledged) {
            ++i;
            continue;
        }
        Q_EMIT fact((*i)->finished(m_peer));
        i = m_sent.erase(i);
    }
}

void TcpSession::pollAcknowledgement()
{
    int error = 0;
    socklen_t size = sizeof error;
    settle();
    // With its side closed, only this tells that the peer has reset the connection.
    if (getsockopt(m_socket.get(), SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error != 0) {
        end("closed by the secondary");
        return;
    }
    review();
}

void TcpSession::checkDeadline()
{
    const SessionDeadlines::Due due = m_deadlines.due();
    if (due.at <= Steady::now())
        end(m_deadlines.reason(due.cause));
    else
        review();
}

void TcpSession::review()
{
    const bool sending = !m_queue.isEmpty() || !m_pulled.empty() || !m_sent.empty();
    if ((m_inputEnded || m_draining) && !sending) {
        close(Closing::Orderly);
        Q_EMIT ended();
        return;
    }
    const auto now = Steady::now();
    m_readable->setEnabled(!m_inputEnded && mayTake());
    m_writable->setEnabled(!m_queue.isEmpty() || !m_pulled.empty() || m_socket.wantsToWrite());
    if (m_socket.holdsInput()) // the descriptor does not become readable for it
        QMetaObject::invokeMethod(this, &TcpSession::read, Qt::QueuedConnection);
    m_deadlines.setSending(sending, now);
    m_deadlines.setHalfRead(m_requests.hasPart(), now);
    if (!m_sent.empty() && m_queue.isEmpty()) {
        if (!m_acknowledgement.isActive())
            m_acknowledgement.start(pollInterval(m_polls++));
    } else {
        m_polls = 0;
    }
    const auto left = std::chrono::ceil<Milliseconds>(m_deadlines.due().at - now);
    // The timer is moved forward only: requests come more often than deadlines.
    if (!m_deadline.isActive() || m_deadline.remainingTimeAsDuration() > left)
        m_deadline.start(std::max(left, Milliseconds(1)));
}

void TcpSession::reportBroken(const std::string& reason)
{
    const std::uint64_t missing = m_queue.octets() + std::min(unacknowledged(), m_queue.written());
    for (auto* transfers : {&m_pulled, &m_sent}) {
        for (const auto& transfer : *transfers)
            Q_EMIT fact(transfer->broken(m_peer, missing, reason));
        transfers->clear();
    }
}

void TcpSession::close(Closing closing)
{
    if (!m_socket.isOpen())
        return;
    m_deadline.stop();
    m_acknowledgement.stop();
    m_readable.reset();
    m_writable.reset();
    if (closing == Closing::Abortive) {
        const linger none{1, 0};
        static_cast<void>(setsockopt(m_socket.get(), SOL_SOCKET, SO_LINGER, &none, sizeof none));
    } else {
        m_socket.finish();
    }
    m_socket.close();
    m_slot.reset();
    m_secondarySlot.reset();
    m_pulled.clear();
    m_sent.clear();
    m_queue = {};
}

} // namespace headwater
