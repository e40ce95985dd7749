#pragma once

#include <unordered_set>

#include "server/tcpsession.h"

namespace headwater {

/// The sessions of one transfer thread. Its functions run on that thread: call them through
/// QMetaObject::invokeMethod.
class SessionHost : public QObject
{
    Q_OBJECT
public:
    explicit SessionHost(std::shared_ptr<ServerContext> context);
    ~SessionHost() override;

    void adopt(AcceptedConnection connection);
    /// Sessions end when what they have under way has arrived; then `emptied`, once.
    void drain();
    /// Ends all sessions at once.
    void close();

Q_SIGNALS:
    void fact(const headwater::Fact& fact);
    void emptied();

private:
    void remove(TcpSession* session);
    void checkEmptied();

    std::shared_ptr<ServerContext> m_context;
    std::unordered_set<TcpSession*> m_sessions; // children
    bool m_draining = false;
    bool m_emptied = false;
};

} // namespace headwater
