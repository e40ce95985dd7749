#include "status/boardbooks.h"

#include <algorithm>

#include "status/formats.h"

namespace headwater {

namespace {

constexpr std::size_t PublicationsShown = 60;

/// Milliseconds with a fraction, or null.
QJsonValue millisecondsOf(const std::optional<Microseconds>& duration)
{
    return duration ? QJsonValue(milliseconds(*duration)) : QJsonValue();
}

QString word(SourceState::Role role)
{
    switch (role) {
    case SourceState::Role::Away:
        return QStringLiteral("away");
    case SourceState::Role::Follower:
        return QStringLiteral("follower");
    case SourceState::Role::Leader:
        return QStringLiteral("leader");
    }
    return {};
}

QJsonValue sourceRow(const std::optional<SourceState>& source)
{
    if (!source)
        return {};
    return QJsonObject{
        {QStringLiteral("role"), word(source->role)},
        {QStringLiteral("place"), QString::fromStdString(source->place)},
        {QStringLiteral("asOf"), source->asOf ? QJsonValue(moment(*source->asOf)) : QJsonValue()},
        {QStringLiteral("backlog"), static_cast<qint64>(source->backlog)},
        {QStringLiteral("pickUpP50"), millisecondsOf(source->pickUpMedian)},
        {QStringLiteral("pickUpP99"), millisecondsOf(source->pickUp99)},
        {QStringLiteral("lastError"), QString::fromStdString(source->lastError)}};
}

/// For the foot of a console: the store, and how far behind the database it is.
QString storeText(const EngineDescription& engine)
{
    const QString store = QString::fromStdString(engine.store);
    if (!engine.source)
        return store;
    if (engine.source->role == SourceState::Role::Away)
        return store + QStringLiteral(" away");
    if (engine.source->role == SourceState::Role::Follower)
        return store + QStringLiteral(", follower");
    if (!engine.source->pickUpMedian)
        return store;
    return store +
           QStringLiteral(" %1 ms").arg(milliseconds(*engine.source->pickUpMedian), 0, 'f', 1);
}

} // namespace

QJsonObject BoardBooks::engineRow() const
{
    QJsonArray dns;
    for (const std::string& each : engine.dns)
        dns.append(QString::fromStdString(each));
    QJsonArray problems;
    for (const Problem& each : books.problems())
        problems.append(QJsonObject{{QStringLiteral("place"), QString::fromStdString(each.place)},
                                    {QStringLiteral("text"), QString::fromStdString(each.text)},
                                    {QStringLiteral("since"), moment(each.since)}});
    return {{QStringLiteral("name"), QString::fromStdString(engine.name)},
            {QStringLiteral("version"), QString::fromStdString(engine.version)},
            {QStringLiteral("startedAt"), moment(engine.startedAt)},
            {QStringLiteral("store"), storeText(engine)},
            {QStringLiteral("source"), sourceRow(engine.source)},
            {QStringLiteral("stateDirectory"), QString::fromStdString(engine.stateDirectory)},
            {QStringLiteral("dns"), dns},
            {QStringLiteral("readOnly"), engine.readOnly},
            {QStringLiteral("problems"), problems}};
}

std::vector<CauseView> BoardBooks::causes(Instant at) const
{
    const QString ours =
        engine.dns.empty() ? QString() : QString::fromStdString(engine.dns.front());
    return causeViews(books, expiring, ours, at);
}

Situation BoardBooks::situation(const std::vector<CauseView>& causes) const
{
    const Ledger& ledger = books.ledger();
    Situation result;
    result.causes = causes;
    result.problems = books.problems();
    result.zones = ledger.zones().size();
    result.zonesOk = ledger.zoneCounts()[index(SyncState::Ok)];
    result.zonesMoving = ledger.zoneCounts()[index(SyncState::Moving)];
    result.secondaries = ledger.secondaries().size();
    for (const std::uint32_t each : ledger.pairCounts())
        result.pairs += each;
    result.neverObserved = ledger.neverObserved();
    result.oldestOpen = ledger.oldestOpen();
    for (const Publications::Row& each : shownPublications()) {
        const auto everywhere = each->everywhere();
        if (!everywhere)
            continue;
        result.lastZone = QString::fromStdString(each->version.zone.display());
        result.lastEverywhere = each->version.committedAt + *everywhere;
        result.lastSecondaries = each->steps.size();
        break;
    }
    return result;
}

QJsonObject BoardBooks::wholes(Instant at, const std::vector<CauseView>& views) const
{
    QJsonArray causeRows;
    for (const CauseView& each : views)
        causeRows.append(each.json());
    return {{QStringLiteral("engine"), engineRow()},
            {QStringLiteral("verdict"), verdictOf(situation(views), at).json()},
            {QStringLiteral("totals"), totalsRow(books, rates, at)},
            {QStringLiteral("flow"), flowRows(books, at)},
            {QStringLiteral("zonesTotal"), static_cast<qint64>(books.ledger().zones().size())},
            {QStringLiteral("causes"), causeRows}};
}

QJsonArray BoardBooks::secondaryRows(Instant at, const std::vector<CauseView>& views)
{
    QJsonArray rows;
    for (std::size_t i = 0; i < books.ledger().secondaries().size(); ++i)
        rows.append(secondaryRow(books.ledger(), static_cast<SecondaryId>(i), views, at));
    return rows;
}

QJsonArray BoardBooks::publicationRows(const std::vector<Publications::Row>& publications) const
{
    QJsonArray rows;
    for (const Publications::Row& each : publications)
        rows.append(publicationRow(books.ledger(), *each));
    return rows;
}

std::vector<Publications::Row> BoardBooks::shownPublications() const
{
    std::vector<Publications::Row> rows;
    const auto& all = books.publications().all();
    for (auto it = all.rbegin(); it != all.rend() && rows.size() < PublicationsShown; ++it)
        rows.push_back(*it);
    return rows;
}

std::size_t BoardBooks::rowsFor(std::size_t pairs, std::size_t most) const
{
    const std::size_t secondaries = std::max<std::size_t>(1, books.ledger().secondaries().size());
    return std::clamp<std::size_t>(pairs / secondaries, 1, most);
}

std::vector<ZoneId> BoardBooks::worstZones() const
{
    struct Ranked
    {
        SyncState state;
        Instant changedAt;
        ZoneId id;
    };
    std::vector<Ranked> ranked;
    for (const auto& entry : books.ledger().zones()) {
        const LedgerZone& zone = books.ledger().zone(entry.second);
        ranked.push_back(
            {zone.problem.empty() ? zone.state() : SyncState::Fail, zone.changedAt, entry.second});
    }
    const auto most = static_cast<std::ptrdiff_t>(std::min(zonesInPicture(), ranked.size()));
    std::partial_sort(
        ranked.begin(), ranked.begin() + most, ranked.end(), [](const Ranked& a, const Ranked& b) {
            if (a.state != b.state)
                return a.state < b.state;
            return a.changedAt != b.changedAt ? a.changedAt > b.changedAt : a.id < b.id;
        });
    std::vector<ZoneId> ids;
    for (std::ptrdiff_t i = 0; i < most; ++i)
        ids.push_back(ranked[static_cast<std::size_t>(i)].id);
    return ids;
}

} // namespace headwater
