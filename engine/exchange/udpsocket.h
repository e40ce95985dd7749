#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <QSocketNotifier>

#include "base/address.h"
#include "base/clock.h"
#include "base/octets.h"
#include "base/result.h"

namespace headwater {

/// One raw, non-blocking UDP socket on a random port that hears of closed ports too (IP_RECVERR).
/// QUdpSocket does not tell which destination an ICMP error is about. Lives on one thread.
class UdpSocket
{
public:
    using Received = std::function<void(const Endpoint& from, OctetView message)>;
    /// What we had sent came back: `message` is the beginning of it.
    using Unreachable = std::function<void(const Endpoint& to, OctetView message, int error)>;

    /// Binds to `from`, or to any address of the family.
    [[nodiscard]] static Result<std::unique_ptr<UdpSocket>> open(IpAddress::Family family,
                                                                 std::optional<IpAddress> from);
    ~UdpSocket();
    UdpSocket(const UdpSocket&) = delete;
    UdpSocket& operator=(const UdpSocket&) = delete;

    void listen(Received received, Unreachable unreachable);
    /// 0, or the errno of why it could not be handed to the network.
    [[nodiscard]] int send(const Endpoint& to, OctetView message);
    [[nodiscard]] Instant openedAt() const { return m_openedAt; }

private:
    explicit UdpSocket(int descriptor);
    void readAll();
    void readErrors();

    int m_descriptor;
    Instant m_openedAt;
    std::unique_ptr<QSocketNotifier> m_notifier;
    Received m_received;
    Unreachable m_unreachable;
};

} // namespace headwater
