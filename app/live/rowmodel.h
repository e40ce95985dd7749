#pragma once

#include <QAbstractListModel>
#include <QHash>
#include <QList>

namespace headwater {

/// Rows with a unique key in a stable order. Only rows that really differ report dataChanged, so a
/// change of one zone costs one delegate. Lives on the GUI thread.
template <typename Row> class RowModel : public QAbstractListModel
{
public:
    using QAbstractListModel::QAbstractListModel;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }

    [[nodiscard]] const QList<Row>& rows() const { return m_rows; }

    [[nodiscard]] const Row* find(const QString& key) const
    {
        const auto found = m_index.constFind(key);
        return found == m_index.constEnd() ? nullptr : &m_rows.at(*found);
    }

    [[nodiscard]] int indexOf(const QString& key) const { return m_index.value(key, -1); }

    /// Everything at once, as a picture brings it.
    void replace(QList<Row> rows)
    {
        beginResetModel();
        m_rows.clear();
        m_index.clear();
        for (Row& row : rows) {
            if (!row.key().isEmpty() && !m_index.contains(row.key()) && m_rows.size() < m_limit) {
                m_index.insert(row.key(), static_cast<int>(m_rows.size()));
                m_rows.append(std::move(row));
            }
        }
        endResetModel();
        afterChange();
    }

    /// New rows are inserted where placeFor() says, known ones replaced when they differ.
    void upsert(const QList<Row>& rows)
    {
        bool changed = false;
        for (const Row& row : rows) {
            changed = upsertOne(row) || changed;
        }
        if (changed) {
            afterChange();
        }
    }

    void removeKeys(const QStringList& keys)
    {
        bool changed = false;
        for (const QString& key : keys) {
            const int at = indexOf(key);
            if (at >= 0) {
                removeAt(at);
                changed = true;
            }
        }
        if (changed) {
            afterChange();
        }
    }

protected:
    /// Where a row that is not there yet belongs; at the end by default.
    [[nodiscard]] virtual int placeFor(const Row&) const { return static_cast<int>(m_rows.size()); }
    /// Which row has to go when the model is full; the last one by default.
    [[nodiscard]] virtual int leastWanted() const { return static_cast<int>(m_rows.size()) - 1; }
    virtual void afterChange() {}

    void setLimit(int limit) { m_limit = limit; }

private:
    bool upsertOne(const Row& row)
    {
        if (row.key().isEmpty()) {
            return false;
        }
        const int at = indexOf(row.key());
        if (at >= 0) {
            if (m_rows.at(at) == row) {
                return false;
            }
            m_rows[at] = row;
            Q_EMIT this->dataChanged(index(at), index(at));
            return true;
        }
        if (m_rows.size() >= m_limit) {
            removeAt(leastWanted());
        }
        const int place = placeFor(row);
        beginInsertRows({}, place, place);
        m_rows.insert(place, row);
        reindex(place);
        endInsertRows();
        return true;
    }

    void removeAt(int at)
    {
        beginRemoveRows({}, at, at);
        m_index.remove(m_rows.at(at).key());
        m_rows.removeAt(at);
        reindex(at);
        endRemoveRows();
    }

    void reindex(int from)
    {
        for (int i = from; i < m_rows.size(); ++i) {
            m_index.insert(m_rows.at(i).key(), i);
        }
    }

    QList<Row> m_rows;
    QHash<QString, int> m_index;
    int m_limit = 600;
};

} // namespace headwater
