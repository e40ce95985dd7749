#pragma once

#include <memory>
#include <optional>

#include "dns/tsig.h"
#include "transfer/transferplan.h"
#include "zone/transferprofile.h"

namespace headwater {

/// One message of a transfer, without the two octets of length that TCP puts in front. The pieces
/// in order are the message; `shared` points into the version that the stream keeps alive.
struct TransferMessage
{
    Octets head; ///< header, question, and the records that stand before the shared octets
    OctetView shared;
    Octets tail; ///< records after the shared octets, OPT, TSIG

    [[nodiscard]] std::size_t size() const { return head.size() + shared.size() + tail.size(); }
};

/// A transfer as a pull. It keeps the version it started with, whatever is published meanwhile
/// (invariant 9). First record = last record = its SOA (RFC 5936 section 2.2); ID and question of
/// the request in every message, AA set, never TC; every message signed when the request was. For a
/// profile that pages do not suit, the same records go into messages that are made anew.
class TransferStream
{
public:
    struct Request
    {
        std::uint16_t id = 0;
        Question question;
        bool recursionDesired = false;   ///< copied into the answer
        bool edns = false;               ///< OPT in every message when the request had one (9103-8)
        std::vector<EdnsOption> options; ///< in the OPT of the first message
        bool padded = false;             ///< every message, if there is OPT (RFC 9103 6.4)
        TransferProfile profile;
        std::optional<TsigSession> tsig; ///< that verified the request
    };
    struct Totals
    {
        std::size_t octets = 0; ///< with the length prefixes
        std::size_t messages = 0;
        std::size_t records = 0;
    };

    TransferStream(std::shared_ptr<const PublishedZone> zone, TransferPlan plan, Request request);
    ~TransferStream();
    TransferStream(TransferStream&&) noexcept;
    TransferStream& operator=(TransferStream&&) noexcept;

    /// The next message, or false when there is none left. `now` is for TSIG.
    [[nodiscard]] bool next(TransferMessage* message, std::chrono::sys_seconds now);

    [[nodiscard]] const PublishedZone& zone() const;
    [[nodiscard]] const TransferPlan& plan() const;
    [[nodiscard]] const Totals& totals() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace headwater
