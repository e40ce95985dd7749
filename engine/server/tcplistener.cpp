#include "server/tcplistener.h"

#include <cerrno>

#include <QSocketNotifier>

#include "server/listensocket.h"

namespace headwater {

namespace {
constexpr int AcceptsPerTurn = 64;
constexpr Milliseconds Pause{100}; // when descriptors or memory have run out
} // namespace

TcpListener::TcpListener(Descriptor socket, std::shared_ptr<SlotCount> connections, Adopt adopt,
                         Refused refused, QObject* parent)
    : QObject(parent)
    , m_socket(std::move(socket))
    , m_connections(std::move(connections))
    , m_adopt(std::move(adopt))
    , m_refused(std::move(refused))
    , m_notifier(std::make_unique<QSocketNotifier>(m_socket.get(), QSocketNotifier::Read))
{
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &TcpListener::accept);
    m_pause.setSingleShot(true);
    m_pause.setInterval(Pause);
    connect(&m_pause, &QTimer::timeout, this, [this] { m_notifier->setEnabled(true); });
}

TcpListener::~TcpListener()
{
    m_notifier.reset(); // before the descriptor it watches
}

void TcpListener::accept()
{
    for (int i = 0; i < AcceptsPerTurn; ++i) {
        sockaddr_storage storage{};
        socklen_t size = sizeof storage;
        AcceptedConnection connection;
        connection.socket =
            Descriptor(accept4(m_socket.get(), reinterpret_cast<sockaddr*>(&storage), &size,
                               SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (!connection.socket.isOpen()) {
            if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
                m_notifier->setEnabled(false); // else this would spin
                m_pause.start();
            }
            if (errno == ECONNABORTED || errno == EINTR)
                continue;
            return;
        }
        connection.peer = SocketAddress::endpoint(storage).address;
        connection.slot = m_connections->take(connection.peer.text());
        if (connection.slot)
            m_adopt(std::move(connection));
        else // closed here and now
            m_refused(connection.peer);
    }
}

} // namespace headwater
