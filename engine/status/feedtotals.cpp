#include <algorithm>

#include "status/feed.h"
#include "status/formats.h"

namespace headwater {

namespace {

constexpr std::chrono::hours Range{1};
constexpr std::size_t RecentSamples = 60;

QJsonValue optionalNumber(const std::optional<double>& value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

std::uint64_t sum(const StateCounts& counts)
{
    std::uint64_t total = 0;
    for (const std::uint32_t each : counts)
        total += each;
    return total;
}

bool isTransferRefusal(const std::string& code)
{
    return code == "badkey" || code == "badsig" || code == "badtime" || code == "xfr-refused";
}

/// "37 stuck, nbg1-b": how many pairs wait at a station in its worst state, and where.
QString stationNote(const Bookkeeper& books, std::size_t station, SyncState state)
{
    const std::uint32_t count = books.ledger().stations()[station][index(state)];
    QString note = countText(count) + QLatin1Char(' ') + word(state).toLower();
    const CauseBook::Group* largest = nullptr;
    SecondaryId place = 0;
    for (const auto& each : books.ledger().causes().groups()) {
        if (each.first.state != state || static_cast<std::size_t>(each.second.reached) != station)
            continue;
        if (largest == nullptr || each.second.members.size() > largest->members.size()) {
            largest = &each.second;
            place = each.first.secondary;
        }
    }
    if (largest != nullptr)
        note += QStringLiteral(", ") +
                QString::fromStdString(books.ledger().secondaries()[place].config.name);
    return note;
}

QJsonObject flowRow(const QString& step, std::uint64_t waiting, SyncState state,
                    const std::optional<double>& p50, const QString& note)
{
    return {{QStringLiteral("step"), step},
            {QStringLiteral("waiting"), static_cast<qint64>(waiting)},
            {QStringLiteral("state"), text(state)},
            {QStringLiteral("p50Ms"), optionalNumber(p50)},
            {QStringLiteral("note"), note}};
}

} // namespace

QJsonArray flowRows(const Bookkeeper& books, Instant now)
{
    static const QString Names[] = {QStringLiteral("publish"),  QStringLiteral("queue"),
                                    QStringLiteral("notify"),   QStringLiteral("wait"),
                                    QStringLiteral("transfer"), QStringLiteral("verify")};
    const Ledger& ledger = books.ledger();
    QJsonArray rows;
    for (std::size_t station = 0; station < Publications::Steps; ++station) {
        const StateCounts& counts = ledger.stations()[station];
        std::uint64_t waiting = sum(counts);
        SyncState state = SyncState::Ok;
        QString note;
        if (station == 0 && !books.rejected().empty()) {
            waiting = books.rejected().size();
            state = SyncState::Fail;
            note = countOf(waiting, QStringLiteral("zone")) + QStringLiteral(" refused");
        } else if (counts[index(SyncState::Fail)] != 0 || counts[index(SyncState::Lag)] != 0) {
            state = counts[index(SyncState::Fail)] != 0 ? SyncState::Fail : SyncState::Lag;
            note = stationNote(books, station, state);
        }
        const auto p50 =
            percentiles(books.publications().stepTimes(station).since(now - Range)).p50;
        rows.append(flowRow(Names[station], waiting, state, p50, note));
    }
    const StateCounts pairs = ledger.pairCounts();
    const std::uint64_t live = pairs[index(SyncState::Ok)];
    const std::uint64_t all = sum(pairs);
    const QString share = all == 0
                              ? QString()
                              : shareText(static_cast<double>(live) / static_cast<double>(all)) +
                                    QStringLiteral(" of pairs");
    rows.append(flowRow(QStringLiteral("live"), live, SyncState::Ok,
                        percentiles(books.toLive().since(now - Range)).p50, share));
    return rows;
}

QJsonObject totalsRow(const Bookkeeper& books, const EngineRates& rates, Instant now)
{
    const Ledger& ledger = books.ledger();
    const StateCounts& zones = ledger.zoneCounts();
    const StateCounts pairs = ledger.pairCounts();
    const Counters& counters = books.counters();
    std::size_t inSync = 0;
    std::vector<double> times = books.toLive().since(now - Range);
    Microseconds budget = Seconds{5};
    for (const LedgerSecondary& each : ledger.secondaries()) {
        const SyncState state = each.state();
        if (state == SyncState::Ok || state == SyncState::Moving)
            ++inSync;
        budget = std::max(budget, each.budget);
        std::size_t taken = 0;
        for (auto it = each.open.begin(); it != each.open.end() && taken < 1000; ++it, ++taken)
            times.push_back(milliseconds(now - it->first));
    }
    const Percentiles spread = percentiles(std::move(times));
    std::size_t refused = 0;
    for (const auto& group : ledger.causes().groups()) {
        if (isTransferRefusal(group.first.code))
            refused += group.second.members.size();
    }
    QJsonArray recent;
    for (const double each : books.toLive().last(RecentSamples))
        recent.append(each);
    const auto oldest = ledger.oldestOpen();
    const std::uint64_t transfers = counters.ixfr + counters.axfr;
    const auto at = [](std::uint64_t count) { return static_cast<qint64>(count); };
    return {{QStringLiteral("zones"), at(ledger.zones().size())},
            {QStringLiteral("zonesStuck"), at(zones[index(SyncState::Fail)])},
            {QStringLiteral("zonesLate"), at(zones[index(SyncState::Lag)])},
            {QStringLiteral("zonesMoving"), at(zones[index(SyncState::Moving)])},
            {QStringLiteral("zonesUnknown"), at(zones[index(SyncState::Unknown)])},
            {QStringLiteral("zonesRejected"), at(books.rejected().size())},
            {QStringLiteral("secondaries"), at(ledger.secondaries().size())},
            {QStringLiteral("secondariesInSync"), at(inSync)},
            {QStringLiteral("pairs"), at(sum(pairs))},
            {QStringLiteral("pairsLive"), at(pairs[index(SyncState::Ok)])},
            {QStringLiteral("p50Ms"), optionalNumber(spread.p50)},
            {QStringLiteral("p99Ms"), optionalNumber(spread.p99)},
            {QStringLiteral("samples"), at(spread.samples)},
            {QStringLiteral("budgetMs"), milliseconds(budget)},
            // Nothing open: everything committed until now is live, save what was never observed.
            {QStringLiteral("liveUpTo"), oldest                        ? QJsonValue(moment(*oldest))
                                         : ledger.neverObserved() != 0 ? QJsonValue()
                                                                       : QJsonValue(moment(now))},
            {QStringLiteral("notifyWaiting"),
             at(sum(ledger.stations()[1]) + sum(ledger.stations()[2]))},
            {QStringLiteral("notifyAcked"), at(counters.notifyAcknowledged)},
            {QStringLiteral("notifyRetried"), at(counters.notifyRetried)},
            {QStringLiteral("notifyFailed"), at(counters.notifyRefused)},
            {QStringLiteral("transfersRunning"), static_cast<qint64>(rates.transfersRunning)},
            {QStringLiteral("transfersRefused"), at(refused)},
            {QStringLiteral("ixfrShare"),
             transfers == 0
                 ? QJsonValue()
                 : QJsonValue(static_cast<double>(counters.ixfr) / static_cast<double>(transfers))},
            {QStringLiteral("queriesPerSecond"), rates.queriesPerSecond},
            {QStringLiteral("recentLiveMs"), recent}};
}

} // namespace headwater
