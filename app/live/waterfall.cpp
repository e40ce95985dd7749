#include "waterfall.h"

#include <algorithm>

#include <QPainter>
#include <QPainterPath>

#include "format.h"

namespace headwater {

namespace {

constexpr double thick = 11;
constexpr double thin = 3;
constexpr double leastBar = 1.5;
constexpr double shapeLeft = 14;
constexpr double nameLeft = 34;
constexpr double addressLeft = 104;

bool waits(WaterfallLayout::Phase phase)
{
    return phase == WaterfallLayout::Phase::Queue || phase == WaterfallLayout::Phase::Wait;
}

QRgb colourOf(const tokens::Colors& c, WaterfallLayout::Phase phase)
{
    switch (phase) {
    case WaterfallLayout::Phase::Publish:
        return c.phasePublish;
    case WaterfallLayout::Phase::Queue:
        return c.phaseQueue;
    case WaterfallLayout::Phase::Notify:
        return c.phaseNotify;
    case WaterfallLayout::Phase::Wait:
        return c.phaseWait;
    case WaterfallLayout::Phase::Transfer:
        return c.phaseTransfer;
    case WaterfallLayout::Phase::Verify:
        return c.phaseVerify;
    case WaterfallLayout::Phase::Skipped:
        break;
    }
    return c.borderControl;
}

} // namespace

Waterfall::Waterfall(QQuickItem* parent)
    : FeedItem(parent)
{
}

void Waterfall::tick()
{
    if (m_layout.open) {
        relayout();
    }
}

void Waterfall::setPublicationId(const QString& id)
{
    if (m_id != id) {
        m_id = id;
        relayout();
        Q_EMIT inputChanged();
    }
}

void Waterfall::setLogarithmic(bool logarithmic)
{
    if (m_logarithmic != logarithmic) {
        m_logarithmic = logarithmic;
        relayout();
        Q_EMIT inputChanged();
    }
}

void Waterfall::setSlowestFirst(bool slowestFirst)
{
    if (m_slowestFirst != slowestFirst) {
        m_slowestFirst = slowestFirst;
        relayout();
        Q_EMIT inputChanged();
    }
}

void Waterfall::setChosen(const QString& secondary)
{
    if (m_chosen != secondary) {
        m_chosen = secondary;
        update();
        Q_EMIT chosenChanged();
    }
}

void Waterfall::relayout()
{
    const PublicationRow* row = feed() != nullptr ? feed()->publications()->find(m_id) : nullptr;
    m_found = row != nullptr;
    if (row != nullptr) {
        WaterfallLayout::Input input;
        input.publication = row;
        input.secondaries = &feed()->secondaries()->rows();
        input.now = feed()->now();
        input.width = width();
        input.scale = textScale();
        input.logarithmic = m_logarithmic;
        input.slowestFirst = m_slowestFirst;
        m_layout = WaterfallLayout::make(input);
        setImplicitHeight(m_layout.height);
    }
    update();
}

void Waterfall::geometryChange(const QRectF& newGeometry, const QRectF& oldGeometry)
{
    QQuickPaintedItem::geometryChange(newGeometry, oldGeometry);
    if (newGeometry.size() != oldGeometry.size()) {
        relayout();
    }
}

void Waterfall::press(double, double y)
{
    const int row = m_layout.rowAt(y);
    if (row >= 0 && m_layout.rows.at(row).kind == WaterfallLayout::Row::Kind::Secondary) {
        Q_EMIT picked(m_layout.rows.at(row).name);
    }
}

void Waterfall::move(int rows)
{
    QStringList names;
    for (const WaterfallLayout::Row& row : m_layout.rows) {
        if (row.kind == WaterfallLayout::Row::Kind::Secondary) {
            names.append(row.name);
        }
    }
    if (!names.isEmpty()) {
        const qsizetype at = names.indexOf(m_chosen);
        Q_EMIT picked(names.at(at < 0 ? 0 : std::clamp<qsizetype>(at + rows, 0, names.size() - 1)));
    }
}

QString Waterfall::spoken() const
{
    for (const WaterfallLayout::Row& row : m_layout.rows) {
        if (row.name != m_chosen || row.kind != WaterfallLayout::Row::Kind::Secondary) {
            continue;
        }
        if (!row.liveMs) {
            return row.name + QStringLiteral(", ") + Live::stateLabel(row.state).toLower() +
                   (row.error.isEmpty() ? QString() : QStringLiteral(", ") + row.error);
        }
        return row.name + QStringLiteral(", live after ") + Format::duration(*row.liveMs) +
               (row.slowest ? QStringLiteral(", slowest") : QString()) +
               (row.note.isEmpty() ? QString() : QStringLiteral("; ") + row.note);
    }
    return {};
}

void Waterfall::paint(QPainter* painter)
{
    if (!m_found) {
        return;
    }
    painter->setRenderHint(QPainter::Antialiasing);
    paintAxis(*painter);
    for (const WaterfallLayout::Row& row : m_layout.rows) {
        paintRow(*painter, row);
    }
}

void Waterfall::paintAxis(QPainter& painter) const
{
    const double top = scaled(22);
    const double bottom = m_layout.height;
    const QRectF head(0, 0, width(), scaled(20));
    const QColor muted = QColor::fromRgba(colors().textMuted);
    painter.setFont(uiFont(11));
    painter.setPen(muted);
    painter.drawText(head.adjusted(shapeLeft, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     QStringLiteral("Secondary"));
    painter.drawText(head.adjusted(0, 0, -14, 0), Qt::AlignRight | Qt::AlignVCenter,
                     QStringLiteral("Live after"));
    painter.setFont(monoFont(10.5));
    constexpr int leftText = Qt::AlignLeft | Qt::AlignVCenter;
    constexpr int middleText = Qt::AlignHCenter | Qt::AlignVCenter;
    const double nowX = m_layout.axis.x(m_layout.nowMs);
    const bool showNow = m_layout.open && m_layout.axis.contains(m_layout.nowMs);
    for (const WaterfallAxis::Label& label : m_layout.axis.labels()) {
        painter.setPen(QPen(QColor::fromRgba(colors().grid), 1));
        painter.drawLine(QPointF(label.x, top), QPointF(label.x, bottom));
        const bool hidden = showNow && nowX - label.x < scaled(90);
        if (!label.text.isEmpty() && !hidden) {
            painter.setPen(muted);
            const bool first = label.ms <= 0;
            painter.drawText(
                QRectF(first ? label.x : label.x - 60, 0, first ? 60 : 120, head.height()),
                first ? leftText : middleText, label.text);
        }
    }
    const double p50 = feed()->totals()->p50Ms();
    if (p50 > 0 && m_layout.axis.contains(p50)) {
        const double x = m_layout.axis.x(p50);
        QPen dashed(QColor::fromRgba(colors().accent), 1);
        dashed.setDashPattern({2, 3});
        painter.setPen(dashed);
        painter.drawLine(QPointF(x, scaled(48)), QPointF(x, bottom));
        painter.setFont(uiFont(10.5));
        painter.setPen(QColor::fromRgba(colors().accent));
        painter.drawText(QRectF(x - 30, 0, 60, head.height()), Qt::AlignCenter,
                         QStringLiteral("p50"));
    }
    if (showNow) {
        painter.setPen(QPen(muted, 1));
        painter.drawLine(QPointF(nowX, top), QPointF(nowX, bottom));
        painter.setFont(monoFont(10.5));
        painter.drawText(QRectF(nowX - 140, 0, 140, head.height()),
                         Qt::AlignRight | Qt::AlignVCenter,
                         QStringLiteral("now, ") + Format::elapsed(m_layout.nowMs));
    }
}

void Waterfall::text(QPainter& painter, double x, const WaterfallLayout::Row& row,
                     const QString& words, Qt::Alignment alignment) const
{
    const QRectF line(alignment == Qt::AlignRight ? 0 : x, row.top,
                      alignment == Qt::AlignRight ? x : width() - x, row.height);
    painter.drawText(line, static_cast<int>((alignment | Qt::AlignVCenter).toInt()), words);
}

void Waterfall::paintRow(QPainter& painter, const WaterfallLayout::Row& row) const
{
    using Kind = WaterfallLayout::Row::Kind;
    const double middle = row.top + row.height / 2;
    const bool trouble = row.state == Live::State::Fail || row.state == Live::State::Lag;
    if (row.kind == Kind::Secondary && (trouble || row.name == m_chosen)) {
        const bool stuck = row.state == Live::State::Fail;
        painter.fillRect(QRectF(0, row.top, width(), row.height),
                         QColor::fromRgba(!trouble ? colors().surfaceSelected
                                          : stuck  ? colors().failSoft
                                                   : colors().lagSoft));
        if (trouble) {
            painter.fillRect(QRectF(0, row.top, 3, row.height), solidOf(colors(), row.state));
        }
        if (trouble && row.name == m_chosen) {
            painter.setPen(QPen(solidOf(colors(), row.state), 1));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(QRectF(0.5, row.top + 0.5, width() - 1, row.height - 1));
        }
    }
    if (row.kind == Kind::Secondary) {
        paintState(painter, QRectF(shapeLeft, middle - 6, 12, 12), row.state, colors());
    }
    painter.setFont(monoFont(12));
    painter.setPen(
        QColor::fromRgba(row.kind == Kind::Secondary ? colors().text : colors().textSecondary));
    text(painter, nameLeft, row,
         painter.fontMetrics().elidedText(row.name, Qt::ElideMiddle,
                                          static_cast<int>(scaled(addressLeft) - nameLeft - 6)));
    painter.setFont(row.kind == Kind::Secondary ? monoFont(11) : uiFont(11));
    painter.setPen(QColor::fromRgba(colors().textMuted));
    text(painter, scaled(addressLeft), row,
         painter.fontMetrics().elidedText(
             row.address, Qt::ElideRight,
             static_cast<int>(m_layout.axis.left - scaled(addressLeft) - 6)));
    if (row.kind == Kind::Summary) {
        paintSummary(painter, row, middle);
    } else {
        paintBars(painter, row, middle);
        paintEnd(painter, row, middle);
    }
    paintLiveAfter(painter, row);
}

void Waterfall::paintBars(QPainter& painter, const WaterfallLayout::Row& row, double middle) const
{
    painter.setPen(Qt::NoPen);
    for (const WaterfallLayout::Segment& segment : row.segments) {
        const double from = m_layout.axis.x(segment.fromMs);
        const double to = m_layout.axis.x(segment.toMs);
        QColor colour = QColor::fromRgba(colourOf(colors(), segment.phase));
        if (segment.phase == WaterfallLayout::Phase::Skipped) {
            painter.fillRect(QRectF(from, middle - 0.5, to - from, 1), colour);
            continue;
        }
        if (segment.open) {
            colour.setAlphaF(0.6F);
        }
        const double tall = waits(segment.phase) ? thin : thick;
        const double least = waits(segment.phase) ? 1.0 : leastBar;
        painter.setBrush(colour);
        painter.drawRoundedRect(QRectF(from, middle - tall / 2, std::max(least, to - from), tall),
                                1.5, 1.5);
    }
}

void Waterfall::paintEnd(QPainter& painter, const WaterfallLayout::Row& row, double middle) const
{
    const double end = m_layout.axis.x(row.endMs);
    painter.setFont(uiFont(11));
    painter.setPen(QColor::fromRgba(colors().textMuted));
    if (row.kind == WaterfallLayout::Row::Kind::Engine) {
        text(painter, std::max(end, m_layout.axis.left + 3) + 5, row,
             QStringLiteral("checked, stored, published in ") + Format::duration(row.endMs));
        return;
    }
    if (row.state == Live::State::Fail && !row.liveMs) {
        paintStuck(painter, row, middle);
        return;
    }
    if (row.liveMs) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor::fromRgba(colors().okSolid));
        painter.drawEllipse(QPointF(end + 6, middle), 3.3, 3.3);
        painter.setPen(QColor::fromRgba(colors().textMuted));
        QStringList words;
        const bool waitNote = row.note.endsWith(QLatin1String("before it asked"));
        if (row.slowest && m_layout.rows.size() > 2) {
            words.append(m_layout.open ? QStringLiteral("slowest so far")
                                       : QStringLiteral("slowest"));
        }
        if (!row.note.isEmpty() && !waitNote) {
            words.append(row.note);
        }
        text(painter, end + 15, row, words.join(QStringLiteral(", ")));
        if (waitNote) {
            painter.setFont(uiFont(10.5));
            painter.setPen(QColor::fromRgba(colors().lag));
            const QRectF above(0, row.top, width(), row.height / 2);
            for (const WaterfallLayout::Segment& segment : row.segments) {
                if (segment.phase == WaterfallLayout::Phase::Wait) {
                    painter.drawText(above.adjusted(m_layout.axis.x(segment.fromMs) + 9, 0, 0, 0),
                                     Qt::AlignLeft | Qt::AlignVCenter, row.note);
                }
            }
        }
        return;
    }
    if (row.clipped) {
        const double right = m_layout.axis.right;
        painter.setPen(QPen(solidOf(colors(), row.state), 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(
            QPolygonF{{right - 6, middle - 4}, {right - 2, middle}, {right - 6, middle + 4}});
    }
    if (!row.error.isEmpty()) {
        // Over the bar that still runs, on the wash of the row, so that it can be read.
        painter.setFont(uiFont(11, QFont::Medium));
        const double wide = painter.fontMetrics().horizontalAdvance(row.error) + 8;
        const double start = row.segments.isEmpty() ? m_layout.axis.left
                                                    : m_layout.axis.x(row.segments.last().fromMs);
        const double left = std::max(m_layout.axis.left,
                                     std::min(start + 8, m_layout.axis.right - wide - scaled(12)));
        const QRectF box(left, middle - 8, std::min(wide, m_layout.axis.right - left - 8), 16);
        const bool trouble = row.state == Live::State::Fail || row.state == Live::State::Lag;
        painter.fillRect(box, QColor::fromRgba(row.state == Live::State::Fail ? colors().failSoft
                                               : trouble                      ? colors().lagSoft
                                                                              : colors().surface));
        painter.setPen(textOf(colors(), row.state));
        painter.drawText(box.adjusted(4, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(row.error, Qt::ElideRight,
                                                          static_cast<int>(box.width()) - 4));
    }
}

void Waterfall::paintStuck(QPainter& painter, const WaterfallLayout::Row& row, double middle) const
{
    const double end = m_layout.axis.x(row.endMs);
    paintState(painter, QRectF(end + 5, middle - 6, 12, 12), row.state, colors());
    painter.setFont(uiFont(11.5, QFont::Medium));
    painter.setPen(textOf(colors(), row.state));
    const double right = m_layout.axis.right - scaled(8);
    const double left = end + 25;
    const QString words = painter.fontMetrics().elidedText(
        row.error, Qt::ElideRight, static_cast<int>(std::max(0.0, right - left - 24)));
    text(painter, left, row, words);
    const double from = left + painter.fontMetrics().horizontalAdvance(words) + 10;
    if (from < right - 12) {
        QPen dashed(solidOf(colors(), row.state), 1.5);
        dashed.setDashPattern({3.3, 2.7});
        painter.setPen(dashed);
        painter.drawLine(QPointF(from, middle), QPointF(right, middle));
        painter.setPen(QPen(solidOf(colors(), row.state), 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(
            QPolygonF{{right - 2, middle - 4}, {right + 2, middle}, {right - 2, middle + 4}});
    }
}

void Waterfall::paintSummary(QPainter& painter, const WaterfallLayout::Row& row,
                             double middle) const
{
    const double least = m_layout.axis.x(row.leastMs);
    const double greatest = m_layout.axis.x(row.greatestMs);
    painter.fillRect(QRectF(least, middle - 1, std::max(1.0, greatest - least), 2),
                     QColor::fromRgba(colors().okQuiet));
    painter.fillRect(QRectF(m_layout.axis.x(row.medianMs) - 1, middle - 5, 2, 10),
                     QColor::fromRgba(colors().okSolid));
}

void Waterfall::paintLiveAfter(QPainter& painter, const WaterfallLayout::Row& row) const
{
    const double right = width() - 14;
    if (row.kind == WaterfallLayout::Row::Kind::Engine) {
        painter.setFont(monoFont(12));
        painter.setPen(QColor::fromRgba(colors().textSecondary));
        text(painter, right, row, Format::duration(row.endMs), Qt::AlignRight);
        return;
    }
    const bool finished = row.liveMs || row.kind == WaterfallLayout::Row::Kind::Summary;
    if (finished) {
        painter.setFont(monoFont(12, row.slowest ? QFont::DemiBold : QFont::Normal));
        painter.setPen(QColor::fromRgba(row.slowest ? colors().text : colors().textSecondary));
        text(painter, right, row, Format::duration(row.liveMs.value_or(row.greatestMs)),
             Qt::AlignRight);
        return;
    }
    painter.setPen(textOf(colors(), row.state));
    painter.setFont(uiFont(12, QFont::DemiBold));
    const bool counting = row.state == Live::State::Moving || row.state == Live::State::Lag;
    if (counting) {
        painter.setFont(monoFont(12));
    }
    text(painter, right, row,
         counting ? Format::elapsed(m_layout.nowMs) : Live::stateLabel(row.state).toLower(),
         Qt::AlignRight);
}

} // namespace headwater
