#include "status/bookkeeper.h"

#include <algorithm>

namespace headwater {

namespace {

constexpr std::size_t ProblemsKept = 64;
constexpr std::size_t RoundTripsKept = 30;
constexpr std::size_t ZoneTimesKept = 32;
constexpr int AbortsUntilDefinitive = 3;

bool startsWith(const std::string& text, std::string_view prefix)
{
    return text.compare(0, prefix.size(), prefix) == 0;
}

/// "file apps.example.zone" and "zone file apps.example.zone" name the file.
void readSource(LedgerZone& zone, const std::string& text)
{
    for (const std::string_view prefix :
         {std::string_view("zone file"), std::string_view("file")}) {
        if (!startsWith(text, prefix))
            continue;
        zone.source = "Zone files";
        if (text.size() > prefix.size() + 1)
            zone.sourceName = text.substr(prefix.size() + 1);
        return;
    }
    if (zone.source.empty())
        zone.source = "Embedded";
}

bool isDefinitive(Rcode rcode)
{
    return rcode == Rcode::Refused || rcode == Rcode::NotAuth || rcode == Rcode::NotImp ||
           rcode == Rcode::FormErr;
}

std::string notifyCode(Rcode rcode)
{
    if (rcode == Rcode::NotAuth)
        return "not-configured";
    if (rcode == Rcode::NotImp || rcode == Rcode::FormErr)
        return "notify-unsupported";
    return "notify-refused";
}

} // namespace

void Bookkeeper::setSecondaries(std::vector<WatchedSecondary> secondaries, Instant now)
{
    m_views.clear();
    m_ledger.setSecondaries(std::move(secondaries), now);
}

void Bookkeeper::add(const Fact& fact)
{
    m_publications.note(fact);
    std::visit([&](const auto& body) { enter(body, fact.at); }, fact.body);
}

std::optional<Bookkeeper::Place> Bookkeeper::find(const Name& zone,
                                                  const std::string& secondary) const
{
    const auto id = m_ledger.find(zone);
    const auto peer = m_ledger.secondary(secondary);
    if (!id || !peer || !m_ledger.zone(*id).counted || !m_ledger.zone(*id).pairs[*peer].serves)
        return {}; // not known, never published, or not served there
    return Place{*id, *peer};
}

// Zones

void Bookkeeper::enter(const ZonePublished& body, Instant at)
{
    const ZoneId id = m_ledger.addZone(body.zone);
    LedgerZone& zone = m_ledger.zone(id);
    zone.records = body.records;
    zone.changedAt = body.publishedAt;
    zone.retiresAt.reset();
    if (body.expire != 0)
        zone.expire = body.expire;
    readSource(zone, body.author);
    std::vector<std::string> secondaries;
    for (std::size_t i = 0; i < zone.pairs.size(); ++i) {
        if (zone.pairs[i].serves)
            secondaries.push_back(m_ledger.secondaries()[i].config.name);
    }
    m_publications.add(body, secondaries);
    m_ledger.publish(id, body.serial, std::min(body.committedAt, body.publishedAt), at);
    ++m_counters.versions;
    for (std::size_t i = 0; i < m_ledger.zone(id).pairs.size(); ++i) {
        const PairCell& cell = m_ledger.zone(id).pairs[i];
        if (cell.serves && cell.seen == PairCell::Seen::Shown &&
            isAtLeast(cell.shown, body.serial)) // it was ahead of us
            enter(SecondaryLive{body.zone, m_ledger.secondaries()[i].config.name, cell.shown, {}},
                  at);
    }
}

void Bookkeeper::enter(const ZoneLoaded& body, Instant at)
{
    const ZoneId id = m_ledger.addZone(body.zone);
    LedgerZone& zone = m_ledger.zone(id);
    zone.records = body.records;
    zone.changedAt = body.publishedAt;
    zone.expire = body.expire;
    readSource(zone, body.source);
    m_ledger.load(id, body.serial, body.publishedAt, at);
}

void Bookkeeper::enter(const ZoneRejected& body, Instant at)
{
    const ZoneId id = m_ledger.addZone(body.zone);
    LedgerZone& zone = m_ledger.zone(id);
    zone.source = "Zone files";
    if (!body.source.empty())
        zone.sourceName = body.source;
    zone.problem = body.reason;
    if (!zone.problemSince)
        zone.problemSince = at;
    m_rejected.emplace(body.zone, at);
    ++m_counters.rejections;
    m_ledger.touch(id);
}

void Bookkeeper::enter(const ZoneAccepted& body, Instant)
{
    m_rejected.erase(body.zone);
    const auto id = m_ledger.find(body.zone);
    if (!id)
        return;
    LedgerZone& zone = m_ledger.zone(*id);
    zone.problem.clear();
    zone.problemSince.reset();
    zone.retiresAt.reset();
    m_ledger.touch(*id);
}

void Bookkeeper::enter(const ZoneRetiring& body, Instant)
{
    if (const auto id = m_ledger.find(body.zone)) {
        m_ledger.zone(*id).retiresAt = body.until;
        m_ledger.touch(*id);
    }
}

void Bookkeeper::enter(const ZoneRetired& body, Instant at)
{
    m_rejected.erase(body.zone);
    const auto id = m_ledger.find(body.zone);
    if (!id)
        return;
    for (std::size_t i = 0; i < m_ledger.secondaries().size(); ++i)
        m_views.forget(pairId(*id, static_cast<SecondaryId>(i)));
    m_ledger.removeZone(*id, at);
    m_publications.forget(body.zone);
    m_gone.push_back(body.zone);
}

// NOTIFY

void Bookkeeper::enter(const NotifySent& body, Instant at)
{
    ++m_counters.notifySent;
    if (body.attempt > 1)
        ++m_counters.notifyRetried;
    const auto place = find(body.zone, body.secondary);
    if (!place)
        return;
    LastNotify& last = m_ledger.secondaries()[place->secondary].notify;
    last.state = LastNotify::State::Waiting;
    last.attempt = body.attempt;
    last.nextRetry.reset();
    if (OpenPair* pair = m_ledger.open(place->zone, place->secondary))
        pair->nextRetry.reset();
    advance(*place, body.serial, Milestone::Sent, at);
}

void Bookkeeper::enter(const NotifyAcknowledged& body, Instant at)
{
    const bool good = body.rcode == Rcode::NoError;
    ++(good ? m_counters.notifyAcknowledged : m_counters.notifyRefused);
    const auto place = find(body.zone, body.secondary);
    if (!place)
        return;
    LedgerSecondary& peer = m_ledger.secondaries()[place->secondary];
    peer.notify.state = good ? LastNotify::State::Acknowledged : LastNotify::State::Refused;
    peer.notify.roundTrip = body.roundTrip;
    peer.notify.rcode = text(body.rcode);
    peer.notify.nextRetry.reset();
    peer.roundTrips.push_back(milliseconds(body.roundTrip));
    if (peer.roundTrips.size() > RoundTripsKept)
        peer.roundTrips.erase(peer.roundTrips.begin());
    if (good) {
        clearErrors(*place, Milestone::Acknowledged);
        advance(*place, body.serial, Milestone::Acknowledged, at);
        return;
    }
    PairError error;
    error.code = notifyCode(body.rcode);
    error.text = "it answered NOTIFY with " + text(body.rcode);
    error.definitive = isDefinitive(body.rcode);
    error.address = body.address;
    error.rcode = text(body.rcode);
    fail(*place, error, at);
}

void Bookkeeper::enter(const NotifyUnanswered& body, Instant at)
{
    ++m_counters.notifyUnanswered;
    const auto place = find(body.zone, body.secondary);
    if (!place)
        return;
    LastNotify& last = m_ledger.secondaries()[place->secondary].notify;
    last.state = LastNotify::State::Unanswered;
    last.attempt = body.attempt;
    last.nextRetry = body.nextAttempt;
    OpenPair* pair = m_ledger.open(place->zone, place->secondary);
    if (pair == nullptr)
        return m_ledger.touchSecondary(place->secondary);
    pair->nextRetry = body.nextAttempt;
    if (pair->reached >= Milestone::Acknowledged)
        return m_ledger.touch(place->zone);
    PairError error;
    error.code = "notify-timeout";
    error.text = body.reason;
    error.address = body.address;
    fail(*place, error, at);
}

// Questions and transfers

void Bookkeeper::enter(const SecondaryAsked& body, Instant at)
{
    ++m_counters.asked;
    const auto place = find(body.zone, body.secondary);
    if (!place)
        return;
    noteContact(*place, at);
    clearErrors(*place, Milestone::Asked);
    advance(*place, body.answered, Milestone::Asked, at);
}

void Bookkeeper::enter(const TransferFinished& body, Instant at)
{
    if (body.kind == QueryKind::Soa) {
        ++m_counters.upToDate;
    } else {
        ++(body.kind == QueryKind::Ixfr ? m_counters.ixfr : m_counters.axfr);
        m_counters.octets += body.octets;
    }
    const auto place = find(body.zone, body.secondary);
    if (!place)
        return;
    if (body.kind != QueryKind::Soa)
        m_ledger.secondaries()[place->secondary].transfer =
            LastTransfer{body.kind, body.octets, body.duration, at, body.from, body.to};
    noteContact(*place, at);
    clearErrors(*place, Milestone::Transferred);
    if (OpenPair* pair = m_ledger.open(place->zone, place->secondary))
        pair->aborted = 0;
    advance(*place, body.to, Milestone::Transferred, at);
}

void Bookkeeper::enter(const TransferBroken& body, Instant at)
{
    ++m_counters.broken;
    const auto place = find(body.zone, body.secondary);
    OpenPair* pair = place ? m_ledger.open(place->zone, place->secondary) : nullptr;
    if (pair == nullptr)
        return;
    ++pair->aborted;
    PairError error;
    error.code = "xfr-aborted";
    error.text = body.reason;
    error.step = Milestone::Transferred;
    error.definitive = pair->aborted >= AbortsUntilDefinitive;
    error.address = body.address;
    error.octets = body.octets;
    error.times = pair->aborted;
    fail(*place, error, at);
}

void Bookkeeper::enter(const QueryRefused& body, Instant at)
{
    ++m_counters.refused;
    const auto place = find(body.zone, body.secondary);
    if (!place)
        return;
    PairError error;
    error.code = body.code.empty() ? "xfr-refused" : body.code;
    error.text = body.reason;
    error.step = body.kind == QueryKind::Soa ? Milestone::Asked : Milestone::Transferred;
    error.definitive = body.rcode != Rcode::ServFail; // which is for now: a limit, or not loaded
    error.address = body.address;
    error.key = body.key;
    error.rcode = text(body.rcode);
    fail(*place, error, at);
}

// What the secondaries show

void Bookkeeper::enter(const ProbeAnswered& body, Instant at)
{
    const auto place = find(body.zone, body.secondary);
    if (!place)
        return;
    m_ledger.secondaries()[place->secondary].probe = LastProbe{body.serial, body.roundTrip, at};
    observe(*place, body.address, AddressView{true, false, body.serial}, at);
    OpenPair* pair = m_ledger.open(place->zone, place->secondary);
    const bool noZone =
        !body.serial && (body.rcode == Rcode::Refused || body.rcode == Rcode::NotAuth);
    if (pair == nullptr || !noZone || pair->error || pair->reached >= Milestone::Transferred)
        return;
    PairError error;
    error.code = "not-configured";
    error.text = "it answers " + text(body.rcode) + " for the zone";
    error.step = Milestone::Asked;
    error.address = body.address;
    error.rcode = text(body.rcode);
    fail(*place, error, at);
}

void Bookkeeper::enter(const ProbeUnanswered& body, Instant at)
{
    const auto place = find(body.zone, body.secondary);
    if (!place)
        return;
    AddressView view;
    view.silent = true;
    const PairCell& cell = m_ledger.cell(place->zone, place->secondary);
    if (cell.seen == PairCell::Seen::Shown)
        view.serial = cell.shown; // the last that was seen
    view.answered = cell.seen != PairCell::Seen::Never;
    observe(*place, body.address, view, at);
}

void Bookkeeper::enter(const SecondaryLive& body, Instant at)
{
    const auto place = find(body.zone, body.secondary);
    if (!place)
        return;
    LedgerSecondary& peer = m_ledger.secondaries()[place->secondary];
    LedgerZone& zone = m_ledger.zone(place->zone);
    PairCell& cell = zone.pairs[place->secondary];
    if (cell.seen != PairCell::Seen::Shown || body.serial.isNewerThan(cell.shown)) {
        cell.seen = PairCell::Seen::Shown;
        cell.shown = body.serial;
        cell.silent = false;
        m_views.forget(pairId(place->zone, place->secondary));
    }
    for (const Instant committedAt :
         m_publications.live(body.zone, body.secondary, body.serial, at)) {
        const Microseconds time = at - committedAt;
        peer.toLive.add(at, time);
        m_toLive.add(at, time);
        m_latency.add(time);
        zone.toLiveMs.push_back(static_cast<float>(milliseconds(time)));
        if (zone.toLiveMs.size() > ZoneTimesKept)
            zone.toLiveMs.erase(zone.toLiveMs.begin());
        const double newest = milliseconds(time);
        if (zone.isLive(cell) && committedAt == zone.versions.back().committedAt &&
            (!zone.slowest || newest > zone.slowestMs)) {
            zone.slowest = place->secondary;
            zone.slowestMs = newest;
        }
    }
    m_ledger.rejudge(place->zone, place->secondary, at);
}

// The engine

void Bookkeeper::enter(const EngineProblem& body, Instant at)
{
    for (Problem& problem : m_problems) {
        if (problem.place != body.place)
            continue;
        problem.text = body.text;
        return;
    }
    if (m_problems.size() < ProblemsKept)
        m_problems.push_back({body.place, body.text, at});
}

void Bookkeeper::enter(const EngineProblemEnded& body, Instant)
{
    const auto gone = std::remove_if(m_problems.begin(), m_problems.end(),
                                     [&](const Problem& p) { return p.place == body.place; });
    m_problems.erase(gone, m_problems.end());
}

// Pairs

/// A step succeeded for `serial`. One for an older version than the newest is progress too.
void Bookkeeper::advance(const Place& place, Serial serial, Milestone milestone, Instant at)
{
    OpenPair* pair = m_ledger.open(place.zone, place.secondary);
    const LedgerZone& zone = m_ledger.zone(place.zone);
    if (pair != nullptr && pair->openCommit) {
        const bool newest = isAtLeast(serial, zone.serial);
        const bool further = newest && milestone > pair->reached;
        if (further)
            pair->reached = milestone;
        if (further || (!newest && milestone >= Milestone::Transferred))
            pair->advancedAt = at;
    }
    m_ledger.rejudge(place.zone, place.secondary, at);
}

void Bookkeeper::fail(const Place& place, PairError error, Instant at)
{
    if (OpenPair* pair = m_ledger.open(place.zone, place.secondary)) {
        const bool same = pair->error && pair->error->code == error.code;
        error.since = same ? pair->error->since : at;
        // A timeout after a refusal does not make the refusal better.
        if (!pair->error || same || error.definitive || !pair->error->definitive)
            pair->error = std::move(error);
    }
    m_ledger.rejudge(place.zone, place.secondary, at);
}

/// What succeeded proves that the steps up to it work.
void Bookkeeper::clearErrors(const Place& place, Milestone upTo)
{
    OpenPair* pair = m_ledger.open(place.zone, place.secondary);
    if (pair != nullptr && pair->error && pair->error->step <= upTo)
        pair->error.reset();
}

/// The pair shows what the worst of its addresses shows.
void Bookkeeper::observe(const Place& place, const std::string& address, const AddressView& view,
                         Instant at)
{
    m_views.observe(pairId(place.zone, place.secondary),
                    m_ledger.secondaries()[place.secondary].config.publicAddresses, address, view,
                    m_ledger.cell(place.zone, place.secondary));
    m_ledger.rejudge(place.zone, place.secondary, at);
}

void Bookkeeper::noteContact(const Place& place, Instant at)
{
    m_ledger.cell(place.zone, place.secondary).contact =
        static_cast<std::uint32_t>(std::chrono::floor<Seconds>(at).time_since_epoch().count());
}

} // namespace headwater
