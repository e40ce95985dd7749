#include "syncmatrix.h"

#include <algorithm>

#include <QPainter>
#include <QPainterPath>

#include "format.h"
#include "matrixcell.h"

namespace headwater {

namespace {

/// In flight within its budget is not news for a column head; stuck and late are.
bool isTrouble(Live::State state)
{
    return state == Live::State::Fail || state == Live::State::Lag;
}

QString stepWord(int step)
{
    static const QStringList words{QStringLiteral("committed"),   QStringLiteral("published"),
                                   QStringLiteral("NOTIFY sent"), QStringLiteral("NOTIFY acked"),
                                   QStringLiteral("asked"),       QStringLiteral("transferred"),
                                   QStringLiteral("live")};
    return words.value(step);
}

QString describe(const ZoneRow& zone, const PairRow& pair, double sinceApplied)
{
    QStringList lines{zone.name + QStringLiteral(" on ") + pair.secondary + QStringLiteral(": ") +
                      Live::stateLabel(pair.state).toLower()};
    if (pair.serial) {
        lines.append(
            QStringLiteral("answers %1, newest %2%3")
                .arg(QString::number(*pair.serial, 'f', 0), QString::number(zone.serial),
                     pair.behind > 0 ? QStringLiteral(", %1 behind").arg(pair.behind) : QString()));
    } else {
        lines.append(QStringLiteral("newest %1, its answer is not observed").arg(zone.serial));
    }
    if (pair.state != Live::State::Ok) {
        lines.append(QStringLiteral("newest version: ") + stepWord(pair.step) +
                     (pair.ageMs
                          ? QStringLiteral(", for ") + Format::elapsed(*pair.ageMs + sinceApplied)
                          : QString()));
    }
    if (!pair.error.isEmpty()) {
        lines.append(pair.error);
    }
    if (pair.nextRetryAt) {
        lines.append(QStringLiteral("next try at ") + Format::time(*pair.nextRetryAt));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace

SyncMatrix::SyncMatrix(QQuickItem* parent)
    : FeedItem(parent)
{
}

void SyncMatrix::setAllZones(bool allZones)
{
    if (m_allZones != allZones) {
        m_allZones = allZones;
        m_scrollY = 0;
        m_current = {};
        relayout();
        Q_EMIT allZonesChanged();
        Q_EMIT scrolled();
    }
}

void SyncMatrix::setScrollY(double y)
{
    const double most = std::max(0.0, m_layout.contentHeight - height());
    const double next = std::clamp(y, 0.0, most);
    if (!qFuzzyCompare(1 + next, 1 + m_scrollY)) {
        m_scrollY = next;
        update();
        Q_EMIT scrolled();
    }
}

void SyncMatrix::relayout()
{
    measure();
    // Whoever sizes this item by it must not hear of it while sizing it.
    if (m_announcedEssential != m_layout.essentialHeight) {
        m_announcedEssential = m_layout.essentialHeight;
        Q_EMIT essentialChanged();
    }
}

void SyncMatrix::measure()
{
    if (feed() == nullptr) {
        return;
    }
    MatrixLayout::Input input;
    input.zones = &feed()->zones()->rows();
    input.secondaries = &feed()->secondaries()->rows();
    input.causes = &feed()->causes()->rows();
    input.zonesTotal = feed()->totals()->zones();
    input.mode = m_allZones ? MatrixLayout::Mode::AllZones : MatrixLayout::Mode::Problems;
    input.folded = m_folded;
    input.width = width();
    input.height = height();
    input.scale = textScale();
    input.now = feed()->now();
    input.sinceApplied = feed()->sinceApplied();
    const double before = m_layout.contentHeight + m_layout.columnWidth + m_layout.columnsLeft;
    m_layout = MatrixLayout::make(input);
    if (m_current.row >= m_layout.rows.size()) {
        setCurrent({});
    }
    update();
    if (before != m_layout.contentHeight + m_layout.columnWidth + m_layout.columnsLeft) {
        Q_EMIT laidOut();
    }
    setScrollY(m_scrollY);
}

void SyncMatrix::geometryChange(const QRectF& newGeometry, const QRectF& oldGeometry)
{
    QQuickPaintedItem::geometryChange(newGeometry, oldGeometry);
    if (newGeometry.size() != oldGeometry.size()) {
        measure();
    }
}

const ZoneRow* SyncMatrix::zoneOf(const MatrixLayout::Row& row) const
{
    if (feed() == nullptr || row.zone < 0 || row.zone >= feed()->zones()->rows().size()) {
        return nullptr;
    }
    return &feed()->zones()->rows().at(row.zone);
}

void SyncMatrix::setCurrent(MatrixLayout::Hit hit)
{
    if (!(m_current == hit)) {
        m_current = hit;
        update();
        Q_EMIT currentChanged();
    }
}

void SyncMatrix::pointAt(double x, double y)
{
    setCurrent(y < m_layout.headHeight ? MatrixLayout::Hit{} : m_layout.hit(x, y + m_scrollY));
}

void SyncMatrix::leave()
{
    setCurrent({});
}

void SyncMatrix::press(double x, double y)
{
    if (y >= m_layout.headHeight) {
        activateAt(m_layout.hit(x, y + m_scrollY));
    }
}

void SyncMatrix::move(int rows, int columns)
{
    if (m_layout.rows.isEmpty()) {
        return;
    }
    MatrixLayout::Hit next = m_current;
    if (next.row < 0) {
        next = {0, -1};
    } else {
        next.row = std::clamp(next.row + rows, 0, static_cast<int>(m_layout.rows.size()) - 1);
        next.column =
            std::clamp(next.column + columns, -1, static_cast<int>(m_layout.columns.size()) - 1);
    }
    setCurrent(next);
    const MatrixLayout::Row& row = m_layout.rows.at(next.row);
    if (row.top - m_layout.headHeight < m_scrollY) {
        setScrollY(row.top - m_layout.headHeight);
    } else if (row.top + row.height > m_scrollY + height()) {
        setScrollY(row.top + row.height - height());
    }
}

void SyncMatrix::activate()
{
    activateAt(m_current);
}

void SyncMatrix::activateAt(MatrixLayout::Hit hit)
{
    if (hit.row < 0 || hit.row >= m_layout.rows.size()) {
        return;
    }
    const MatrixLayout::Row row = m_layout.rows.at(hit.row);
    const auto& secondaries = feed()->secondaries()->rows();
    const auto nameOf = [&](int column) {
        return column < 0 ? QString() : secondaries.at(m_layout.columns.at(column).secondary).name;
    };
    if (row.kind == MatrixLayout::Row::Kind::Group) {
        if (!m_folded.remove(row.id)) {
            m_folded.insert(row.id);
        }
        relayout();
    } else if (const ZoneRow* zone = zoneOf(row)) {
        Q_EMIT zoneActivated(zone->name, nameOf(hit.column));
    } else {
        Q_EMIT moreActivated(static_cast<int>(row.state), nameOf(row.column));
    }
}

QString SyncMatrix::hint() const
{
    if (m_current.row < 0 || m_current.row >= m_layout.rows.size()) {
        return {};
    }
    const ZoneRow* zone = zoneOf(m_layout.rows.at(m_current.row));
    if (zone == nullptr || m_current.column < 0) {
        return {};
    }
    const PairRow* pair = MatrixLayout::pairAt(*zone, m_layout.columns.at(m_current.column),
                                               feed()->secondaries()->rows());
    return pair == nullptr ? QString() : describe(*zone, *pair, feed()->sinceApplied());
}

QRectF SyncMatrix::currentBox() const
{
    const QRectF box = m_layout.cell(m_current.row, m_current.column);
    return box.translated(0, -m_scrollY);
}

void SyncMatrix::paint(QPainter* painter)
{
    if (feed() == nullptr) {
        return;
    }
    painter->setRenderHint(QPainter::Antialiasing);
    for (const MatrixLayout::Column& column : m_layout.columns) {
        if (isTrouble(column.state)) {
            const bool stuck = column.state == Live::State::Fail;
            painter->setPen(Qt::NoPen);
            painter->setBrush(QColor::fromRgba(stuck ? colors().failWash : colors().lagWash));
            painter->drawRoundedRect(
                QRectF(column.left, scaled(22), m_layout.columnWidth, height() - scaled(22)), 4, 4);
        }
    }
    painter->save();
    painter->setClipRect(QRectF(0, m_layout.headHeight, width(), height() - m_layout.headHeight));
    painter->translate(0, -m_scrollY);
    for (const MatrixLayout::Row& row : m_layout.rows) {
        const bool visible = row.top + row.height > m_scrollY + m_layout.headHeight &&
                             row.top < m_scrollY + height();
        if (visible) {
            paintRow(*painter, row);
        }
    }
    painter->restore();
    paintHead(*painter);
}

void SyncMatrix::paintHead(QPainter& painter) const
{
    painter.setFont(monoFont(11, QFont::Medium));
    for (const MatrixLayout::Site& site : m_layout.sites) {
        painter.setPen(isTrouble(site.state) && m_layout.columnWidth < 20
                           ? textOf(colors(), site.state)
                           : QColor::fromRgba(colors().textSecondary));
        painter.drawText(QRectF(site.left - 10, scaled(4), site.width + 20, scaled(18)),
                         Qt::AlignCenter, site.name);
    }
    const QRectF line(0, scaled(22), width(), scaled(20));
    const bool small = m_layout.columnWidth < 20;
    painter.setFont(monoFont(small ? 9 : 11, QFont::Medium));
    for (const MatrixLayout::Column& column : m_layout.columns) {
        const QRectF box(column.left, line.top(), m_layout.columnWidth, line.height());
        const bool trouble = isTrouble(column.state);
        painter.setPen(trouble ? textOf(colors(), column.state)
                               : QColor::fromRgba(colors().textMuted));
        if (!trouble || m_layout.columnWidth < 40) {
            painter.drawText(
                box, Qt::AlignCenter,
                small ? column.label.left(1)
                      : painter.fontMetrics().elidedText(column.label, Qt::ElideRight,
                                                         static_cast<int>(box.width()) - 2));
            continue;
        }
        const double text = painter.fontMetrics().horizontalAdvance(column.label);
        const double left = box.center().x() - (9 + 3 + text) / 2;
        paintState(painter, QRectF(left, box.center().y() - 4.5, 9, 9), column.state, colors());
        painter.setPen(textOf(colors(), column.state));
        painter.drawText(QRectF(left + 12, box.top(), text + 2, box.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, column.label);
    }
    painter.setFont(uiFont(11, QFont::Medium));
    painter.setPen(QColor::fromRgba(colors().textMuted));
    painter.drawText(line.adjusted(MatrixLayout::padding, 0, 0, 0),
                     Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("Zone"));
    painter.drawText(line.adjusted(0, 0, -MatrixLayout::padding, 0),
                     Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("Oldest"));
    painter.setPen(QPen(QColor::fromRgba(colors().borderSubtle), 1));
    painter.drawLine(QPointF(0, line.bottom() - 0.5), QPointF(width(), line.bottom() - 0.5));
}

void SyncMatrix::paintRow(QPainter& painter, const MatrixLayout::Row& row) const
{
    const bool current = m_current.row >= 0 && m_current.row < m_layout.rows.size() &&
                         m_layout.rows.at(m_current.row).top == row.top;
    if (current && row.kind != MatrixLayout::Row::Kind::Group) {
        QColor wash = QColor::fromRgba(colors().surfaceHover);
        wash.setAlphaF(0.7F);
        painter.fillRect(QRectF(0, row.top, width(), row.height), wash);
    }
    if (row.kind == MatrixLayout::Row::Kind::Group) {
        paintGroup(painter, row);
        return;
    }
    if (row.kind != MatrixLayout::Row::Kind::Zone) {
        paintMore(painter, row);
        return;
    }
    const ZoneRow* zone = zoneOf(row);
    if (zone == nullptr) {
        return;
    }
    painter.setFont(monoFont(12));
    painter.setPen(QColor::fromRgba(colors().text));
    const double left = MatrixLayout::padding + scaled(MatrixLayout::foldWidth);
    const QRectF label(left, row.top, m_layout.columnsLeft - left - 8, row.height);
    painter.drawText(label, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(row.title, Qt::ElideMiddle,
                                                      static_cast<int>(label.width())));
    const MatrixCell cell(colors(), monoFont(10, QFont::DemiBold));
    for (const MatrixLayout::Column& column : m_layout.columns) {
        cell.paint(painter, QRectF(column.left, row.top, m_layout.columnWidth, row.height),
                   MatrixLayout::pairAt(*zone, column, feed()->secondaries()->rows()));
    }
    if (current && m_current.column >= 0) {
        painter.setPen(QPen(QColor::fromRgba(colors().focus), 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(
            m_layout.cell(m_current.row, m_current.column).adjusted(1, 1, -1, -1), 3, 3);
    }
    paintAge(painter, row);
}

void SyncMatrix::paintGroup(QPainter& painter, const MatrixLayout::Row& row) const
{
    const double middle = row.top + scaled(3) + (row.height - scaled(3)) / 2;
    QPainterPath arrow;
    if (row.folded) {
        arrow.moveTo(MatrixLayout::padding + 3.5, middle - 3);
        arrow.lineTo(MatrixLayout::padding + 6.5, middle);
        arrow.lineTo(MatrixLayout::padding + 3.5, middle + 3);
    } else {
        arrow.moveTo(MatrixLayout::padding + 2, middle - 1.5);
        arrow.lineTo(MatrixLayout::padding + 5, middle + 1.5);
        arrow.lineTo(MatrixLayout::padding + 8, middle - 1.5);
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor::fromRgba(colors().textMuted), 1.2, Qt::SolidLine, Qt::RoundCap,
                        Qt::RoundJoin));
    painter.drawPath(arrow);
    paintState(painter, QRectF(MatrixLayout::padding + 16, middle - 5.5, 11, 11), row.state,
               colors());
    const QRectF line(MatrixLayout::padding + scaled(MatrixLayout::foldWidth),
                      middle - row.height / 2, width(), row.height);
    painter.setFont(uiFont(13, QFont::Medium));
    painter.setPen(QColor::fromRgba(colors().text));
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, row.title);
    const double titleWidth = painter.fontMetrics().horizontalAdvance(row.title);
    painter.setFont(uiFont(12));
    painter.setPen(QColor::fromRgba(colors().textMuted));
    painter.drawText(line.adjusted(titleWidth + 6, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     row.note);
    paintAge(painter, row);
}

void SyncMatrix::paintMore(QPainter& painter, const MatrixLayout::Row& row) const
{
    const bool rest = row.kind == MatrixLayout::Row::Kind::Rest;
    painter.setFont(uiFont(12));
    painter.setPen(QColor::fromRgba(colors().accent));
    const double left = MatrixLayout::padding + scaled(MatrixLayout::foldWidth);
    const QString number = Format::count(static_cast<double>(row.count));
    const QString text = rest ? number + QStringLiteral(" more")
                         : row.state == Live::State::Moving
                             ? number + QStringLiteral(" more in flight")
                             : number + QStringLiteral(" more with the same cause");
    painter.drawText(QRectF(left, row.top, m_layout.labelWidth, row.height),
                     Qt::AlignLeft | Qt::AlignVCenter, text);
    if (rest) {
        const MatrixCell cell(colors(), monoFont(10, QFont::DemiBold));
        for (const MatrixLayout::Column& column : m_layout.columns) {
            cell.paintLiveGroup(painter,
                                QRectF(column.left, row.top, m_layout.columnWidth, row.height));
        }
    } else if (row.column >= 0) {
        painter.setFont(monoFont(11, QFont::Medium));
        painter.setPen(textOf(colors(), row.state));
        painter.drawText(QRectF(m_layout.columns.at(row.column).left + 2, row.top, 120, row.height),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         Format::plural(static_cast<double>(row.count), QStringLiteral("zone")));
    }
}

void SyncMatrix::paintAge(QPainter& painter, const MatrixLayout::Row& row) const
{
    if (!row.ageMs) {
        return;
    }
    const bool group = row.kind == MatrixLayout::Row::Kind::Group;
    painter.setFont(monoFont(11, group ? QFont::DemiBold : QFont::Normal));
    painter.setPen(group ? textOf(colors(), row.state) : QColor::fromRgba(colors().textMuted));
    const double top = group ? row.top + scaled(3) : row.top;
    painter.drawText(QRectF(0, top, width() - MatrixLayout::padding, row.top + row.height - top),
                     Qt::AlignRight | Qt::AlignVCenter, Format::elapsed(*row.ageMs));
}

} // namespace headwater
