#include "matrixlayout.h"

#include <algorithm>

#include "matrixgroups.h"

namespace headwater {

namespace {

constexpr double rowHeight = 20;
constexpr double groupHeight = 25; // 22 and a gap of 3 above
constexpr int essentialLive = 3;

double widthFor(qsizetype secondaries)
{
    if (secondaries <= 16) {
        return 40;
    }
    return secondaries <= 30 ? 20 : 8;
}

/// Makes room for the ages at the right: first the names get shorter, then the columns narrower.
void fitColumns(MatrixLayout& layout, qsizetype columns, const MatrixLayout::Input& input)
{
    constexpr double ageWidth = 76;
    constexpr double leastLabel = 150;
    const double n = static_cast<double>(columns);
    const double room = input.width - MatrixLayout::padding - ageWidth * input.scale;
    layout.columnWidth *= layout.columnWidth > 8 ? input.scale : 1.0;
    for (const double narrower : {40.0, 20.0 * input.scale, 20.0, 8.0}) {
        if (layout.columnWidth > narrower &&
            n * layout.columnWidth + leastLabel * input.scale > room) {
            layout.columnWidth = narrower;
        }
    }
    layout.labelWidth =
        std::clamp(room - n * layout.columnWidth, leastLabel * input.scale, layout.labelWidth);
    layout.columnsLeft = MatrixLayout::padding + layout.labelWidth;
}

qsizetype sitesOf(const QList<SecondaryRow>& secondaries)
{
    qsizetype n = 0;
    for (qsizetype i = 0; i < secondaries.size(); ++i) {
        n += i == 0 || secondaries.at(i).siteName() != secondaries.at(i - 1).siteName() ? 1 : 0;
    }
    return n;
}

void addColumns(MatrixLayout& layout, const MatrixLayout::Input& input)
{
    constexpr qsizetype mostColumns = 64;
    const QList<SecondaryRow>& secondaries = *input.secondaries;
    const bool bySite = secondaries.size() > mostColumns;
    const qsizetype columns = bySite ? sitesOf(secondaries) : secondaries.size();
    layout.columnWidth = bySite ? 40 : widthFor(columns);
    fitColumns(layout, columns, input);
    double left = layout.columnsLeft;
    for (int i = 0; i < secondaries.size(); ++i) {
        const SecondaryRow& row = secondaries.at(i);
        const bool sameSite = !layout.sites.isEmpty() && layout.sites.last().name == row.siteName();
        if (!sameSite) {
            layout.sites.append({row.siteName(), left, 0, row.state});
        }
        MatrixLayout::Site& site = layout.sites.last();
        site.state = std::min(site.state, row.state);
        if (bySite && sameSite) {
            MatrixLayout::Column& column = layout.columns.last();
            ++column.secondaries;
            column.state = std::min(column.state, row.state);
            column.label = QString::number(column.secondaries);
            continue;
        }
        const QString label = bySite ? QStringLiteral("1") : row.shortName();
        layout.columns.append({i, 1, label, row.state, left});
        site.width += layout.columnWidth;
        left += layout.columnWidth;
    }
}

int columnOf(const MatrixLayout& layout, const QList<SecondaryRow>& secondaries,
             const QString& name)
{
    for (int i = 0; i < layout.columns.size(); ++i) {
        const MatrixLayout::Column& column = layout.columns.at(i);
        for (int k = 0; k < column.secondaries; ++k) {
            if (secondaries.at(column.secondary + k).name == name) {
                return i;
            }
        }
    }
    return -1;
}

/// How many zones of a group are listed when about `limit` should be: one more takes no more room
/// than the words "1 more" would.
int listedOf(const MatrixGroup& group, int limit)
{
    const bool oneLeft = group.zones.size() == limit + 1 && group.count == limit + 1;
    return static_cast<int>(std::min<qsizetype>(oneLeft ? limit + 1 : limit, group.zones.size()));
}

int rowsOf(const MatrixGroup& group, int limit)
{
    const int listed = listedOf(group, limit);
    return listed + (group.count > listed ? 1 : 0);
}

double heightOf(const QList<MatrixGroup>& groups, const QSet<QString>& folded, int limit)
{
    double height = 0;
    for (const MatrixGroup& group : groups) {
        const bool live = group.state == Live::State::Ok;
        if (live) {
            continue;
        }
        height += groupHeight + (folded.contains(group.id) ? 0 : rowsOf(group, limit) * rowHeight);
    }
    return height;
}

void append(MatrixLayout& layout, MatrixLayout::Row row, double height)
{
    row.top = layout.contentHeight;
    row.height = height;
    layout.contentHeight += height;
    layout.rows.append(std::move(row));
}

void appendGroup(MatrixLayout& layout, const MatrixLayout::Input& input, const MatrixGroup& group,
                 int limit)
{
    using Row = MatrixLayout::Row;
    const double s = input.scale;
    Row head;
    head.kind = Row::Kind::Group;
    head.state = group.state;
    head.id = group.id;
    head.title = group.title;
    head.note = group.note;
    head.ageMs = group.ageMs;
    head.folded = input.folded.contains(group.id);
    append(layout, head, groupHeight * s);
    if (head.folded) {
        return;
    }
    const int listed = listedOf(group, limit);
    for (int i = 0; i < listed; ++i) {
        Row row;
        row.state = group.state;
        row.id = group.id;
        row.zone = group.zones.at(i);
        row.title = input.zones->at(row.zone).name;
        row.ageMs = input.zones->at(row.zone).oldestMs();
        if (row.ageMs) {
            *row.ageMs += input.sinceApplied;
        }
        append(layout, row, rowHeight * s);
    }
    if (group.count > listed) {
        Row row;
        row.kind = group.state == Live::State::Ok ? Row::Kind::Rest : Row::Kind::More;
        row.state = group.state;
        row.id = group.id;
        row.count = group.count - listed;
        row.column = columnOf(layout, *input.secondaries, group.secondary);
        append(layout, row, rowHeight * s);
    }
}

void addProblems(MatrixLayout& layout, const MatrixLayout::Input& input)
{
    const QList<MatrixGroup> groups = MatrixGroup::make(*input.zones, *input.causes, input.now,
                                                        input.sinceApplied, input.zonesTotal);
    const double room = (input.height / input.scale) - layout.headHeight / input.scale;
    const auto live = std::find_if(groups.begin(), groups.end(), [](const MatrixGroup& group) {
        return group.state == Live::State::Ok;
    });
    const int liveRows = live == groups.end() ? 0 : rowsOf(*live, essentialLive);
    const double liveNeed = live == groups.end() ? 0 : groupHeight + liveRows * rowHeight;

    // Three zones of each cause, more while there is room for all of them and some live ones.
    constexpr int leastListed = 3;
    constexpr int mostListed = 20;
    int limit = leastListed;
    layout.essentialHeight =
        layout.headHeight + (heightOf(groups, input.folded, limit + 1) + liveNeed) * input.scale;
    while (limit < mostListed && heightOf(groups, input.folded, limit + 1) + liveNeed <= room) {
        ++limit;
    }
    double left = room - heightOf(groups, input.folded, limit) - groupHeight;
    for (const MatrixGroup& group : groups) {
        if (group.state != Live::State::Ok) {
            appendGroup(layout, input, group, limit);
            continue;
        }
        const int fitting = std::max(1, static_cast<int>(left / rowHeight));
        const bool all = group.count <= fitting && group.count == group.zones.size();
        appendGroup(layout, input, group, all ? fitting : fitting - 1);
    }
}

void addAllZones(MatrixLayout& layout, const MatrixLayout::Input& input)
{
    QList<int> order;
    for (int i = 0; i < input.zones->size(); ++i) {
        order.append(i);
    }
    std::sort(order.begin(), order.end(),
              [&input](int a, int b) { return input.zones->at(a).name < input.zones->at(b).name; });
    for (int index : order) {
        MatrixLayout::Row row;
        row.zone = index;
        row.state = input.zones->at(index).state;
        row.title = input.zones->at(index).name;
        row.ageMs = input.zones->at(index).oldestMs();
        append(layout, row, rowHeight * input.scale);
    }
    const qint64 missing = input.zonesTotal - input.zones->size();
    if (missing > 0) {
        MatrixLayout::Row row;
        row.kind = MatrixLayout::Row::Kind::Rest;
        row.count = missing;
        append(layout, row, rowHeight * input.scale);
    }
    layout.essentialHeight = layout.contentHeight;
}

} // namespace

MatrixLayout MatrixLayout::make(const Input& input)
{
    MatrixLayout layout;
    layout.labelWidth *= input.scale;
    layout.headHeight *= input.scale;
    addColumns(layout, input);
    layout.contentHeight = layout.headHeight;
    if (input.mode == Mode::Problems) {
        addProblems(layout, input);
    } else {
        addAllZones(layout, input);
    }
    return layout;
}

MatrixLayout::Hit MatrixLayout::hit(double x, double y) const
{
    Hit result;
    const auto below = std::upper_bound(rows.begin(), rows.end(), y,
                                        [](double at, const Row& row) { return at < row.top; });
    if (below == rows.begin() || y >= contentHeight) {
        return result;
    }
    result.row = static_cast<int>(below - rows.begin()) - 1;
    if (x >= columnsLeft && x < columnsLeft + columnWidth * static_cast<double>(columns.size())) {
        result.column = static_cast<int>((x - columnsLeft) / columnWidth);
    }
    return result;
}

QRectF MatrixLayout::cell(int row, int column) const
{
    if (row < 0 || row >= rows.size() || column < 0 || column >= columns.size()) {
        return {};
    }
    const Row& at = rows.at(row);
    return {columns.at(column).left, at.top, columnWidth, at.height};
}

const PairRow* MatrixLayout::pairAt(const ZoneRow& zone, const Column& column,
                                    const QList<SecondaryRow>& secondaries)
{
    const PairRow* worst = nullptr;
    for (int k = 0; k < column.secondaries; ++k) {
        const int index = column.secondary + k;
        const QString& name = secondaries.at(index).name;
        const PairRow* pair = nullptr;
        // The feed sends pairs in the order of the secondaries; a zone may lack some of them.
        if (index < zone.pairs.size() && zone.pairs.at(index).secondary == name) {
            pair = &zone.pairs.at(index);
        } else {
            const auto found = std::find_if(
                zone.pairs.begin(), zone.pairs.end(),
                [&name](const PairRow& candidate) { return candidate.secondary == name; });
            pair = found == zone.pairs.end() ? nullptr : &*found;
        }
        if (pair != nullptr && (worst == nullptr || pair->state < worst->state)) {
            worst = pair;
        }
    }
    return worst;
}

} // namespace headwater
