#pragma once

#include <QSortFilterProxyModel>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include "zonemodel.h"

namespace headwater {

/// The zones that match a text and a state, in a chosen order. While `held` (the pointer or the
/// focus is in the list) rows keep their places; otherwise the list sorts again at most every 2 s.
class ZoneFilter : public QSortFilterProxyModel
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(headwater::ZoneModel* zones READ zones WRITE setZones NOTIFY zonesChanged REQUIRED)
    /// Words that must all be in the name; `state:stuck`, `on:NAME`, `source:TEXT` and a leading
    /// `-` narrow further.
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged)
    Q_PROPERTY(int onlyState READ onlyState WRITE setOnlyState NOTIFY onlyStateChanged) ///< -1: any
    Q_PROPERTY(QString column READ column WRITE setColumn NOTIFY orderChanged)          ///< a role
    Q_PROPERTY(bool descending READ isDescending WRITE setDescending NOTIFY orderChanged)
    Q_PROPERTY(bool held READ isHeld WRITE setHeld NOTIFY heldChanged)
    Q_PROPERTY(bool orderChangedWhileHeld READ orderChangedWhileHeld NOTIFY heldChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    /// Words of `text` that are no known field, to be shown as such.
    Q_PROPERTY(QStringList unknownFields READ unknownFields NOTIFY textChanged)

public:
    explicit ZoneFilter(QObject* parent = nullptr);

    [[nodiscard]] ZoneModel* zones() const { return m_zones; }
    void setZones(ZoneModel* zones);
    [[nodiscard]] QString text() const { return m_text; }
    void setText(const QString& text);
    [[nodiscard]] int onlyState() const { return m_onlyState; }
    void setOnlyState(int state);
    [[nodiscard]] QString column() const { return m_column; }
    void setColumn(const QString& column);
    [[nodiscard]] bool isDescending() const { return m_descending; }
    void setDescending(bool descending);
    [[nodiscard]] bool isHeld() const { return m_held; }
    void setHeld(bool held);
    [[nodiscard]] bool orderChangedWhileHeld() const { return m_orderChanged; }
    [[nodiscard]] int count() const { return rowCount(); }
    [[nodiscard]] QStringList unknownFields() const { return m_unknownFields; }

    /// Sorts now, even while held.
    Q_INVOKABLE void refresh();
    Q_INVOKABLE [[nodiscard]] QString nameAt(int row) const;
    /// Row of a zone, -1 if it does not match.
    Q_INVOKABLE [[nodiscard]] int rowOf(const QString& name) const;
    /// How many match the text alone, in this state (-1: any).
    Q_INVOKABLE [[nodiscard]] int countIn(int state) const;
    /// Live.State of the row, for the ruler.
    Q_INVOKABLE [[nodiscard]] int stateAt(int row) const;

Q_SIGNALS:
    void zonesChanged();
    void textChanged();
    void onlyStateChanged();
    void orderChanged();
    void heldChanged();
    void countChanged();

protected:
    [[nodiscard]] bool filterAcceptsRow(int sourceRow, const QModelIndex& parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    struct Term
    {
        enum Kind
        {
            Name,
            State,
            On,
            Source
        };
        Kind kind = Name;
        QString value;
        bool negated = false;
    };

    void parse();
    [[nodiscard]] bool matchesText(const ZoneRow& row) const;
    void markDirty();

    ZoneModel* m_zones = nullptr;
    QString m_text;
    QList<Term> m_terms;
    QStringList m_unknownFields;
    int m_onlyState = -1;
    QString m_column = QStringLiteral("changedAt");
    bool m_descending = true;
    bool m_held = false;
    bool m_orderChanged = false;
    QTimer m_resort;
};

} // namespace headwater
