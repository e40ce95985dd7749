#include "propagation/prober.h"

#include <algorithm>
#include <functional>

#include <QTimer>

#include "exchange/udpexchange.h"
#include "propagation/chases.h"
#include "propagation/receiptbook.h"
#include "propagation/soaquestion.h"
#include "propagation/watchedpairs.h"

namespace headwater {

namespace {
/// Questions in a row without an answer after which an address counts as silent.
constexpr std::uint8_t MissesUntilSilent = 3;
/// The slow round takes at most this share of a secondary's budget.
constexpr double SweepShare = 0.5;
} // namespace

struct Prober::State
{
    /// What is told to others when the books are in order again: a slot may lead back here.
    using Reports = std::vector<std::function<void()>>;

    State(Prober* owner, Settings chosen)
        : prober(owner)
        , settings(chosen)
        , chases({chosen.first, chosen.longestFast, chosen.fastFor, chosen.longest})
        , timer(owner)
        , receiptTimer(owner)
        , exchange(owner)
    {
        timer.setSingleShot(true);
        timer.setTimerType(Qt::PreciseTimer);
        receiptTimer.setSingleShot(true);
        QObject::connect(&timer, &QTimer::timeout, prober, [this] { run(); });
        QObject::connect(&receiptTimer, &QTimer::timeout, prober, [this] {
            const auto receipts = book.takeChanged();
            if (!receipts.empty())
                Q_EMIT prober->receiptsChanged(receipts);
        });
    }

    void published(const ZonePublished& body);
    void loaded(const ZoneLoaded& body);
    void retired(const Name& zone);
    void acknowledged(const NotifyAcknowledged& body);
    void transferred(const TransferFinished& body);
    void hurry(std::uint32_t zone, const ProbePeer& peer, Milliseconds after);
    void lookAt(std::uint32_t zone, ProbePeer& peer);

    void run();
    Microseconds pump(ProbePeer& peer, Instant now);
    [[nodiscard]] std::optional<ProbeKey> nextUrgent(ProbePeer& peer);
    void beginLooks(ProbePeer& peer);
    [[nodiscard]] Microseconds beginSweep(ProbePeer& peer, Instant now);
    void ask(ProbeKey key, Instant now);
    void ended(ProbeKey key, const Name& zone, const ExchangeOutcome& outcome);
    void answered(ProbeKey key, const ProbeTarget& target, const ExchangeOutcome& outcome);
    void unanswered(ProbeKey key, const ProbeTarget& target, const ExchangeOutcome& outcome);
    void noteShown(std::uint32_t zone, ProbePeer& peer, Reports& reports);
    void noteBehind(std::uint32_t zone, const ProbePeer& peer, Chase* chase, Reports& reports);
    void report(const Reports& reports);
    void armSoon() { timer.start(0); }
    template <typename Body> std::function<void()> factReport(Body body)
    {
        return [this, fact = factNow(std::move(body))] { Q_EMIT prober->fact(fact); };
    }

