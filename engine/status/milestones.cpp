#include "status/milestones.h"

#include <algorithm>

namespace headwater {

namespace {

/// A transfer's end is reported when its last octet is acknowledged, after the secondary may show
/// it.
constexpr Seconds LateEvidence{5};

/// The first evidence counts. What is reported late - a transfer ends for us when the last octet is
/// acknowledged - cannot have happened after the secondary showed the version.
void first(std::optional<Instant>& milestone, Instant at, const std::optional<Instant>& live)
{
    if (!milestone)
        milestone = live ? std::min(at, *live) : at;
}

void noteOf(Milestones& m, const NotifySent& body, Instant at)
{
    first(m.sent, at, m.live);
    m.attempts = std::max(m.attempts, body.attempt);
}

void noteOf(Milestones& m, const NotifyAcknowledged& body, Instant at)
{
    m.rcode = body.rcode;
    if (body.rcode == Rcode::NoError) {
        first(m.acknowledged, at, m.live);
        m.error.clear();
    } else {
        m.error = "it answered NOTIFY with " + text(body.rcode);
    }
}

void noteOf(Milestones& m, const NotifyUnanswered& body, Instant)
{
    m.attempts = std::max(m.attempts, body.attempt);
    if (!m.acknowledged)
        m.error = body.reason;
}

void noteOf(Milestones& m, const SecondaryAsked& body, Instant at)
{
    first(m.asked, at, m.live);
    if (!m.transferred)
        m.kind = body.kind;
    m.key = body.key;
    m.address = body.address;
}

void noteOf(Milestones& m, const TransferFinished& body, Instant at)
{
    // "Up to date" tells nothing of a transfer that brought the version before.
    if (body.kind == QueryKind::Soa && m.transferred)
        return;
    first(m.transferred, at, m.live);
    m.kind = body.kind;
    m.octets = body.octets;
    m.messages = body.messages;
    m.transferTime = body.duration;
    m.error.clear();
}

void noteOf(Milestones& m, const TransferBroken& body, Instant)
{
    m.kind = body.kind;
    m.error = body.reason;
}

void noteOf(Milestones& m, const QueryRefused& body, Instant)
{
    m.key = body.key;
    m.error = body.reason;
}

template <typename Body> void noteOf(Milestones&, const Body&, Instant) {}

struct Concerns
{
    Serial version;

    bool operator()(const NotifySent& body) const { return body.serial == version; }
    bool operator()(const NotifyAcknowledged& body) const { return body.serial == version; }
    bool operator()(const NotifyUnanswered& body) const { return body.serial == version; }
    bool operator()(const SecondaryAsked& body) const { return isAtLeast(body.answered, version); }
    bool operator()(const TransferFinished& body) const { return isAtLeast(body.to, version); }
    bool operator()(const TransferBroken& body) const { return isAtLeast(body.to, version); }
    bool operator()(const QueryRefused&) const { return true; }
    template <typename Body> bool operator()(const Body&) const { return false; }
};

struct PlaceOf
{
    template <typename Body> FactPlace operator()(const Body& body) const
    {
        FactPlace place;
        if constexpr (requires { body.zone; })
            place.zone = &body.zone;
        if constexpr (requires { body.secondary; })
            place.secondary = &body.secondary;
        return place;
    }
};

} // namespace

bool Milestones::concerns(const Fact& fact, Serial version)
{
    return std::visit(Concerns{version}, fact.body);
}

bool Milestones::note(const Fact& fact)
{
    if (live && fact.at - *live > LateEvidence)
        return false;
    std::visit([&](const auto& body) { noteOf(*this, body, fact.at); }, fact.body);
    if (live)
        error.clear();
    return true;
}

void Milestones::noteLive(Instant at)
{
    if (live)
        return;
    live = at;
    error.clear();
}

Milestone Milestones::reached() const
{
    if (live)
        return Milestone::Live;
    if (transferred)
        return Milestone::Transferred;
    if (asked)
        return Milestone::Asked;
    if (acknowledged)
        return Milestone::Acknowledged;
    return sent ? Milestone::Sent : Milestone::Published;
}

std::vector<std::string_view> Milestones::skipped() const
{
    std::vector<std::string_view> names;
    const Milestone furthest = reached();
    const auto missing = [&](Milestone which, const std::optional<Instant>& at,
                             std::string_view name) {
        if (which < furthest && !at)
            names.push_back(name);
    };
    missing(Milestone::Sent, sent, "sent");
    missing(Milestone::Acknowledged, acknowledged, "acked");
    missing(Milestone::Asked, asked, "asked");
    missing(Milestone::Transferred, transferred, "transferred");
    return names;
}

FactPlace placeOf(const Fact& fact)
{
    return std::visit(PlaceOf{}, fact.body);
}

} // namespace headwater
