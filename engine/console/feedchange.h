#pragma once

#include <vector>

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QSet>
#include <QString>

namespace headwater {

/// Changes of the picture gathered into one: the newest row for each zone, secondary and
/// publication, the newest of everything that is sent whole. A consumer takes zones away
/// (zonesGone) before it puts rows in. Facts are kept in order, the newest 500. Value.
class FeedChange
{
public:
    enum class Facts
    {
        Kept,
        Left
    };

    void add(const QJsonObject& change, Facts facts);
    [[nodiscard]] bool isEmpty() const
    {
        return m_whole.isEmpty() && m_rows.isEmpty() && m_gone.isEmpty() && m_facts.isEmpty();
    }
    /// What was gathered; empty afterwards.
    [[nodiscard]] QJsonObject take();

private:
    struct Rows
    {
        std::vector<QJsonValue> rows;
        QHash<QString, std::size_t> places; ///< key → index in rows
    };

    void addRows(const QString& list, QLatin1String key, const QJsonArray& rows);
    void addGone(const QJsonArray& names);
    void addFacts(const QJsonArray& facts);

    QJsonObject m_whole;
    QHash<QString, Rows> m_rows;
    QSet<QString> m_gone;
    QJsonArray m_facts;
};

} // namespace headwater
