#include "status/causeviews.h"

#include <algorithm>
#include <unordered_set>

#include <QJsonArray>

#include "status/formats.h"

namespace headwater {

namespace {

constexpr std::size_t ZonesNamed = 20;
constexpr std::size_t UnionCounted = 20000; ///< above it the largest part stands for the whole
constexpr std::size_t SeparateSecondaries = 3;

using Group = std::pair<const CauseKey, CauseBook::Group>;
using Groups = std::vector<const Group*>;

QString str(const std::string& text)
{
    return QString::fromStdString(text);
}

/// Zones of all groups, worst first.
void nameZones(const Bookkeeper& books, const Groups& groups, CauseView& view)
{
    CauseBook::Members worst;
    std::unordered_set<ZoneId> all;
    std::size_t members = 0;
    std::size_t largest = 0;
    for (const Group* group : groups) {
        members += group->second.members.size();
        largest = std::max(largest, group->second.members.size());
        std::size_t taken = 0;
        for (const auto& member : group->second.members) {
            if (++taken > ZonesNamed)
                break;
            worst.insert(member);
        }
    }
    std::unordered_set<ZoneId> named;
    for (const auto& member : worst) {
        if (named.size() < ZonesNamed && named.insert(member.second).second)
            view.zones.append(str(books.ledger().zone(member.second).name.display()));
    }
    view.count = largest;
    if (groups.size() == 1 || members > UnionCounted)
        return;
    for (const Group* group : groups) {
        for (const auto& member : group->second.members)
            all.insert(member.second);
    }
    view.count = all.size();
}

RemedyFacts factsOf(const Bookkeeper& books, const Groups& groups, const CauseView& view,
                    const QString& ourAddress, Instant now)
{
    const Ledger& ledger = books.ledger();
    const Group& first = *groups.front();
    const auto& peer = ledger.secondaries()[first.first.secondary];
    RemedyFacts facts;
    facts.place = view.place;
    facts.site =
        peer.config.site.empty() || groups.size() == 1 ? view.place : str(peer.config.site);
    facts.error = first.second.error;
    facts.keyWanted = str(peer.config.key);
    facts.ourAddress = ourAddress;
    facts.addresses = std::max<std::size_t>(1, peer.config.publicAddresses.size());
    facts.silent = groups.size();
    facts.others =
        ledger.secondaries().size() - std::min(ledger.secondaries().size(), groups.size());
    facts.zones = view.count;
    facts.zone = view.zones.isEmpty() ? QString() : view.zones.front();
    if (first.second.members.empty())
        return facts;
    const ZoneId zone = first.second.members.begin()->second;
    const PairCell& cell = ledger.zone(zone).pairs[first.first.secondary];
    if (cell.seen == PairCell::Seen::Shown)
        facts.shown = QString::number(cell.shown.value());
    if (const OpenPair* pair = ledger.open(zone, first.first.secondary))
        facts.sinceStep = now - pair->advancedAt;
    return facts;
}

CauseView viewOf(const Bookkeeper& books, const Groups& groups, const QString& place,
                 const QString& ourAddress, Instant now)
{
    CauseView view;
    const CauseKey& key = groups.front()->first;
    view.state = key.state;
    view.code = key.code;
    view.place = place;
    view.since = groups.front()->second.since;
    for (const Group* group : groups) {
        view.secondaries.append(
            str(books.ledger().secondaries()[group->first.secondary].config.name));
        view.since = std::min(view.since, group->second.since);
        view.times = std::max(view.times, group->second.times);
    }
    view.id = text(view.state) + QLatin1Char('/') + str(key.code) + QLatin1Char('/') +
              view.secondaries.join(QLatin1Char('+'));
    nameZones(books, groups, view);
    view.remedy = remedyFor(key.code, factsOf(books, groups, view, ourAddress, now));
    return view;
}

/// Groups of one state and code, split into whole sites, the many, and single secondaries.
void addPlaces(const Bookkeeper& books, Groups groups, const QString& ourAddress, Instant now,
               std::vector<CauseView>& views)
{
    const auto& secondaries = books.ledger().secondaries();
    std::map<std::string, std::size_t> siteSizes;
    for (const LedgerSecondary& each : secondaries)
        ++siteSizes[each.config.site];
    std::map<std::string, Groups> bySite;
    for (const Group* group : groups)
        bySite[secondaries[group->first.secondary].config.site].push_back(group);
    Groups single;
    for (const auto& site : bySite) {
        const bool whole = !site.first.empty() && site.second.size() > 1 &&
                           site.second.size() == siteSizes[site.first];
        if (!whole) {
            single.insert(single.end(), site.second.begin(), site.second.end());
            continue;
        }
        const QString place = QStringLiteral("%1, all %2 secondaries")
                                  .arg(str(site.first), countText(site.second.size()));
        views.push_back(viewOf(books, site.second, place, ourAddress, now));
    }
    if (single.size() > SeparateSecondaries) {
        const QString place = countOf(single.size(), QStringLiteral("secondary"));
        views.push_back(viewOf(books, single, place, ourAddress, now));
        return;
    }
    for (const Group* group : single)
        views.push_back(viewOf(books, {group}, str(secondaries[group->first.secondary].config.name),
                               ourAddress, now));
}

void addExpiring(const Bookkeeper& books, const std::vector<Expiring>& expiring,
                 std::vector<CauseView>& views)
{
    for (const Expiring& each : expiring) {
        CauseView view;
        view.code = "expiring";
        view.place = str(books.ledger().secondaries()[each.secondary].config.name);
        view.secondaries = {view.place};
        view.id = QStringLiteral("fail/expiring/") + view.place;
        view.count = each.count;
        view.since = each.first;
        for (const ZoneId zone : each.zones)
            view.zones.append(str(books.ledger().zone(zone).name.display()));
        RemedyFacts facts;
        facts.place = view.place;
        facts.until = timeText(each.first);
        view.remedy = remedyFor(view.code, facts);
        views.push_back(view);
    }
}

void addRejected(const Bookkeeper& books, std::vector<CauseView>& views)
{
    if (books.rejected().empty())
        return;
    CauseView view;
    view.id = QStringLiteral("fail/rejected/");
    view.code = "rejected";
    view.count = books.rejected().size();
    const auto oldest =
        std::min_element(books.rejected().begin(), books.rejected().end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    view.since = oldest->second;
    view.zones.append(str(oldest->first.display()));
    for (const auto& each : books.rejected()) {
        if (view.zones.size() < static_cast<qsizetype>(ZonesNamed) && each.first != oldest->first)
            view.zones.append(str(each.first.display()));
    }
    RemedyFacts facts;
    facts.zone = view.zones.front();
    if (const auto id = books.ledger().find(oldest->first))
        facts.error.text = books.ledger().zone(*id).problem;
    view.remedy = remedyFor(view.code, facts);
    views.push_back(view);
}

void addInFlight(const Bookkeeper& books, Instant now, std::vector<CauseView>& views)
{
    const Ledger& ledger = books.ledger();
    const std::size_t moving = ledger.zoneCounts()[index(SyncState::Moving)];
    if (moving == 0)
        return;
    CauseView view;
    view.state = SyncState::Moving;
    view.id = QStringLiteral("moving/in-flight/");
    view.code = "in-flight";
    view.count = moving;
    view.since = ledger.oldestOpen().value_or(now);
    std::size_t looked = 0;
    for (const ZoneId zone : ledger.openZones()) {
        if (++looked > 2000 || view.zones.size() >= static_cast<qsizetype>(ZonesNamed))
            break;
        if (ledger.zone(zone).state() == SyncState::Moving)
            view.zones.append(str(ledger.zone(zone).name.display()));
    }
    view.remedy = remedyFor(view.code, {});
    views.push_back(view);
}

} // namespace

QString CauseView::title() const
{
    return place.isEmpty() ? remedy.title : remedy.title + QStringLiteral(" on ") + place;
}

QString CauseView::sentence(Instant now) const
{
    QString text;
    if (!remedy.step.isEmpty() && code != "expiring" && state != SyncState::Unknown) {
        text = (state == SyncState::Fail ? QStringLiteral("Stuck at ")
                                         : QStringLiteral("Waiting for ")) +
               remedy.step +
               QStringLiteral(" since %1 (%2). ").arg(timeText(since), durationText(now - since));
    }
    text += remedy.text + QStringLiteral(". ") + remedy.imperative;
    if (times > 1) {
        const QString ending = times == 2   ? QStringLiteral("nd")
                               : times == 3 ? QStringLiteral("rd")
                                            : QStringLiteral("th");
        text += QStringLiteral(" %1%2 time in 10 m.").arg(QString::number(times), ending);
    }
    return text;
}

QJsonObject CauseView::json() const
{
    return {
        {QStringLiteral("id"), id},
        {QStringLiteral("state"), text(state)},
        {QStringLiteral("code"), str(code)},
        {QStringLiteral("title"), title()},
        {QStringLiteral("secondary"), secondaries.size() == 1 ? secondaries.front() : QString()},
        {QStringLiteral("secondaries"), QJsonArray::fromStringList(secondaries)},
        {QStringLiteral("place"), place},
        {QStringLiteral("step"), remedy.step},
        {QStringLiteral("zones"), QJsonArray::fromStringList(zones)},
        {QStringLiteral("count"), static_cast<qint64>(count)},
        {QStringLiteral("since"), moment(since)},
        {QStringLiteral("times"), times},
        {QStringLiteral("text"), remedy.text},
        {QStringLiteral("imperative"), remedy.imperative}};
}

std::vector<CauseView> causeViews(const Bookkeeper& books, const std::vector<Expiring>& expiring,
                                  const QString& ourAddress, Instant now)
{
    std::vector<CauseView> views;
    addExpiring(books, expiring, views);
    std::map<std::pair<SyncState, std::string>, Groups> byCode;
    for (const Group& group : books.ledger().causes().groups())
        byCode[{group.first.state, group.first.code}].push_back(&group);
    for (const auto& each : byCode)
        addPlaces(books, each.second, ourAddress, now, views);
    addRejected(books, views);
    addInFlight(books, now, views);
    // Worst first; among equals the older one, and what expires before everything.
    std::stable_sort(views.begin(), views.end(), [](const CauseView& a, const CauseView& b) {
        if (a.state != b.state)
            return a.state < b.state;
        const bool expiresA = a.code == "expiring";
        const bool expiresB = b.code == "expiring";
        return expiresA != expiresB ? expiresA : a.since < b.since;
    });
    return views;
}

} // namespace headwater
