#pragma once

#include <vector>

#include <QHash>
#include <QJsonObject>
#include <QString>

namespace headwater {

/// Changes of the picture gathered into one: the newest row for each zone, secondary and
/// publication, the newest of everything that is sent whole. Facts are kept in order, the newest
/// 500. Value.
class FeedChange
{
public:
    enum class Facts { Kept, Left };

    void add(const QJsonObject& change, Facts facts);
    [[nodiscard]] bool isEmpty() const { return m_whole.isEmpty() && m_rows.isEmpty(); }
    /// What was gathered; empty afterwards.
    [[nodiscard]] QJsonObject take();

private:
    struct Rows
    {
        std::vector<QJsonValue> rows;
        QHash<QString, std::size_t> places; ///< key → index in rows
    };

    void addRows(const QString& list, const QString& key, const QJsonArray& rows);
    void addGone(const QJsonArray& names);
    void addFacts(const QJsonArray& facts);

    QJsonObject m_whole;
    QHash<QString, Rows> m_rows;
};

} // namespace headwater
