#include "status/verdict.h"

#include <algorithm>

#include <QJsonArray>

#include "status/formats.h"

namespace headwater {

namespace {

constexpr Seconds UnobservedUntilSaid{60};
constexpr std::size_t Chips = 3;

QString zonesAre(std::size_t count)
{
    return countOf(count, QStringLiteral("zone")) +
           (count == 1 ? QStringLiteral(" is") : QStringLiteral(" are"));
}

bool stopsPublishing(const Problem& problem)
{
    for (const char* place : {"store", "source", "zone directory", "publisher", "disk", "state"}) {
        if (QString::fromStdString(problem.place)
                .startsWith(QLatin1String(place), Qt::CaseInsensitive))
            return true;
    }
    return false;
}

QString chipText(const CauseView& cause, Instant now)
{
    const QString zones = countOf(cause.count, QStringLiteral("zone"));
    const QString age = durationText(now - cause.since);
    if (cause.state == SyncState::Moving)
        return zones + QStringLiteral(" in flight, on time");
    if (cause.code == "rejected")
        return zones + QStringLiteral(" refused, ") + age;
    if (cause.code == "expiring")
        return QStringLiteral("%1 drops %2").arg(cause.place, zones);
    if (cause.state == SyncState::Unknown)
        return QStringLiteral("%1 not observed, %2").arg(cause.place, age);
    const QString verb =
        cause.state == SyncState::Fail ? QStringLiteral("stuck for") : QStringLiteral("late by");
    return QStringLiteral("%1 %2 %3, %4").arg(cause.place, verb, age, zones);
}

void addChips(const Situation& situation, const CauseView* owner, Instant now, Verdict& verdict)
{
    std::size_t left = 0;
    for (const CauseView& cause : situation.causes) {
        if (&cause == owner || cause.state == SyncState::Ok)
            continue;
        if (verdict.chips.size() < Chips)
            verdict.chips.emplace_back(cause.state, chipText(cause, now));
        else
            ++left;
    }
    if (left != 0)
        verdict.chips.emplace_back(SyncState::Unknown, QStringLiteral("+%1 more").arg(left));
}

QString headlineOf(const CauseView& cause, Instant now)
{
    if (cause.code == "expiring")
        return QStringLiteral("%1 drops %2 in %3")
            .arg(cause.place, countOf(cause.count, QStringLiteral("zone")),
                 durationText(cause.since - now));
    if (cause.code == "rejected")
        return zonesAre(cause.count) + QStringLiteral(" not published");
    if (cause.state == SyncState::Unknown)
        return QStringLiteral("%1 is not observed for %2")
            .arg(cause.place, durationText(now - cause.since));
    const QString verb = cause.state == SyncState::Fail ? QStringLiteral(" not live on ")
                                                        : QStringLiteral(" late on ");
    return zonesAre(cause.count) + verb + cause.place;
}

Verdict ofCause(const Situation& situation, const CauseView& cause, Instant now)
{
    Verdict verdict;
    verdict.state = cause.state;
    verdict.rank = cause.code == "expiring"         ? 1
                   : cause.state == SyncState::Fail ? 3
                   : cause.state == SyncState::Lag  ? 4
                                                    : 5;
    verdict.headline = headlineOf(cause, now);
    verdict.detail = cause.sentence(now);
    verdict.zone = cause.zones.isEmpty() ? QString() : cause.zones.front();
    verdict.secondary = cause.secondaries.isEmpty() ? QString() : cause.secondaries.front();
    // Who is given old data is known from dnstap only.
    verdict.impact = QStringLiteral("impact unknown. ") +
                     QStringLiteral("%1 live everywhere.").arg(zonesAre(situation.zonesOk));
    addChips(situation, &cause, now, verdict);
    return verdict;
}

Verdict ofProblem(const Situation& situation, const Problem& problem, Instant now)
{
    Verdict verdict;
    verdict.state = SyncState::Fail;
    verdict.rank = 2;
    verdict.headline =
        stopsPublishing(problem)
            ? QStringLiteral("The engine publishes nothing since %1").arg(timeText(problem.since))
            : QStringLiteral("The engine does not work fully since %1")
                  .arg(timeText(problem.since));
    verdict.detail = QString::fromStdString(problem.place) + QStringLiteral(": ") +
                     QString::fromStdString(problem.text);
    if (!verdict.detail.endsWith(QLatin1Char('.')))
        verdict.detail += QLatin1Char('.');
    if (stopsPublishing(problem))
        verdict.detail += QStringLiteral(" Restore the source.");
    addChips(situation, nullptr, now, verdict);
    return verdict;
}

QString lastSentence(const Situation& situation)
{
    if (!situation.lastEverywhere)
        return {};
    const QString secondaries =
        situation.lastSecondaries == 1
            ? QStringLiteral("its secondary")
            : QStringLiteral("all %1 secondaries").arg(situation.lastSecondaries);
    return QStringLiteral("The last one, %1, reached %2 at %3.")
        .arg(situation.lastZone, secondaries, timeText(*situation.lastEverywhere));
}

Verdict ofCalm(const Situation& situation, Instant now)
{
    Verdict verdict;
    verdict.detail = lastSentence(situation);
    if (situation.zones == 0) {
        verdict.headline = QStringLiteral("No zones yet");
        verdict.detail = QStringLiteral("Connect a source, then add a secondary.");
    } else if (situation.secondaries == 0) {
        verdict.headline = QStringLiteral("No secondary yet");
        verdict.detail = countOf(situation.zones, QStringLiteral("zone")) +
                         QStringLiteral(" published. Add a secondary to see changes go live.");
    } else if (situation.neverObserved != 0) {
        verdict.state = SyncState::Unknown;
        verdict.rank = 5;
        verdict.headline = QStringLiteral("Reading the state of ") +
                           countOf(situation.zones, QStringLiteral("zone"));
        verdict.detail = QStringLiteral("%1 of %2 zone–secondary pairs are not observed yet.")
                             .arg(countText(situation.neverObserved), countText(situation.pairs));
    } else if (situation.oldestOpen) {
        verdict.state = SyncState::Moving;
        verdict.rank = 7;
        verdict.headline = QStringLiteral("Every change older than %1 is live everywhere")
                               .arg(durationText(now - *situation.oldestOpen));
        if (!verdict.detail.isEmpty())
            verdict.detail += QLatin1Char(' ');
        verdict.detail += zonesAre(situation.zonesMoving) + QStringLiteral(" in flight, on time.");
    } else {
        verdict.headline = QStringLiteral("Every change is live everywhere");
    }
    return verdict;
}

} // namespace

QJsonObject Verdict::json() const
{
    QJsonArray chipRows;
    for (const auto& chip : chips)
        chipRows.append(QJsonObject{{QStringLiteral("state"), text(chip.first)},
                                    {QStringLiteral("text"), chip.second}});
    return {{QStringLiteral("state"), text(state)}, {QStringLiteral("rank"), rank},
            {QStringLiteral("headline"), headline}, {QStringLiteral("detail"), detail},
            {QStringLiteral("chips"), chipRows},    {QStringLiteral("impact"), impact},
            {QStringLiteral("zone"), zone},         {QStringLiteral("secondary"), secondary}};
}

Verdict verdictOf(const Situation& situation, Instant now)
{
    const CauseView* worst = situation.causes.empty() ? nullptr : &situation.causes.front();
    if (worst != nullptr && worst->code == "expiring")
        return ofCause(situation, *worst, now);
    const auto problem =
        std::find_if(situation.problems.begin(), situation.problems.end(), stopsPublishing);
    if (problem != situation.problems.end())
        return ofProblem(situation, *problem, now);
    if (!situation.problems.empty())
        return ofProblem(situation, situation.problems.front(), now);
    if (worst != nullptr && (worst->state == SyncState::Fail || worst->state == SyncState::Lag))
        return ofCause(situation, *worst, now);
    if (worst != nullptr && worst->state == SyncState::Unknown &&
        now - worst->since >= UnobservedUntilSaid)
        return ofCause(situation, *worst, now);
    return ofCalm(situation, now);
}

} // namespace headwater
