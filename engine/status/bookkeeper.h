#pragma once

#include <map>
#include <vector>

#include "status/addressviews.h"
#include "status/counters.h"
#include "status/ledger.h"
#include "status/publications.h"

namespace headwater {

/// Enters facts into the books: the ledger of pairs, the publications, the counters and samples.
/// The one place that says what a fact means for a state. Value.
class Bookkeeper
{
public:
    Bookkeeper() = default;

    void setSecondaries(std::vector<WatchedSecondary> secondaries, Instant now);
    void add(const Fact& fact);

    [[nodiscard]] Ledger& ledger() { return m_ledger; }
    [[nodiscard]] const Ledger& ledger() const { return m_ledger; }
    [[nodiscard]] Publications& publications() { return m_publications; }
    [[nodiscard]] const Publications& publications() const { return m_publications; }
    [[nodiscard]] const Counters& counters() const { return m_counters; }
    [[nodiscard]] const LatencyHistogram& latency() const { return m_latency; }
    [[nodiscard]] const Samples& toLive() const { return m_toLive; }
    [[nodiscard]] const std::vector<Problem>& problems() const { return m_problems; }
    /// Zones whose source is refused, with when that began.
    [[nodiscard]] const std::map<Name, Instant>& rejected() const { return m_rejected; }
    [[nodiscard]] std::vector<Name> takeGone() { return std::exchange(m_gone, {}); }

private:
    void enter(const ZonePublished& body, Instant at);
    void enter(const ZoneLoaded& body, Instant at);
    void enter(const ZoneRejected& body, Instant at);
    void enter(const ZoneAccepted& body, Instant at);
    void enter(const ZoneRetiring& body, Instant at);
    void enter(const ZoneRetired& body, Instant at);
    void enter(const NotifySent& body, Instant at);
    void enter(const NotifyAcknowledged& body, Instant at);
    void enter(const NotifyUnanswered& body, Instant at);
    void enter(const SecondaryAsked& body, Instant at);
    void enter(const TransferFinished& body, Instant at);
    void enter(const TransferBroken& body, Instant at);
    void enter(const QueryRefused& body, Instant at);
    void enter(const ProbeAnswered& body, Instant at);
    void enter(const ProbeUnanswered& body, Instant at);
    void enter(const SecondaryLive& body, Instant at);
    void enter(const EngineProblem& body, Instant at);
    void enter(const EngineProblemEnded& body, Instant at);

    struct Place
    {
        ZoneId zone;
        SecondaryId secondary;
    };
    [[nodiscard]] std::optional<Place> find(const Name& zone, const std::string& secondary) const;
    void advance(const Place& place, Serial serial, Milestone milestone, Instant at);
    void fail(const Place& place, PairError error, Instant at);
    void clearErrors(const Place& place, Milestone upTo);
    void observe(const Place& place, const std::string& address, const AddressView& view,
                 Instant at);
    void noteContact(const Place& place, Instant at);

    Ledger m_ledger;
    Publications m_publications;
    Counters m_counters;
    LatencyHistogram m_latency;
    Samples m_toLive{4096};
    std::vector<Problem> m_problems;
    std::map<Name, Instant> m_rejected;
    AddressViews m_views;
    std::vector<Name> m_gone;
};

} // namespace headwater
