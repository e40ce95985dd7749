#include "status/zonequery.h"

#include <algorithm>

#include <QStringList>

namespace headwater {

namespace {

constexpr qsizetype LongestText = 256;
constexpr std::size_t MostParts = 16;

/// As in file names: * is any number of characters, ? is one. No more than name × pattern steps.
bool globMatches(const QString& name, const QString& pattern)
{
    qsizetype at = 0;
    qsizetype in = 0;
    qsizetype star = -1;
    qsizetype resume = 0;
    while (at < name.size()) {
        if (in < pattern.size() && (pattern[in] == QLatin1Char('?') || pattern[in] == name[at])) {
            ++at;
            ++in;
        } else if (in < pattern.size() && pattern[in] == QLatin1Char('*')) {
            star = in++;
            resume = at;
        } else if (star >= 0) {
            in = star + 1;
            at = ++resume;
        } else {
            return false;
        }
    }
    while (in < pattern.size() && pattern[in] == QLatin1Char('*'))
        ++in;
    return in == pattern.size();
}

bool nameMatches(const QString& name, const QString& value)
{
    const bool wild = value.contains(QLatin1Char('*')) || value.contains(QLatin1Char('?'));
    return wild ? globMatches(name.toLower(), value.toLower())
                : name.contains(value, Qt::CaseInsensitive);
}

bool stateMatches(SyncState state, const QString& value)
{
    const bool byWord = word(state).compare(value, Qt::CaseInsensitive) == 0;
    const bool unobserved =
        state == SyncState::Unknown && value.startsWith(QLatin1String("not"), Qt::CaseInsensitive);
    const bool flight = state == SyncState::Moving && value == QLatin1String("flight");
    return byWord || unobserved || flight || text(state) == value;
}

bool isBehindOn(const Ledger& ledger, const LedgerZone& zone, const QString& value)
{
    for (std::size_t i = 0; i < zone.pairs.size(); ++i) {
        const QString name = QString::fromStdString(ledger.secondaries()[i].config.name);
        if (zone.pairs[i].serves && zone.pairs[i].state != SyncState::Ok &&
            nameMatches(name, value))
            return true;
    }
    return false;
}

} // namespace

ZoneQuery::ZoneQuery(const QString& text)
{
    for (QString word : text.left(LongestText).split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        if (m_parts.size() >= MostParts)
            break;
        Part part;
        if (word.size() > 1 && word.startsWith(QLatin1Char('-'))) {
            part.negated = true;
            word.remove(0, 1);
        }
        const qsizetype colon = word.indexOf(QLatin1Char(':'));
        if (colon > 0) {
            part.field = word.left(colon).toLower();
            word.remove(0, colon + 1);
        }
        for (const QString& value : word.split(QLatin1Char(','), Qt::SkipEmptyParts))
            part.values.push_back(part.field.isEmpty() ? value : value.toLower());
        if (!part.values.empty())
            m_parts.push_back(std::move(part));
    }
}

bool ZoneQuery::matches(const Ledger& ledger, ZoneId zone) const
{
    return std::all_of(m_parts.begin(), m_parts.end(),
                       [&](const Part& part) { return holds(part, ledger, zone) != part.negated; });
}

bool ZoneQuery::holds(const Part& part, const Ledger& ledger, ZoneId id)
{
    const LedgerZone& zone = ledger.zone(id);
    return std::any_of(part.values.begin(), part.values.end(), [&](const QString& value) {
        if (part.field.isEmpty())
            return nameMatches(QString::fromStdString(zone.name.display()), value);
        if (part.field == QLatin1String("state"))
            return stateMatches(zone.state(), value) ||
                   (value == QLatin1String("rejected") && !zone.problem.empty());
        if (part.field == QLatin1String("on"))
            return isBehindOn(ledger, zone, value);
        if (part.field == QLatin1String("source"))
            return QString::fromStdString(zone.source).contains(value, Qt::CaseInsensitive);
        return !part.negated;
    });
}

} // namespace headwater
