#include <algorithm>

#include "status/feed.h"
#include "status/formats.h"

namespace headwater {

namespace {

QString str(const std::string& text)
{
    return QString::fromStdString(text);
}

/// Its own state if it is live, else that of the pair.
SyncState stateOf(const Ledger& ledger, const Publication& publication,
                  const Publication::Step& step)
{
    if (step.milestones.live)
        return SyncState::Ok;
    if (publication.over)
        return SyncState::Unknown;
    const auto zone = ledger.find(publication.version.zone);
    const auto secondary = ledger.secondary(step.secondary);
    if (!zone || !secondary || !ledger.zone(*zone).pairs[*secondary].serves)
        return SyncState::Unknown; // no longer watched
    const SyncState state = ledger.zone(*zone).pairs[*secondary].state;
    return state == SyncState::Ok ? SyncState::Moving : state;
}

QString kindText(const std::optional<QueryKind>& kind)
{
    if (!kind)
        return {};
    return *kind == QueryKind::Soa    ? QStringLiteral("SOA")
           : *kind == QueryKind::Ixfr ? QStringLiteral("IXFR")
                                      : QStringLiteral("AXFR");
}

QJsonObject stepRow(const Publication& publication, const Publication::Step& step, SyncState state)
{
    const Milestones& m = step.milestones;
    const auto offset = [&](const std::optional<Instant>& at) {
        return at ? QJsonValue(milliseconds(*at - publication.version.committedAt)) : QJsonValue();
    };
    QJsonArray skipped;
    for (const std::string_view name : m.skipped())
        skipped.append(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
    return {{QStringLiteral("secondary"), str(step.secondary)},
            {QStringLiteral("state"), text(state)},
            {QStringLiteral("publishedMs"), offset(publication.version.publishedAt)},
            {QStringLiteral("sentMs"), offset(m.sent)},
            {QStringLiteral("ackedMs"), offset(m.acknowledged)},
            {QStringLiteral("askedMs"), offset(m.asked)},
            {QStringLiteral("transferredMs"), offset(m.transferred)},
            {QStringLiteral("liveMs"), offset(m.live)},
            {QStringLiteral("attempt"), m.attempts},
            {QStringLiteral("rcode"), m.rcode ? str(text(*m.rcode)) : QString()},
            {QStringLiteral("kind"), kindText(m.kind)},
            {QStringLiteral("octets"), static_cast<qint64>(m.octets)},
            {QStringLiteral("messages"), static_cast<qint64>(m.messages)},
            {QStringLiteral("transferMs"),
             m.transferTime ? QJsonValue(milliseconds(*m.transferTime)) : QJsonValue()},
            {QStringLiteral("key"), str(m.key)},
            {QStringLiteral("error"), str(m.error)},
            {QStringLiteral("skipped"), skipped}};
}

} // namespace

QJsonObject publicationRow(const Ledger& ledger, const Publication& publication)
{
    const ZonePublished& version = publication.version;
    const QString zone = str(version.zone.display());
    StateCounts counts{};
    QJsonArray steps;
    for (const Publication::Step& step : publication.steps) {
        const SyncState state = stateOf(ledger, publication, step);
        ++counts[index(state)];
        steps.append(stepRow(publication, step, state));
    }
    const auto everywhere = publication.everywhere();
    return {
        {QStringLiteral("id"), zone + QLatin1Char('/') + QString::number(version.serial.value())},
        {QStringLiteral("number"), static_cast<qint64>(publication.number)},
        {QStringLiteral("zone"), zone},
        {QStringLiteral("serial"), static_cast<qint64>(version.serial.value())},
        {QStringLiteral("previous"),
         version.previous ? QJsonValue(static_cast<qint64>(version.previous->value()))
                          : QJsonValue()},
        {QStringLiteral("committedAt"), moment(version.committedAt)},
        {QStringLiteral("publishedAt"), moment(version.publishedAt)},
        {QStringLiteral("added"), static_cast<qint64>(version.added)},
        {QStringLiteral("removed"), static_cast<qint64>(version.removed)},
        {QStringLiteral("records"), static_cast<qint64>(version.records)},
        {QStringLiteral("author"), str(version.author)},
        {QStringLiteral("state"), text(worst(counts))},
        {QStringLiteral("live"), static_cast<qint64>(publication.liveCount())},
        {QStringLiteral("of"), static_cast<qint64>(publication.steps.size())},
        {QStringLiteral("everywhereMs"),
         everywhere ? QJsonValue(milliseconds(*everywhere)) : QJsonValue()},
        {QStringLiteral("steps"), steps}};
}

} // namespace headwater
