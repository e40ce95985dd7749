#include "server/sessionhost.h"

#include <vector>

namespace headwater {

SessionHost::SessionHost(std::shared_ptr<ServerContext> context)
    : m_context(std::move(context))
{
}

SessionHost::~SessionHost() = default;

void SessionHost::adopt(AcceptedConnection connection)
{
    if (m_draining)
        return; // closed with the descriptor
    auto* session = new TcpSession(std::move(connection), m_context, this);
    m_sessions.insert(session);
    connect(session, &TcpSession::fact, this, &SessionHost::fact);
    connect(session, &TcpSession::ended, this, [this, session] { remove(session); });
    session->begin();
}

void SessionHost::drain()
{
    m_draining = true;
    const std::vector<TcpSession*> sessions(m_sessions.begin(), m_sessions.end());
    for (TcpSession* session : sessions)
        session->drain();
    checkEmptied();
}

void SessionHost::close()
{
    m_draining = true;
    const std::vector<TcpSession*> sessions(m_sessions.begin(), m_sessions.end());
    for (TcpSession* session : sessions)
        session->end("the primary is shutting down");
    checkEmptied();
}

void SessionHost::remove(TcpSession* session)
{
    if (m_sessions.erase(session) == 0)
        return;
    session->deleteLater(); // it may be in one of its own functions
    checkEmptied();
}

void SessionHost::checkEmptied()
{
    if (!m_draining || m_emptied || !m_sessions.empty())
        return;
    m_emptied = true;
    Q_EMIT emptied();
}

} // namespace headwater
