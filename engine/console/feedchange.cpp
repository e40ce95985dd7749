#include "console/feedchange.h"

#include <algorithm>
#include <array>

#include <QJsonArray>

namespace headwater {

namespace {

constexpr int mostFacts = 500;
const QString goneKey = QStringLiteral("zonesGone");
const QString factsKey = QStringLiteral("facts");
const QString zonesKey = QStringLiteral("zones");

/// Lists of rows and what names a row; every other key is sent whole.
struct RowList
{
    QLatin1String list;
    QLatin1String key;
};
constexpr std::array<RowList, 3> rowLists{{{QLatin1String("zones"), QLatin1String("name")},
                                           {QLatin1String("secondaries"), QLatin1String("name")},
                                           {QLatin1String("publications"), QLatin1String("id")}}};

} // namespace

void FeedChange::add(const QJsonObject& change, Facts facts)
{
    // Zones go before rows are added: a zone that went and came back is there.
    addGone(change.value(goneKey).toArray());
    for (auto at = change.begin(); at != change.end(); ++at) {
        const auto list =
            std::find_if(rowLists.begin(), rowLists.end(),
                         [&at](const RowList& candidate) { return candidate.list == at.key(); });
        if (list != rowLists.end()) {
            addRows(at.key(), list->key, at.value().toArray());
        } else if (at.key() == factsKey) {
            if (facts == Facts::Kept) {
                addFacts(at.value().toArray());
            }
        } else if (at.key() != goneKey) {
            m_whole.insert(at.key(), at.value());
        }
    }
}

void FeedChange::addRows(const QString& list, QLatin1String key, const QJsonArray& rows)
{
    Rows& held = m_rows[list];
    for (const QJsonValue& row : rows) {
        const QString name = row.toObject().value(key).toString();
        if (list == zonesKey) {
            m_gone.remove(name);
        }
        const auto place = held.places.constFind(name);
        if (place == held.places.constEnd()) {
            held.places.insert(name, held.rows.size());
            held.rows.push_back(row);
        } else {
            held.rows[*place] = row;
        }
    }
}

void FeedChange::addGone(const QJsonArray& names)
{
    for (const QJsonValue& name : names) {
        m_gone.insert(name.toString());
        Rows& zones = m_rows[zonesKey];
        const auto place = zones.places.constFind(name.toString());
        if (place != zones.places.constEnd()) {
            zones.rows[*place] = QJsonValue(); // take() leaves it out
            zones.places.erase(place);
        }
    }
}

void FeedChange::addFacts(const QJsonArray& facts)
{
    for (const QJsonValue& fact : facts) {
        m_facts.append(fact);
    }
    while (m_facts.size() > mostFacts) {
        m_facts.removeFirst();
    }
}

QJsonObject FeedChange::take()
{
    QJsonObject change = m_whole;
    for (auto list = m_rows.constBegin(); list != m_rows.constEnd(); ++list) {
        QJsonArray rows;
        for (const QJsonValue& row : list->rows) {
            if (!row.isNull()) {
                rows.append(row);
            }
        }
        if (!rows.isEmpty()) {
            change.insert(list.key(), rows);
        }
    }
    if (!m_gone.isEmpty()) {
        change.insert(goneKey, QJsonArray::fromStringList(m_gone.values()));
    }
    if (!m_facts.isEmpty()) {
        change.insert(factsKey, m_facts);
    }
    *this = FeedChange();
    return change;
}

} // namespace headwater
