#include "notify/notifier.h"

#include <algorithm>
#include <deque>
#include <map>

#include <QTimer>

#include "base/invariant.h"
#include "exchange/udpexchange.h"
#include "notify/notifymessage.h"
#include "notify/notifytarget.h"

namespace headwater {

namespace {
/// A question is not left open for longer than this, however long the wait for the next one is.
constexpr Milliseconds LongestTimeout{5000};
} // namespace

using Phase = NotifyLeg::Phase;
using Afterwards = NotifyLeg::Afterwards;
using TargetPointer = std::shared_ptr<NotifyTarget>;

struct Notifier::State
{
    State(Notifier* owner, std::shared_ptr<const ZoneTable> table, Settings chosen)
        : notifier(owner)
        , zones(std::move(table))
        , settings(chosen)
        , timer(owner)
        , exchange(owner)
    {
        timer.setSingleShot(true);
        timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&timer, &QTimer::timeout, notifier, [this] { runAgenda(); });
    }

    void want(const TargetPointer& target, const Name& zone, Afterwards how);
    void enqueue(const TargetPointer& target, const Name& zone);
    void schedule(const TargetPointer& target, const Name& zone, Instant due);
    void pump();
    void send(const TargetPointer& target, const Name& zone);
    void ended(const TargetPointer& target, const Name& zone, const ExchangeOutcome& outcome);
    void answered(const TargetPointer& target, const Name& zone, const ExchangeOutcome& outcome);
    void unanswered(const TargetPointer& target, const Name& zone, const ExchangeOutcome& outcome);
    [[nodiscard]] bool superseded(const NotifyLeg& leg, const Name& zone) const;
    void stop(const TargetPointer& target, const Name& zone);
    void runAgenda();
    void arm();

    template <typename Use> void each(const QString& secondary, Use&& use)
    {
        const std::string name = secondary.toStdString();
        const auto present = targets; // facts may lead back into this object
        for (const TargetPointer& target : present) {
            if (name.empty() || target->peer->name == name)
                use(target);
        }
    }

    struct Due
    {
        std::weak_ptr<NotifyTarget> target;
        Name zone;
    };

    Notifier* notifier;
    std::shared_ptr<const ZoneTable> zones;
    Settings settings;
    std::vector<TargetPointer> targets;
    std::multimap<Instant, Due> agenda; // a leg's entry counts only if its `due` agrees
    std::deque<std::weak_ptr<NotifyTarget>> rotation; // targets whose queue is not empty
    QTimer timer;
    UdpExchange exchange;
};

Notifier::Notifier(std::shared_ptr<const ZoneTable> zones, Settings settings, QObject* parent)
    : QObject(parent)
    , m_state(std::make_unique<State>(this, std::move(zones), settings))
{
}

Notifier::~Notifier() = default;

void Notifier::setSecondaries(std::vector<Secondary> secondaries,
                              std::unordered_map<Name, TsigKey> keys)
{
    std::vector<TargetPointer> kept;
    for (const Secondary& secondary : secondaries) {
        auto peer = std::make_shared<NotifyPeer>();
        peer->name = secondary.name;
        peer->source = secondary.notifySource;
        peer->zones.insert(secondary.zones.begin(), secondary.zones.end());
        if (secondary.key) {
            const auto key = keys.find(*secondary.key);
            if (key != keys.end())
                peer->key = key->second;
        }
        for (const Endpoint& address : secondary.notify) {
            auto& old = m_state->targets;
            const auto same = std::find_if(old.begin(), old.end(), [&](const TargetPointer& t) {
                return t->peer->name == secondary.name && t->address == address;
            });
            TargetPointer target = same != old.end() ? *same : std::make_shared<NotifyTarget>();
            target->peer = peer;
            target->address = address;
            target->text = address.text();
            kept.push_back(std::move(target));
        }
    }
    m_state->targets = std::move(kept);
}

void Notifier::zonePublished(const Name& zone)
{
    m_state->each({}, [&](const TargetPointer& target) {
        if (target->peer->serves(zone))
            m_state->want(target, zone, Afterwards::Again);
    });
}

void Notifier::notifyNow(const Name& zone, const QString& secondary)
{
    m_state->each(secondary, [&](const TargetPointer& target) {
        if (target->peer->serves(zone))
            m_state->want(target, zone, Afterwards::AtOnce);
    });
}

