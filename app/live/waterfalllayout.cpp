#include "waterfalllayout.h"

#include <algorithm>

#include "format.h"

namespace headwater {

namespace {

using Layout = WaterfallLayout;
using Row = WaterfallLayout::Row;

constexpr int mostRows = 20;
constexpr int slowestShown = 8;
constexpr double rowHeight = 24;

Layout::Phase phaseTo(int milestone)
{
    switch (milestone) {
    case StepRow::Sent:
        return Layout::Phase::Queue;
    case StepRow::Acked:
        return Layout::Phase::Notify;
    case StepRow::Asked:
        return Layout::Phase::Wait;
    case StepRow::Transferred:
        return Layout::Phase::Transfer;
    case StepRow::LiveThere:
        return Layout::Phase::Verify;
    default:
        return Layout::Phase::Publish;
    }
}

bool isOpen(Live::State state)
{
    return state != Live::State::Ok && state != Live::State::Paused;
}

/// Bars from published to the last milestone. An earlier milestone that was never seen, or was seen
/// only after a later one, has no bar of its own.
void cutSegments(Row& row, const StepRow& step, double publishedMs, double nowMs)
{
    double from = step.offsets[StepRow::Published].value_or(publishedMs);
    bool previousKnown = true;
    int last = StepRow::Published;
    for (int i = StepRow::Sent; i < StepRow::MilestoneCount; ++i) {
        const auto offset = step.offsets[static_cast<std::size_t>(i)];
        if (!offset) {
            previousKnown = false;
            continue;
        }
        last = i;
        if (*offset > from) {
            row.segments.append(
                {previousKnown ? phaseTo(i) : Layout::Phase::Skipped, from, *offset, false});
            from = *offset;
        }
        previousKnown = true;
    }
    row.endMs = from;
    const bool running = step.state == Live::State::Moving || step.state == Live::State::Lag ||
                         step.state == Live::State::Unknown;
    if (!step.offsets[StepRow::LiveThere] && running && nowMs > from) {
        row.segments.append({phaseTo(last + 1), from, nowMs, true});
        row.endMs = nowMs;
    }
}

Row rowFor(const StepRow& step, const QList<SecondaryRow>& secondaries, double publishedMs,
           double nowMs)
{
    Row row;
    row.name = step.secondary;
    row.state = step.state;
    row.error = step.error;
    row.liveMs = step.offsets[StepRow::LiveThere];
    for (const SecondaryRow& secondary : secondaries) {
        if (secondary.name == step.secondary) {
            row.address = Format::address(secondary.address);
        }
    }
    cutSegments(row, step, publishedMs, nowMs);
    if (step.skipped.contains(QLatin1String("acked")) && step.kind == QLatin1String("AXFR")) {
        row.note = QStringLiteral("fetched before NOTIFY, AXFR ") +
                   Format::bytes(static_cast<double>(step.octets));
    }
    return row;
}

double slowness(const Row& row)
{
    constexpr double open = 1e15;
    return row.liveMs.value_or(open);
}

void sortRows(QList<Row>& rows, bool slowestFirst)
{
    if (slowestFirst) {
        std::stable_sort(rows.begin(), rows.end(),
                         [](const Row& a, const Row& b) { return slowness(a) > slowness(b); });
    }
}

QString siteOf(const QString& name, const QList<SecondaryRow>& secondaries)
{
    for (const SecondaryRow& secondary : secondaries) {
        if (secondary.name == name) {
            return secondary.siteName();
        }
    }
    return name;
}

/// Keeps trouble and the slowest, and sums the rest up by site.
int sumUp(QList<Row>& rows, const QList<SecondaryRow>& secondaries)
{
    QList<double> finished;
    for (const Row& row : rows) {
        if (row.liveMs) {
            finished.append(*row.liveMs);
        }
    }
    std::sort(finished.begin(), finished.end(), std::greater<>());
    const double bound = finished.size() > slowestShown ? finished.at(slowestShown - 1) : 0.0;
    QList<Row> kept;
    QList<std::pair<QString, QList<double>>> sites;
    int summed = 0;
    for (const Row& row : rows) {
        if (!row.liveMs || *row.liveMs >= bound) {
            kept.append(row);
            continue;
        }
        const QString site = siteOf(row.name, secondaries);
        if (sites.isEmpty() || sites.last().first != site) {
            sites.append({site, {}});
        }
        sites.last().second.append(*row.liveMs);
        ++summed;
    }
    for (auto& [site, values] : sites) {
        std::sort(values.begin(), values.end());
        Row row;
        row.kind = Row::Kind::Summary;
        row.name = site;
        row.address =
            Format::plural(static_cast<double>(values.size()), QStringLiteral("secondary"));
        row.leastMs = values.first();
        row.medianMs = values.at(values.size() / 2);
        row.greatestMs = values.last();
        kept.append(row);
    }
    rows = kept;
    return summed;
}

/// Where the axis ends: at the slowest pair, or at now; a pair that is open far longer than the
/// rest took runs over the edge instead of squeezing everything else.
double axisEnd(const QList<Row>& rows, bool open, double nowMs)
{
    constexpr double farSlower = 5.0;
    constexpr double margin = 1.35;
    double slowest = 0;
    for (const Row& row : rows) {
        slowest = std::max(slowest, std::max(row.liveMs.value_or(0.0), row.greatestMs));
    }
    if (open) {
        if (slowest > 0 && nowMs > farSlower * slowest) {
            return slowest * margin;
        }
        return std::max({nowMs, slowest, 1.0});
    }
    return std::max(slowest * 1.08, 1.0);
}

void markSlowest(QList<Row>& rows)
{
    Row* slowest = nullptr;
    for (Row& row : rows) {
        if (row.liveMs && (slowest == nullptr || *row.liveMs > *slowest->liveMs)) {
            slowest = &row;
        }
    }
    if (slowest != nullptr) {
        slowest->slowest = true;
    }
}

} // namespace

WaterfallLayout WaterfallLayout::make(const Input& input)
{
    WaterfallLayout layout;
    const PublicationRow& publication = *input.publication;
    const double publishedMs = std::max(0.0, publication.publishedAt - publication.committedAt);
    layout.nowMs = std::max(0.0, input.now - publication.committedAt);
    for (const StepRow& step : publication.steps) {
        layout.open = layout.open || isOpen(step.state);
        layout.rows.append(rowFor(step, *input.secondaries, publishedMs, layout.nowMs));
    }
    markSlowest(layout.rows);
    sortRows(layout.rows, input.slowestFirst);
    if (layout.rows.size() > mostRows && !input.all) {
        layout.summedUp = sumUp(layout.rows, *input.secondaries);
    }
    Row engine;
    engine.kind = Row::Kind::Engine;
    engine.name = QStringLiteral("engine");
    engine.address = QStringLiteral("commit to publish");
    engine.endMs = publishedMs;
    engine.segments = {{Phase::Publish, 0, publishedMs, false}};
    layout.rows.prepend(engine);

    layout.axis = {plotLeft * input.scale,
                   std::max(plotLeft * input.scale + 1, input.width - rightMargin * input.scale),
                   axisEnd(layout.rows, layout.open, layout.nowMs), input.logarithmic};
    double top = headHeight * input.scale;
    for (Row& row : layout.rows) {
        row.clipped = row.endMs > layout.axis.endMs * 1.001;
        row.top = top;
        row.height = rowHeight * input.scale;
        top += row.height;
        // A wait that takes more than half of its row is worth words.
        for (const Segment& segment : row.segments) {
            const bool waits = segment.phase == Phase::Wait && !segment.open;
            if (waits && row.liveMs && segment.toMs - segment.fromMs > *row.liveMs / 2) {
                row.note = Format::duration(segment.toMs - segment.fromMs) +
                           QStringLiteral(" before it asked");
            }
        }
    }
    layout.height = top + 6 * input.scale;
    return layout;
}

int WaterfallLayout::rowAt(double y) const
{
    for (int i = 0; i < rows.size(); ++i) {
        if (y >= rows.at(i).top && y < rows.at(i).top + rows.at(i).height) {
            return i;
        }
    }
    return -1;
}

} // namespace headwater
