#include <algorithm>

#include <QUrl>

#include "status/feed.h"
#include "status/formats.h"

namespace headwater {

namespace {

QString str(const std::string& text)
{
    return QString::fromStdString(text);
}

QJsonValue optionalMoment(const std::optional<Instant>& at)
{
    return at ? QJsonValue(moment(*at)) : QJsonValue();
}

/// The U-label form, if it differs.
QString unicodeOf(const QString& name)
{
    if (!name.contains(QLatin1String("xn--"), Qt::CaseInsensitive))
        return {};
    const QString unicode = QUrl::fromAce(name.toLatin1(), QUrl::IgnoreIDNWhitelist);
    return unicode == name ? QString() : unicode;
}

Milestone stepOf(const LedgerZone& zone, const PairCell& cell, const OpenPair* pair)
{
    if (zone.isLive(cell))
        return Milestone::Live;
    return pair != nullptr ? pair->reached : Milestone::Published;
}

QJsonObject pairRow(const Ledger& ledger, ZoneId id, SecondaryId secondary, Instant now)
{
    const LedgerZone& zone = ledger.zone(id);
    const PairCell& cell = zone.pairs[secondary];
    const OpenPair* pair = ledger.open(id, secondary);
    const bool shown = cell.seen == PairCell::Seen::Shown;
    QJsonObject row{{QStringLiteral("secondary"), str(ledger.secondaries()[secondary].config.name)},
                    {QStringLiteral("state"), text(cell.state)},
                    {QStringLiteral("serial"),
                     shown ? QJsonValue(static_cast<qint64>(cell.shown.value())) : QJsonValue()},
                    {QStringLiteral("behind"), static_cast<qint64>(zone.behind(cell))},
                    {QStringLiteral("step"), static_cast<int>(stepOf(zone, cell, pair))},
                    {QStringLiteral("ageMs"), QJsonValue()},
                    {QStringLiteral("error"), QString()},
                    {QStringLiteral("nextRetryAt"), QJsonValue()}};
    if (pair == nullptr)
        return row;
    if (pair->openCommit)
        row[QStringLiteral("ageMs")] = milliseconds(now - *pair->openCommit);
    if (pair->error)
        row[QStringLiteral("error")] = str(pair->error->text);
    row[QStringLiteral("nextRetryAt")] = optionalMoment(pair->nextRetry);
    return row;
}

/// "nsd 41.6 ms", "stuck 4m 12s", "late 18.4 s", "pending".
QString slowestText(const Ledger& ledger, ZoneId id, Instant now)
{
    const LedgerZone& zone = ledger.zone(id);
    const SyncState state = zone.state();
    if (state == SyncState::Ok) {
        if (!zone.slowest || *zone.slowest >= ledger.secondaries().size())
            return {};
        const auto ms = Microseconds(static_cast<Microseconds::rep>(zone.slowestMs * 1000));
        return str(ledger.secondaries()[*zone.slowest].config.name) + QLatin1Char(' ') +
               durationText(ms);
    }
    if (state == SyncState::Moving)
        return QStringLiteral("pending");
    if (state != SyncState::Fail && state != SyncState::Lag)
        return {};
    std::optional<Instant> oldest;
    for (std::size_t i = 0; i < zone.pairs.size(); ++i) {
        const OpenPair* pair = ledger.open(id, static_cast<SecondaryId>(i));
        if (pair == nullptr || zone.pairs[i].state != state)
            continue;
        const Instant since = pair->openCommit.value_or(pair->aheadSince.value_or(now));
        oldest = oldest ? std::min(*oldest, since) : since;
    }
    return (state == SyncState::Fail ? QStringLiteral("stuck ") : QStringLiteral("late ")) +
           durationText(now - oldest.value_or(now));
}

} // namespace

QJsonObject zoneRow(const Ledger& ledger, ZoneId id, Instant now)
{
    const LedgerZone& zone = ledger.zone(id);
    const QString name = str(zone.name.display());
    QJsonArray pairs;
    for (std::size_t i = 0; i < zone.pairs.size(); ++i) {
        if (zone.pairs[i].serves)
            pairs.append(pairRow(ledger, id, static_cast<SecondaryId>(i), now));
    }
    // A zone that never had a version has nothing that could be live.
    const bool nothing = !zone.counted && !zone.problem.empty();
    const Percentiles times =
        percentiles(std::vector<double>(zone.toLiveMs.begin(), zone.toLiveMs.end()));
    return {{QStringLiteral("name"), name},
            {QStringLiteral("unicode"), unicodeOf(name)},
            {QStringLiteral("serial"), zone.versions.empty()
                                           ? QJsonValue()
                                           : QJsonValue(static_cast<qint64>(zone.serial.value()))},
            {QStringLiteral("records"), static_cast<qint64>(zone.records)},
            {QStringLiteral("changedAt"),
             zone.changedAt == Instant{} ? QJsonValue() : QJsonValue(moment(zone.changedAt))},
            {QStringLiteral("state"), text(nothing ? SyncState::Fail : zone.state())},
            {QStringLiteral("live"), static_cast<qint64>(zone.counts[index(SyncState::Ok)])},
            {QStringLiteral("of"), static_cast<qint64>(zone.served())},
            {QStringLiteral("paused"), static_cast<qint64>(zone.counts[index(SyncState::Paused)])},
            {QStringLiteral("slowest"), slowestText(ledger, id, now)},
            {QStringLiteral("slowestMs"), zone.slowest ? QJsonValue(zone.slowestMs) : QJsonValue()},
            {QStringLiteral("p99Ms"), times.p99 ? QJsonValue(*times.p99) : QJsonValue()},
            {QStringLiteral("source"), str(zone.source)},
            {QStringLiteral("sourceName"), str(zone.sourceName)},
            {QStringLiteral("problem"), str(zone.problem)},
            {QStringLiteral("problemSince"), optionalMoment(zone.problemSince)},
            {QStringLiteral("retiresAt"), optionalMoment(zone.retiresAt)},
            {QStringLiteral("pairs"), pairs}};
}

} // namespace headwater
