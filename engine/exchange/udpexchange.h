#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <QObject>

#include "base/address.h"
#include "base/clock.h"
#include "dns/tsig.h"

namespace headwater {

/// What came of a request.
struct ExchangeOutcome
{
    enum class Kind
    {
        Answered,
        TimedOut,
        PortClosed,
        BadSignature,
        NotSent
    };
    Kind kind = Kind::TimedOut;
    Message answer; ///< Answered
    Microseconds roundTrip{};
    std::string reason; ///< a sentence, when not Answered
};

/// Sends one message over UDP and waits for its answer. An answer counts only with id, opcode,
/// question, source address and port, and TSIG (if the request had a key) right (invariant 23);
/// everything else that arrives is ignored, save ICMP "port unreachable". Lives on one thread.
class UdpExchange : public QObject
{
    Q_OBJECT
public:
    struct Request
    {
        Endpoint to;
        std::optional<IpAddress> from; ///< source address
        Octets message;                ///< without TSIG; its id is replaced by a random one
        std::optional<TsigKey> key;
        Milliseconds timeout{1000};
    };
    using Callback = std::function<void(const ExchangeOutcome&)>;

    explicit UdpExchange(QObject* parent = nullptr);
    ~UdpExchange() override;

    /// `done` is called exactly once, later, on this thread; not at all once this object is gone.
    void ask(const Request& request, Callback done);
    [[nodiscard]] std::size_t inFlight() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace headwater