void Notifier::transferEnded(const Name& zone, const QString& secondary, Serial serial)
{
    const auto published = m_state->zones->find(zone);
    if (!published || secondary.isEmpty())
        return;
    if (!published->serial().isNewerThan(serial))
        return secondaryHas(zone, secondary, serial);
    // While it transferred, it may have put off or dropped what we sent (RFC 1996 section 4.4).
    m_state->each(secondary, [&](const TargetPointer& target) {
        if (target->peer->serves(zone))
            m_state->want(target, zone, Afterwards::AtOnce);
    });
}

void Notifier::secondaryHas(const Name& zone, const QString& secondary, Serial serial)
{
    const auto published = m_state->zones->find(zone);
    if (!published || secondary.isEmpty() || published->serial().isNewerThan(serial))
        return;
    m_state->each(secondary, [&](const TargetPointer& target) { m_state->stop(target, zone); });
}

void Notifier::zoneRemoved(const Name& zone)
{
    m_state->each({}, [&](const TargetPointer& target) { target->legs.erase(zone); });
}

/// The present version is to be told. A newer serial supersedes what is queued or waits: the serial
/// is read when the message leaves.
void Notifier::State::want(const TargetPointer& target, const Name& zone, Afterwards how)
{
    NotifyLeg& leg = target->legs[zone];
    if (leg.phase == Phase::InFlight) {
        if (leg.afterwards != Afterwards::AtOnce)
            leg.afterwards = how;
        return;
    }
    leg.attempt = 0;
    leg.wait = settings.firstRetry;
    leg.afterwards = Afterwards::Retry;
    if (leg.phase == Phase::Queued)
        return;
    const Instant allowed = leg.sentAt + settings.shortestGap;
    if (how == Afterwards::AtOnce || allowed <= Clock::now())
        enqueue(target, zone);
    else
        schedule(target, zone, allowed);
}

void Notifier::State::enqueue(const TargetPointer& target, const Name& zone)
{
    target->legs[zone].phase = Phase::Queued;
    if (target->queue.empty())
        rotation.push_back(target);
    target->queue.push_back(zone);
    pump();
}

void Notifier::State::schedule(const TargetPointer& target, const Name& zone, Instant due)
{
    NotifyLeg& leg = target->legs[zone];
    leg.phase = Phase::Waiting;
    leg.due = due;
    agenda.emplace(due, Due{target, zone});
    arm();
}

/// One message for each target in turn, so that a secondary with many zones to be told of does not
/// keep the others waiting.
void Notifier::State::pump()
{
    while (!rotation.empty() && exchange.inFlight() < settings.maximumInFlight) {
        const TargetPointer target = rotation.front().lock();
        rotation.pop_front();
        if (!target || target->queue.empty())
            continue;
        const Name zone = target->queue.front();
        target->queue.pop_front();
        if (!target->queue.empty())
            rotation.push_back(target);
        const auto leg = target->legs.find(zone);
        if (leg != target->legs.end() && leg->second.phase == Phase::Queued)
            send(target, zone);
    }
}

void Notifier::State::send(const TargetPointer& target, const Name& zone)
{
    const auto published = zones->find(zone);
    const bool wanted = std::find(targets.begin(), targets.end(), target) != targets.end() &&
                        target->peer->serves(zone);
    if (!published || !wanted) {
        target->legs.erase(zone);
        return;
    }
    NotifyLeg& leg = target->legs[zone];
    if (!invariant(22, leg.phase != Phase::InFlight, "two NOTIFY in flight to " + target->text))
        return;
    const TsigKey* key = target->peer->key ? &*target->peer->key : nullptr;
    leg.phase = Phase::InFlight;
    leg.telling = published->serial();
    leg.sentAt = Clock::now();
    ++leg.attempt;
    const NotifySent sent{zone, target->peer->name, leg.telling, target->text, leg.attempt};
    const Instant sentAt = leg.sentAt;

    UdpExchange::Request request;
    request.to = target->address;
    request.from = target->peer->source;
    request.message = notifyMessage(*published->version(), key);
    request.key = target->peer->key;
    request.timeout = std::min(leg.wait, LongestTimeout);
    exchange.ask(request, [this, weak = std::weak_ptr<NotifyTarget>(target),
                           zone](const ExchangeOutcome& outcome) {
        if (const TargetPointer present = weak.lock())
            ended(present, zone, outcome);
        pump();
    });
    Q_EMIT notifier->fact(Fact{sentAt, sent});
}

