#pragma once

#include <memory>

#include <QObject>

#include "server/descriptor.h"
#include "server/servercontext.h"

class QSocketNotifier;

namespace headwater {

/// One UDP address: questions in batches of at most 64, each answered from the address that was
/// asked. What the kernel cannot take at once is lost, as datagrams are. Query thread.
class UdpListener : public QObject
{
    Q_OBJECT
public:
    UdpListener(Descriptor socket, std::shared_ptr<ServerContext> context,
                QObject* parent = nullptr);
    ~UdpListener() override;

Q_SIGNALS:
    void fact(const headwater::Fact& fact);

private:
    struct Batch;
    void receive();
    void answer(std::size_t received);
    void send(std::size_t answers);

    Descriptor m_socket;
    std::shared_ptr<ServerContext> m_context;
    std::unique_ptr<Batch> m_batch;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace headwater
