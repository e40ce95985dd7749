#include "zonefilter.h"

#include <algorithm>

namespace headwater {

namespace {

constexpr int resortMs = 2000;

bool matchesPair(const ZoneRow& row, const QString& secondary)
{
    return std::any_of(row.pairs.begin(), row.pairs.end(), [&secondary](const PairRow& pair) {
        return pair.secondary == secondary && pair.state != Live::State::Ok;
    });
}

int stateFromLabel(const QString& word)
{
    static const QHash<QString, int> words{
        {QStringLiteral("stuck"), 0},      {QStringLiteral("late"), 1},
        {QStringLiteral("unobserved"), 2}, {QStringLiteral("flight"), 3},
        {QStringLiteral("moving"), 3},     {QStringLiteral("paused"), 4},
        {QStringLiteral("live"), 5}};
    return words.value(word, -1);
}

/// Zones sort by their labels from the right, so that what belongs together stands together.
QStringList labelsFromRight(const QString& name)
{
    QStringList labels = name.split(QLatin1Char('.'), Qt::SkipEmptyParts);
    std::reverse(labels.begin(), labels.end());
    return labels;
}

} // namespace

ZoneFilter::ZoneFilter(QObject* parent)
    : QSortFilterProxyModel(parent)
{
    setDynamicSortFilter(false);
    m_resort.setSingleShot(true);
    m_resort.setInterval(resortMs);
    connect(&m_resort, &QTimer::timeout, this, [this] {
        if (!m_held) {
            refresh();
        }
    });
    connect(this, &QAbstractItemModel::rowsInserted, this, &ZoneFilter::countChanged);
    connect(this, &QAbstractItemModel::rowsRemoved, this, &ZoneFilter::countChanged);
    connect(this, &QAbstractItemModel::modelReset, this, &ZoneFilter::countChanged);
}

void ZoneFilter::setZones(ZoneModel* zones)
{
    if (m_zones == zones) {
        return;
    }
    if (m_zones != nullptr) {
        m_zones->disconnect(this);
    }
    m_zones = zones;
    setSourceModel(zones);
    if (zones != nullptr) {
        connect(zones, &ZoneModel::changed, this, &ZoneFilter::markDirty);
        connect(zones, &QAbstractItemModel::modelReset, this, &ZoneFilter::refresh);
    }
    refresh();
    Q_EMIT zonesChanged();
}

void ZoneFilter::setText(const QString& text)
{
    if (m_text != text) {
        m_text = text;
        parse();
        invalidateFilter();
        Q_EMIT textChanged();
        Q_EMIT countChanged();
    }
}

void ZoneFilter::setOnlyState(int state)
{
    if (m_onlyState != state) {
        m_onlyState = state;
        invalidateFilter();
        Q_EMIT onlyStateChanged();
        Q_EMIT countChanged();
    }
}

void ZoneFilter::setColumn(const QString& column)
{
    if (m_column != column) {
        m_column = column;
        refresh();
        Q_EMIT orderChanged();
    }
}

void ZoneFilter::setDescending(bool descending)
{
    if (m_descending != descending) {
        m_descending = descending;
        refresh();
        Q_EMIT orderChanged();
    }
}

void ZoneFilter::setHeld(bool held)
{
    if (m_held == held) {
        return;
    }
    m_held = held;
    if (!held && m_orderChanged) {
        m_resort.start();
    }
    Q_EMIT heldChanged();
}

void ZoneFilter::markDirty()
{
    if (m_held) {
        if (!m_orderChanged) {
            m_orderChanged = true;
            Q_EMIT heldChanged();
        }
    } else if (!m_resort.isActive()) {
        m_resort.start();
    }
    Q_EMIT countChanged();
}

void ZoneFilter::refresh()
{
    m_resort.stop();
    invalidate();
    sort(0, m_descending ? Qt::DescendingOrder : Qt::AscendingOrder);
    if (m_orderChanged) {
        m_orderChanged = false;
        Q_EMIT heldChanged();
    }
    Q_EMIT countChanged();
}

void ZoneFilter::parse()
{
    constexpr qsizetype mostTerms = 20;
    m_terms.clear();
    m_unknownFields.clear();
    const QStringList words = m_text.toLower().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (QString word : words.mid(0, mostTerms)) {
        Term term;
        if (word.startsWith(QLatin1Char('-'))) {
            term.negated = true;
            word.remove(0, 1);
        }
        const qsizetype colon = word.indexOf(QLatin1Char(':'));
        const QString key = colon > 0 ? word.left(colon) : QString();
        term.value = colon > 0 ? word.mid(colon + 1) : word;
        if (key == QLatin1String("state")) {
            term.kind = Term::State;
        } else if (key == QLatin1String("on")) {
            term.kind = Term::On;
        } else if (key == QLatin1String("source")) {
            term.kind = Term::Source;
        } else if (!key.isEmpty() && key != QLatin1String("name")) {
            m_unknownFields.append(key);
            continue;
        }
        if (!term.value.isEmpty()) {
            m_terms.append(term);
        }
    }
}

bool ZoneFilter::matchesText(const ZoneRow& row) const
{
    return std::all_of(m_terms.begin(), m_terms.end(), [&row](const Term& term) {
        bool matches = false;
        switch (term.kind) {
        case Term::Name:
            matches = row.name.contains(term.value) || row.unicode.contains(term.value);
            break;
        case Term::State:
            matches = static_cast<int>(row.state) == stateFromLabel(term.value);
            break;
        case Term::On:
            matches = matchesPair(row, term.value);
            break;
        case Term::Source:
            matches = row.source.contains(term.value, Qt::CaseInsensitive) ||
                      row.sourceName.contains(term.value, Qt::CaseInsensitive);
            break;
        }
        return matches != term.negated;
    });
}

bool ZoneFilter::filterAcceptsRow(int sourceRow, const QModelIndex& parent) const
{
    if (m_zones == nullptr || parent.isValid() || sourceRow >= m_zones->rows().size()) {
        return false;
    }
    const ZoneRow& row = m_zones->rows().at(sourceRow);
    return (m_onlyState < 0 || static_cast<int>(row.state) == m_onlyState) && matchesText(row);
}

bool ZoneFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const ZoneRow& a = m_zones->rows().at(left.row());
    const ZoneRow& b = m_zones->rows().at(right.row());
    if (m_column == QLatin1String("zoneState") && a.state != b.state) {
        return a.state < b.state;
    }
    if (m_column == QLatin1String("name")) {
        return labelsFromRight(a.name) < labelsFromRight(b.name);
    }
    if (m_column == QLatin1String("serial") && a.serial != b.serial) {
        return a.serial < b.serial;
    }
    if (m_column == QLatin1String("records") && a.records != b.records) {
        return a.records < b.records;
    }
    if (m_column == QLatin1String("liveOn") && a.of - a.live != b.of - b.live) {
        return a.of - a.live > b.of - b.live;
    }
    if (m_column == QLatin1String("slowestMs") && a.slowestMs != b.slowestMs) {
        constexpr double open = 1e15; // an open pair is slower than any finished one
        return a.slowestMs.value_or(open) < b.slowestMs.value_or(open);
    }
    if (m_column == QLatin1String("p99Ms") && a.p99Ms != b.p99Ms) {
        return a.p99Ms.value_or(-1.0) < b.p99Ms.value_or(-1.0);
    }
    if (m_column == QLatin1String("source") && a.source != b.source) {
        return a.source < b.source;
    }
    return a.changedAt != b.changedAt ? a.changedAt < b.changedAt : a.name < b.name;
}

QString ZoneFilter::nameAt(int row) const
{
    return row < 0 || row >= rowCount() ? QString()
                                        : data(index(row, 0), ZoneModel::NameRole).toString();
}

int ZoneFilter::stateAt(int row) const
{
    return row < 0 || row >= rowCount() ? static_cast<int>(Live::State::Unknown)
                                        : data(index(row, 0), ZoneModel::ZoneStateRole).toInt();
}

int ZoneFilter::rowOf(const QString& name) const
{
    if (m_zones == nullptr) {
        return -1;
    }
    const int source = m_zones->indexOf(name);
    return source < 0 ? -1 : mapFromSource(m_zones->index(source)).row();
}

int ZoneFilter::countIn(int state) const
{
    if (m_zones == nullptr) {
        return 0;
    }
    const auto& rows = m_zones->rows();
    return static_cast<int>(
        std::count_if(rows.begin(), rows.end(), [this, state](const ZoneRow& row) {
            return (state < 0 || static_cast<int>(row.state) == state) && matchesText(row);
        }));
}

} // namespace headwater