void Notifier::State::ended(const TargetPointer& target, const Name& zone,
                            const ExchangeOutcome& outcome)
{
    const auto leg = target->legs.find(zone);
    if (leg == target->legs.end() || leg->second.phase != Phase::InFlight)
        return; // the zone was removed meanwhile
    if (outcome.kind == ExchangeOutcome::Kind::Answered)
        answered(target, zone, outcome);
    else
        unanswered(target, zone, outcome);
}

bool Notifier::State::superseded(const NotifyLeg& leg, const Name& zone) const
{
    if (leg.afterwards == Afterwards::Again || leg.afterwards == Afterwards::AtOnce)
        return true;
    const auto published = zones->find(zone);
    return published && published->serial().isNewerThan(leg.telling);
}

/// Any rcode ends the retries (RFC 1996 section 3.6, 4.8); it is kept in the fact.
void Notifier::State::answered(const TargetPointer& target, const Name& zone,
                               const ExchangeOutcome& outcome)
{
    NotifyLeg& leg = target->legs[zone];
    const NotifyAcknowledged fact{zone,         target->peer->name,     leg.telling,
                                  target->text, outcome.answer.rcode(), outcome.roundTrip};
    const Afterwards how =
        leg.afterwards == Afterwards::AtOnce ? Afterwards::AtOnce : Afterwards::Again;
    const bool again = superseded(leg, zone);
    leg.phase = Phase::Idle;
    leg.afterwards = Afterwards::Retry;
    if (again)
        want(target, zone, how);
    else // remembered for the shortest gap, then forgotten
        agenda.emplace(leg.due = leg.sentAt + settings.shortestGap, Due{target, zone});
    arm();
    Q_EMIT notifier->fact(factNow(fact));
}

void Notifier::State::unanswered(const TargetPointer& target, const Name& zone,
                                 const ExchangeOutcome& outcome)
{
    NotifyLeg& leg = target->legs[zone];
    NotifyUnanswered fact{zone,        target->peer->name, leg.telling,   target->text,
                          leg.attempt, std::nullopt,       outcome.reason};
    // RFC 1996 section 3.10: a NOTIFY from an unknown address is dropped without a word.
    if (outcome.kind == ExchangeOutcome::Kind::TimedOut)
        fact.reason += "; it may not accept NOTIFY from our address";
    const Instant now = Clock::now();
    const bool again = superseded(leg, zone);
    const bool done = leg.afterwards == Afterwards::Stop && !again;
    leg.phase = Phase::Idle;
    if (again) {
        fact.nextAttempt = now;
        want(target, zone, Afterwards::AtOnce);
    } else if (done) {
        target->legs.erase(zone);
    } else {
        fact.nextAttempt = std::max(now, leg.sentAt + leg.wait);
        leg.wait = std::max(leg.wait, std::min(leg.wait * 2, settings.longestRetry));
        schedule(target, zone, *fact.nextAttempt);
    }
    Q_EMIT notifier->fact(Fact{now, fact});
}

void Notifier::State::stop(const TargetPointer& target, const Name& zone)
{
    const auto leg = target->legs.find(zone);
    if (leg == target->legs.end())
        return;
    if (leg->second.phase == Phase::InFlight)
        leg->second.afterwards = Afterwards::Stop;
    else
        target->legs.erase(leg);
}

void Notifier::State::runAgenda()
{
    const Instant now = Clock::now();
    while (!agenda.empty() && agenda.begin()->first <= now) {
        const Instant at = agenda.begin()->first;
        const Due due = std::move(agenda.begin()->second);
        agenda.erase(agenda.begin());
        const TargetPointer target = due.target.lock();
        if (!target)
            continue;
        const auto leg = target->legs.find(due.zone);
        if (leg == target->legs.end() || leg->second.due != at)
            continue;
        if (leg->second.phase == Phase::Waiting)
            enqueue(target, due.zone);
        else if (leg->second.phase == Phase::Idle)
            target->legs.erase(leg);
    }
    arm();
}

void Notifier::State::arm()
{
    if (agenda.empty())
        return timer.stop();
    const auto wait = std::max(
        std::chrono::ceil<Milliseconds>(agenda.begin()->first - Clock::now()), Milliseconds{0});
    if (!timer.isActive() || timer.remainingTimeAsDuration() > wait)
        timer.start(wait);
}

} // namespace headwater
