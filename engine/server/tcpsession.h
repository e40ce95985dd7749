#pragma once

#include <deque>

#include <QObject>
#include <QTimer>

#include "server/descriptor.h"
#include "server/requestbuffer.h"
#include "server/sendqueue.h"
#include "server/servedtransfer.h"
#include "server/sessiondeadlines.h"

class QSocketNotifier;

namespace headwater {

/// A connection that was accepted, on its way to the thread it will live on.
struct AcceptedConnection
{
    Descriptor socket;
    IpAddress peer;
    std::shared_ptr<const TlsIdentity> tls; ///< null: in the clear
    std::unique_ptr<SlotCount::Slot> slot;
};

/// One TCP connection (RFC 7766), in the clear or in TLS (RFC 9103): requests in any number,
/// answered as they come, transfers side by side, at most 16 at a time. Above the high-water mark
/// it pulls no message and reads no request; nothing is held for a peer that does not read but the
/// mark and one message.
///
///     read -> RequestBuffer -> Answerer -> SendQueue -> socket -> acknowledged
///                                 \-> ServedTransfer --^  pulled below the mark
///
/// Lives on one transfer thread. When it has ended, its descriptor is closed already.
class TcpSession : public QObject
{
    Q_OBJECT
public:
    TcpSession(AcceptedConnection connection, std::shared_ptr<ServerContext> context,
               QObject* parent = nullptr);
    ~TcpSession() override;

    /// Takes what has come already: a question mostly comes with its connection. Once, when
    /// somebody listens to the signals.
    void begin() { read(); }
    /// Takes no more requests and ends when everything under way has arrived.
    void drain();
    /// Ends at once; transfers under way are reported broken for this reason.
    void end(const std::string& reason);

Q_SIGNALS:
    void fact(const headwater::Fact& fact);
    void ended();

private:
    enum class Closing
    {
        Orderly,
        Abortive
    };

    void read();
    void work();
    void takeRequests();
    void take(OctetView request);
    void fill();
    /// False when the session has ended.
    [[nodiscard]] bool write();
    void settle();
    void pollAcknowledgement();
    void checkDeadline();
    void review(); ///< notifiers, timers, and whether it is over
    void close(Closing closing);
    void reportBroken(const std::string& reason);
    [[nodiscard]] bool mayTake() const;
    [[nodiscard]] std::uint64_t unacknowledged() const;

    StreamSocket m_socket;
    const IpAddress m_peer;
    const Transport m_transport;
    std::unique_ptr<SlotCount::Slot> m_slot;
    std::shared_ptr<void> m_secondarySlot; ///< since it is known whose connection this is
    std::shared_ptr<ServerContext> m_context;
    std::unique_ptr<QSocketNotifier> m_readable;
    std::unique_ptr<QSocketNotifier> m_writable;
    RequestBuffer m_requests;
    SendQueue m_queue;
    std::deque<std::shared_ptr<ServedTransfer>> m_pulled; // that still have messages
    std::deque<std::shared_ptr<ServedTransfer>> m_sent;   // wait to be acknowledged, by end()
    SessionDeadlines m_deadlines;
    QTimer m_deadline;
    QTimer m_acknowledgement;
    int m_polls = 0;
    std::uint64_t m_lastUnacknowledged = 0;
    bool m_inputEnded = false; // the peer has closed its side
    bool m_draining = false;
};

} // namespace headwater
