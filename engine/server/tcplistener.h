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

    using Refused = std::function<void(const IpAddress&)>;

    TcpListener(Descriptor socket, std::shared_ptr<SlotCount> connections, Adopt adopt,
                Refused refused, QObject* parent = nullptr);
    ~TcpListener() override;

private:
    void accept();

    Descriptor m_socket;
    std::shared_ptr<SlotCount> m_connections;
    Adopt m_adopt;
    Refused m_refused;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_pause;
};

} // namespace headwater
