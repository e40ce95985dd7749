#pragma once

#include <memory>

#include <QObject>

#include "server/descriptor.h"
#include "server/servercontext.h"

class QSocketNotifier;

namespace headwater {

class DatagramBatch;

/// One UDP address: questions in batches, each answered from the address that was asked. Query
/// thread.
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
    void receive();
    void answer(std::size_t received);

    Descriptor m_socket;
    std::shared_ptr<ServerContext> m_context;
    std::unique_ptr<DatagramBatch> m_batch;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace headwater
