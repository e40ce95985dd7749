#include "matrixcell.h"

#include <QPainter>
#include <QPainterPath>

namespace headwater {

namespace {

constexpr double compactWidth = 10; // columns of 8: size tells the state
constexpr double numberWidth = 30;  // tiles narrower than this carry no number

QRectF centred(const QRectF& box, double width, double height)
{
    return {box.center().x() - width / 2, box.center().y() - height / 2, width, height};
}

void fill(QPainter& painter, const QRectF& box, QRgb colour, double radius)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor::fromRgba(colour));
    painter.drawRoundedRect(box, radius, radius);
}

void cross(QPainter& painter, const QRectF& box)
{
    painter.setPen(QPen(QColor(Qt::white), 1.6, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(box.topLeft(), box.bottomRight());
    painter.drawLine(box.topRight(), box.bottomLeft());
}

} // namespace

void MatrixCell::paint(QPainter& painter, const QRectF& box, const PairRow* pair) const
{
    if (pair == nullptr) {
        return;
    }
    if (box.width() < compactWidth) {
        paintSmall(painter, box, *pair);
        return;
    }
    switch (pair->state) {
    case Live::State::Ok: {
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor::fromRgba(m_colors.okSolid));
        painter.drawEllipse(box.center(), 2.5, 2.5);
        break;
    }
    case Live::State::Moving:
        paintFlight(painter, box, pair->step);
        break;
    case Live::State::Lag:
    case Live::State::Fail:
        paintTile(painter, box, *pair);
        break;
    case Live::State::Unknown:
        paintDiamond(painter, box, 8);
        break;
    case Live::State::Paused:
        paintPaused(painter, box);
        break;
    }
}

void MatrixCell::paintLiveGroup(QPainter& painter, const QRectF& box) const
{
    QColor colour = QColor::fromRgba(m_colors.okQuiet);
    colour.setAlphaF(0.75F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    const double width = box.width() < compactWidth ? 6 : box.width() - 10;
    painter.drawRoundedRect(centred(box, width, 6), 2, 2);
}

void MatrixCell::paintFlight(QPainter& painter, const QRectF& box, int step) const
{
    constexpr double steps = 6;
    const QRectF tile = centred(box, box.width() - 10, box.height() / 2);
    painter.setPen(QPen(QColor::fromRgba(m_colors.movingLine), 1));
    painter.setBrush(QColor::fromRgba(m_colors.movingSoft));
    painter.drawRoundedRect(tile.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    const double done = std::max(0.08, step / steps) * (tile.width() - 2);
    fill(painter, QRectF(tile.left() + 1, tile.top(), done, tile.height()), m_colors.movingSolid,
         3);
}

void MatrixCell::paintTile(QPainter& painter, const QRectF& box, const PairRow& pair) const
{
    const bool stuck = pair.state == Live::State::Fail;
    const QRectF tile = centred(box, box.width() - 8, box.height() * 0.7);
    fill(painter, tile, stuck ? m_colors.failSolid : m_colors.lagTile, 3);
    if (!stuck) {
        painter.setPen(QPen(QColor::fromRgba(m_colors.lagSolid), 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(tile.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    }
    const bool withNumber = tile.width() >= numberWidth && pair.behind > 0;
    const QString number =
        pair.behind > 999 ? QStringLiteral("999+") : QString::number(pair.behind);
    painter.setFont(m_font);
    const double textWidth = withNumber ? painter.fontMetrics().horizontalAdvance(number) : 0.0;
    constexpr double mark = 5;
    constexpr double gap = 4.5;
    double left = tile.center().x() - (textWidth + (stuck ? mark + (withNumber ? gap : 0) : 0)) / 2;
    if (stuck) {
        cross(painter, QRectF(left, tile.center().y() - mark / 2, mark, mark));
        left += mark + gap;
    }
    if (withNumber) {
        painter.setPen(stuck ? QColor(Qt::white) : QColor::fromRgba(m_colors.onLagTile));
        painter.drawText(QRectF(left, tile.top(), textWidth + 2, tile.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, number);
    }
}

void MatrixCell::paintSmall(QPainter& painter, const QRectF& box, const PairRow& pair) const
{
    switch (pair.state) {
    case Live::State::Ok:
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor::fromRgba(m_colors.okSolid));
        painter.drawEllipse(box.center(), 1.5, 1.5);
        break;
    case Live::State::Moving:
        fill(painter, centred(box, 6, 6), m_colors.movingSolid, 1);
        break;
    case Live::State::Lag:
        fill(painter, centred(box, 6, 12), m_colors.lagTile, 1);
        break;
    case Live::State::Fail:
        fill(painter, centred(box, 6, 16), m_colors.failSolid, 1);
        break;
    case Live::State::Unknown:
        paintDiamond(painter, box, 5);
        break;
    case Live::State::Paused:
        paintPaused(painter, box);
        break;
    }
}

void MatrixCell::paintDiamond(QPainter& painter, const QRectF& box, double size) const
{
    const QPointF middle = box.center();
    const double half = size / 2;
    QPainterPath path(middle + QPointF(0, -half));
    path.lineTo(middle + QPointF(half, 0));
    path.lineTo(middle + QPointF(0, half));
    path.lineTo(middle + QPointF(-half, 0));
    path.closeSubpath();
    painter.setPen(QPen(QColor::fromRgba(m_colors.unknownSolid), 1.2));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
}

void MatrixCell::paintPaused(QPainter& painter, const QRectF& box) const
{
    const QPointF middle = box.center();
    fill(painter, QRectF(middle.x() - 3.5, middle.y() - 4, 2, 8), m_colors.pausedSolid, 0);
    fill(painter, QRectF(middle.x() + 1.5, middle.y() - 4, 2, 8), m_colors.pausedSolid, 0);
}

} // namespace headwater
