#pragma once

#include <functional>

#include <QObject>
#include <QTimer>

#include "server/tcpsession.h"

namespace headwater {

/// One TCP address: accepts within the limits and hands each connection on. Query thread.
class TcpListener : public QObject
{
    Q_OBJECT
public:
    using Adopt = std::function<void(AcceptedConnection)>;

    TcpListener(Descriptor socket, std::shared_ptr<ConnectionCount> connections, Adopt adopt,
                QObject* parent = nullptr);
    ~TcpListener() override;

private:
    void accept();

    Descriptor m_socket;
    std::shared_ptr<ConnectionCount> m_connections;
    Adopt m_adopt;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_pause;
};

} // namespace headwater
