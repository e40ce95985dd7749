#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "status/facts.h"

namespace headwater {

/// What of a publication a secondary has been seen to do, in order of time.
enum class Milestone
{
    Committed = 0,
    Published = 1,
    Sent = 2,
    Acknowledged = 3,
    Asked = 4,
    Transferred = 5,
    Live = 6
};

/// How far one version has come on one secondary, and the evidence. The first moment of each
/// milestone counts; milestones that were passed over stay empty. Value.
struct Milestones
{
    std::optional<Instant> sent, acknowledged, asked, transferred, live;
    int attempts = 0;              ///< NOTIFY sent for this version
    std::optional<Rcode> rcode;    ///< of the answer to NOTIFY
    std::optional<QueryKind> kind; ///< asked for or given
    std::size_t octets = 0;
    std::size_t messages = 0;
    std::optional<Microseconds> transferTime;
    std::string key;     ///< that it asked with
    std::string address; ///< that it asked from
    std::string error;   ///< the last one; a sentence; empty once a later step succeeded

    /// Whether the fact is about `version`: a NOTIFY names it exactly, an answer or a transfer of
    /// it or a newer one brings it too (RFC 1982).
    [[nodiscard]] static bool concerns(const Fact& fact, Serial version);
    /// Writes down what the fact, which concerns this version and secondary, tells. False when that
    /// is nothing new: from five seconds after it was live on, what happens is of later versions.
    bool note(const Fact& fact);
    void noteLive(Instant at);

    [[nodiscard]] Milestone reached() const; ///< the furthest, at least Published
    /// Milestones before the furthest that were never seen: "sent", "acked", "asked", ...
    [[nodiscard]] std::vector<std::string_view> skipped() const;
};

/// The zone, secondary of a fact that is about such; empty pointers otherwise.
struct FactPlace
{
    const Name* zone = nullptr;
    const std::string* secondary = nullptr;
};
[[nodiscard]] FactPlace placeOf(const Fact& fact);

/// `a` is `b` or newer; exactly 2^31 apart is not (RFC 1982 section 3.2).
[[nodiscard]] inline bool isAtLeast(Serial a, Serial b)
{
    return a == b || a.isNewerThan(b);
}

} // namespace headwater