    Prober* prober;
    Settings settings;
    WatchedPairs pairs;
    Chases chases;
    ReceiptBook book;
    QTimer timer;
    QTimer receiptTimer;
    UdpExchange exchange;
};

Prober::Prober(Settings settings, QObject* parent)
    : QObject(parent)
    , m_state(std::make_unique<State>(this, settings))
{
}

Prober::Prober(QObject* parent)
    : Prober(Settings{}, parent)
{
}

Prober::~Prober() = default;

void Prober::setSecondaries(std::vector<Secondary> secondaries)
{
    WatchedPairs& pairs = m_state->pairs;
    std::set<std::string> before;
    for (const ProbePeer& peer : pairs.peers())
        before.insert(peer.name);
    pairs.setSecondaries(secondaries, m_state->settings.perSecond);
    std::set<std::string> names;
    for (ProbePeer& peer : pairs.peers()) {
        names.insert(peer.name);
        if (before.count(peer.name) != 0 && !peer.looks.empty())
            continue;
        // New addresses of a known secondary are found by the same look.
        for (std::uint32_t zone = 0; zone < pairs.zoneSlots(); ++zone) {
            if (pairs.zone(zone).present && peer.serves(pairs.zone(zone).name))
                peer.looks.push_back(zone);
        }
    }
    m_state->book.keepOnly(names);
    m_state->armSoon();
}

void Prober::addFact(const Fact& fact)
{
    if (const auto* publishedFact = std::get_if<ZonePublished>(&fact.body))
        m_state->published(*publishedFact);
    else if (const auto* loadedFact = std::get_if<ZoneLoaded>(&fact.body))
        m_state->loaded(*loadedFact);
    else if (const auto* retiredFact = std::get_if<ZoneRetired>(&fact.body))
        m_state->retired(retiredFact->zone);
    else
        m_state->book.note(fact);
    if (const auto* acknowledgedFact = std::get_if<NotifyAcknowledged>(&fact.body))
        m_state->acknowledged(*acknowledgedFact);
    else if (const auto* finishedFact = std::get_if<TransferFinished>(&fact.body))
        m_state->transferred(*finishedFact);
    if (!m_state->receiptTimer.isActive())
        m_state->receiptTimer.start(m_state->settings.receiptsEvery);
}

void Prober::State::published(const ZonePublished& body)
{
    const std::uint32_t number = pairs.add(body.zone);
    WatchedZone& zone = pairs.zone(number);
    zone.newest = body.serial;
    zone.publishedAt = body.publishedAt;
    book.published(body.zone, body.serial, body.committedAt, body.publishedAt,
                   pairs.secondariesOf(body.zone));
    Reports reports;
    for (ProbePeer& peer : pairs.peers()) {
        if (!peer.serves(body.zone))
            continue;
        noteShown(number, peer, reports); // it may be ahead of us
        hurry(number, peer, peer.usualTime(settings.usual));
    }
    report(reports);
}

void Prober::State::loaded(const ZoneLoaded& body)
{
    const std::uint32_t number = pairs.add(body.zone);
    WatchedZone& zone = pairs.zone(number);
    zone.newest = body.serial;
    zone.publishedAt = body.publishedAt;
    for (ProbePeer& peer : pairs.peers()) {
        if (peer.serves(body.zone))
            peer.looks.push_back(number);
    }
    armSoon();
}

void Prober::State::retired(const Name& zone)
{
    book.removed(zone);
    const auto number = pairs.find(zone);
    if (!number)
        return;
    chases.endZone(*number, pairs.targetNumbers());
    pairs.remove(*number);
}

void Prober::State::acknowledged(const NotifyAcknowledged& body)
{
    const auto zone = pairs.find(body.zone);
    const ProbePeer* peer = pairs.peer(body.secondary);
    if (zone && peer != nullptr && body.rcode == Rcode::NoError)
        hurry(*zone, *peer, settings.first);
}

void Prober::State::transferred(const TransferFinished& body)
{
    const auto zone = pairs.find(body.zone);
    const ProbePeer* peer = pairs.peer(body.secondary);
    if (zone && peer != nullptr)
        hurry(*zone, *peer, Milliseconds{0});
}

/// The secondary was told of a version or fetched one: its addresses are asked after that time.
void Prober::State::hurry(std::uint32_t zone, const ProbePeer& peer, Milliseconds after)
{
    const Instant now = Clock::now();
    for (const std::size_t index : peer.targets) {
        const ProbeTarget& target = pairs.targetAt(index);
        const ProbeCell& cell = pairs.cell(zone, target);
        const bool live =
            cell.hasSerial && !cell.silenceTold && isAtLeast(cell.serial, pairs.zone(zone).newest);
        if (!live)
            chases.hurry(probeKey(zone, target.number), Chase::Reason::Told, now + after, now);
    }
    armSoon();
}

void Prober::State::lookAt(std::uint32_t zone, ProbePeer& peer)
{
    const Instant now = Clock::now();
    for (const std::size_t index : peer.targets) {
        const ProbeKey key = probeKey(zone, pairs.targetAt(index).number);
        if (chases.find(key) == nullptr)
            chases.hurry(key, Chase::Reason::Look, now, now);
    }
}

void Prober::State::run()
{
    const Instant now = Clock::now();
    const auto queue = [this](ProbeKey key) {
        if (const ProbeTarget* target = pairs.target(targetOf(key)))
            pairs.peers()[target->peer].urgent.push_back(key);
        else
            chases.end(key); // the address is no longer configured
    };
    for (const ProbeKey key : chases.takeDue(now))
        queue(key);
    Microseconds wait = Seconds{60};
    for (ProbePeer& peer : pairs.peers()) {
        wait = std::min(wait, pump(peer, now));
        // Looks and the slow round have begun new chases, due now.
        for (const ProbeKey key : chases.takeDue(now))
            queue(key);
    }
    if (const auto due = chases.nextDue())
        wait = std::min<Microseconds>(wait, *due - Clock::now());
    for (const ProbePeer& peer : pairs.peers()) {
        if (!peer.urgent.empty())
            wait = std::min(wait, peer.budget.wait());
    }
    timer.start(std::max(std::chrono::ceil<Milliseconds>(wait), Milliseconds{0}));
}

/// Asks what the budget of this secondary allows. Returns the time until it has more to do by
/// itself.
Microseconds Prober::State::pump(ProbePeer& peer, Instant now)
{
    while (const auto key = nextUrgent(peer)) {
        if (!peer.budget.take(now)) {
            peer.urgent.push_front(*key);
            return peer.budget.wait();
        }
        ask(*key, now);
    }
    if (!peer.looks.empty()) {
        beginLooks(peer);
        return Microseconds{0};
    }
    return beginSweep(peer, now);
}

std::optional<ProbeKey> Prober::State::nextUrgent(ProbePeer& peer)
{
    while (!peer.urgent.empty()) {
        const ProbeKey key = peer.urgent.front();
        peer.urgent.pop_front();
        const Chase* chase = chases.find(key);
        if (chase != nullptr && chase->phase == Chase::Phase::Queued)
            return key;
    }
    return {};
}

/// First looks, some at a time, so that what is urgent can come between.
void Prober::State::beginLooks(ProbePeer& peer)
{
    for (int count = 0; count < 16 && !peer.looks.empty(); ++count) {
        const std::uint32_t zone = peer.looks.front();
        peer.looks.pop_front();
        if (zone < pairs.zoneSlots() && pairs.zone(zone).present)
            lookAt(zone, peer);
    }
}

Microseconds Prober::State::beginSweep(ProbePeer& peer, Instant now)
{
    if (pairs.zoneCount() == 0 || peer.targets.empty())
        return Seconds{60};
    const auto zones = static_cast<Microseconds::rep>(pairs.zoneCount());
    const double perSecond = SweepShare * static_cast<double>(settings.perSecond);
    const Microseconds least(static_cast<Microseconds::rep>(
        1e6 * static_cast<double>(peer.targets.size()) / std::max(1.0, perSecond)));
    const Microseconds step = std::max<Microseconds>(least, Microseconds(settings.sweep) / zones);
    if (peer.nextSweep == Instant{})
        peer.nextSweep = now + step;
    if (now < peer.nextSweep)
        return peer.nextSweep - now;
    peer.nextSweep = now + step;
    for (std::size_t tried = 0; tried < pairs.zoneSlots(); ++tried) {
        peer.sweepAt = (peer.sweepAt + 1) % pairs.zoneSlots();
        const auto number = static_cast<std::uint32_t>(peer.sweepAt);
        const WatchedZone& zone = pairs.zone(number);
        if (!zone.present || !peer.serves(zone.name))
            continue;
        lookAt(number, peer);
        break;
    }
    return step;
}

void Prober::State::ask(ProbeKey key, Instant now)
{
    const ProbeTarget* target = pairs.target(targetOf(key));
    Chase* chase = chases.find(key);
    const WatchedZone& zone = pairs.zone(zoneOf(key));
    if (target == nullptr || chase == nullptr || !zone.present) {
        chases.end(key);
        return;
    }
    if (exchange.inFlight() >= 60000)
        return chases.againAfter(key, settings.longestFast, now);
    chase->phase = Chase::Phase::InFlight;
    UdpExchange::Request request;
    request.to = target->address;
    request.message = soaQuestion(zone.name);
    request.timeout = settings.timeout;
    exchange.ask(request, [this, key, name = zone.name](const ExchangeOutcome& outcome) {
        ended(key, name, outcome);
    });
}

void Prober::State::ended(ProbeKey key, const Name& zone, const ExchangeOutcome& outcome)
{
    const ProbeTarget* target = pairs.target(targetOf(key));
    const bool present = zoneOf(key) < pairs.zoneSlots() && pairs.zone(zoneOf(key)).present &&
                         pairs.zone(zoneOf(key)).name == zone;
    if (target == nullptr || !present)
        return; // no longer configured
    if (outcome.kind == ExchangeOutcome::Kind::Answered)
        answered(key, *target, outcome);
    else
        unanswered(key, *target, outcome);
    armSoon();
}

void Prober::State::answered(ProbeKey key, const ProbeTarget& target,
                             const ExchangeOutcome& outcome)
{
    const Instant now = Clock::now();
    const std::uint32_t number = zoneOf(key);
    const WatchedZone& zone = pairs.zone(number);
    const SoaAnswer soa = SoaAnswer::read(outcome.answer, zone.name);
    ProbePeer& peer = pairs.peers()[target.peer];
    ProbeCell& cell = pairs.cell(number, target);
    const bool newSerial = soa.serial && (!cell.hasSerial || cell.serial != *soa.serial);
    const bool changed =
        !cell.answered || cell.silenceTold || newSerial || cell.hasSerial != soa.serial.has_value();
    cell = ProbeCell{soa.serial.value_or(Serial{}), 0, true, soa.serial.has_value(), false};

    Reports reports;
    if (changed)
        reports.push_back(factReport(ProbeAnswered{zone.name, peer.name, target.text, soa.serial,
                                                   soa.rcode, outcome.roundTrip}));
    Chase* chase = chases.find(key);
    if (soa.serial && isAtLeast(*soa.serial, zone.newest)) {
        chases.end(key);
    } else {
        noteBehind(number, peer, chase, reports);
        if (newSerial && chase != nullptr)
            chase->hurried = true; // it moves: it may be there in a moment
        chases.again(key, now);
    }
    if (changed)
        noteShown(number, peer, reports);
    report(reports);
}

void Prober::State::unanswered(ProbeKey key, const ProbeTarget& target,
                               const ExchangeOutcome& outcome)
{
    const std::uint32_t number = zoneOf(key);
    ProbeCell& cell = pairs.cell(number, target);
    cell.misses = static_cast<std::uint8_t>(std::min(cell.misses + 1, 255));
    // A closed port answers at once: without a floor, three misses would take milliseconds.
    chases.againAfter(key, settings.longestFast, Clock::now());
    if (cell.misses < MissesUntilSilent || cell.silenceTold)
        return;
    cell.silenceTold = true;
    report({factReport(ProbeUnanswered{pairs.zone(number).name, pairs.peers()[target.peer].name,
                                       target.text, outcome.reason})});
}

/// "Live" comes from here only (invariant 24): every public address has shown it.
void Prober::State::noteShown(std::uint32_t zone, ProbePeer& peer, Reports& reports)
{
    const auto shown = pairs.shown(zone, peer);
    if (!shown)
        return;
    const Name& name = pairs.zone(zone).name;
    if (const auto reached = book.shows(name, peer.name, *shown, Clock::now())) {
        peer.noteTimeToLive(reached->sinceCommitted);
        reports.push_back(
            factReport(SecondaryLive{name, peer.name, reached->serial, reached->sinceCommitted}));
        if (!receiptTimer.isActive())
            receiptTimer.start(settings.receiptsEvery);
    }
    reports.push_back([this, name, secondary = QString::fromStdString(peer.name), serial = *shown] {
        Q_EMIT prober->secondaryHas(name, secondary, serial);
    });
}

void Prober::State::noteBehind(std::uint32_t zone, const ProbePeer& peer, Chase* chase,
                               Reports& reports)
{
    if (chase == nullptr || chase->reason != Chase::Reason::Look)
        return;
    chase->reason = Chase::Reason::Told;
    const WatchedZone& watched = pairs.zone(zone);
    book.expect(watched.name, watched.newest, watched.publishedAt, peer.name);
    reports.push_back([this, name = watched.name, secondary = QString::fromStdString(peer.name)] {
        Q_EMIT prober->behind(name, secondary);
    });
}

void Prober::State::report(const Reports& reports)
{
    for (const auto& each : reports)
        each();
}

} // namespace headwater
