#include "painteditem.h"

#include <cmath>

#include <QPainter>
#include <QPainterPath>

namespace headwater {

namespace {

QRgb grey(QRgb colour)
{
    const int level = qGray(colour);
    return qRgba(level, level, level, qAlpha(colour));
}

/// Status colours without their colour; surfaces and texts stay.
tokens::Colors greyed(tokens::Colors c)
{
    for (QRgb* colour :
         {&c.ok,         &c.okSolid,     &c.okQuiet,    &c.okWash,      &c.okLine,
          &c.moving,     &c.movingSolid, &c.movingSoft, &c.movingLine,  &c.lag,
          &c.lagSolid,   &c.lagTile,     &c.lagWash,    &c.lagSoft,     &c.fail,
          &c.failSolid,  &c.failSoft,    &c.failWash,   &c.unknown,     &c.unknownSolid,
          &c.paused,     &c.pausedSolid, &c.accent,     &c.phaseNotify, &c.phaseTransfer,
          &c.phaseVerify}) {
        *colour = grey(*colour);
    }
    return c;
}

QFont familyFont(const QStringList& families, double size, int weight)
{
    QFont font;
    font.setFamilies(families);
    font.setPixelSize(qMax(1, static_cast<int>(std::lround(size))));
    font.setWeight(static_cast<QFont::Weight>(weight));
    return font;
}

QStringList list(const char16_t* const (&families)[3])
{
    return {QString::fromUtf16(families[0]), QString::fromUtf16(families[1]),
            QString::fromUtf16(families[2])};
}

QStringList list(const char16_t* const (&families)[2])
{
    return {QString::fromUtf16(families[0]), QString::fromUtf16(families[1])};
}

void strokeMark(QPainter& painter, const QPainterPath& mark, QRgb colour, double width)
{
    painter.setPen(
        QPen(QColor::fromRgba(colour), width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(mark);
}

} // namespace

PaintedItem::PaintedItem(QQuickItem* parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
    setOpaquePainting(false);
}

void PaintedItem::setDark(bool dark)
{
    if (m_dark != dark) {
        m_dark = dark;
        refresh();
    }
}

void PaintedItem::setTextScale(double scale)
{
    if (!qFuzzyCompare(m_textScale, scale)) {
        m_textScale = scale;
        refresh();
    }
}

void PaintedItem::setStale(bool stale)
{
    if (m_stale != stale) {
        m_stale = stale;
        refresh();
    }
}

void PaintedItem::refresh()
{
    m_colors = m_dark ? tokens::dark : tokens::light;
    if (m_stale) {
        m_colors = greyed(m_colors);
    }
    Q_EMIT lookChanged();
    lookUpdated();
    update();
}

QFont PaintedItem::uiFont(double size, int weight) const
{
    // As in tokens.py: Qt darkens the stems of Debian's Inter, one weight less looks as designed.
    const int seen = weight >= QFont::DemiBold ? QFont::Medium
                     : weight >= QFont::Medium ? QFont::Normal
                                               : QFont::Light;
    static const QStringList families = list(tokens::uiFamilies);
    return familyFont(families, scaled(size), seen);
}

QFont PaintedItem::monoFont(double size, int weight) const
{
    static const QStringList families = list(tokens::monoFamilies);
    const int seen = weight == QFont::DemiBold ? QFont::Bold : weight;
    QFont font = familyFont(families, scaled(size), seen);
    font.setStyleStrategy(QFont::PreferNoShaping); // otherwise "www" and "->" join
    return font;
}

QColor PaintedItem::textOf(const tokens::Colors& c, Live::State state)
{
    switch (state) {
    case Live::State::Fail:
        return QColor::fromRgba(c.fail);
    case Live::State::Lag:
        return QColor::fromRgba(c.lag);
    case Live::State::Unknown:
        return QColor::fromRgba(c.unknown);
    case Live::State::Moving:
        return QColor::fromRgba(c.moving);
    case Live::State::Paused:
        return QColor::fromRgba(c.paused);
    case Live::State::Ok:
        break;
    }
    return QColor::fromRgba(c.ok);
}

QColor PaintedItem::solidOf(const tokens::Colors& c, Live::State state)
{
    switch (state) {
    case Live::State::Fail:
        return QColor::fromRgba(c.failSolid);
    case Live::State::Lag:
        return QColor::fromRgba(c.lagSolid);
    case Live::State::Unknown:
        return QColor::fromRgba(c.unknownSolid);
    case Live::State::Moving:
        return QColor::fromRgba(c.movingSolid);
    case Live::State::Paused:
        return QColor::fromRgba(c.pausedSolid);
    case Live::State::Ok:
        break;
    }
    return QColor::fromRgba(c.okSolid);
}

void PaintedItem::paintState(QPainter& painter, const QRectF& box, Live::State state,
                             const tokens::Colors& c)
{
    // The shapes of tokens.json icon.status.*, on their grid of 12.
    constexpr double grid = 12.0;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(box.topLeft());
    painter.scale(box.width() / grid, box.height() / grid);
    painter.setPen(Qt::NoPen);
    painter.setBrush(solidOf(c, state));
    QPainterPath mark;
    switch (state) {
    case Live::State::Ok:
        painter.drawEllipse(QPointF(6, 6), 5.2, 5.2);
        mark.moveTo(3.6, 6.2);
        mark.lineTo(5.3, 7.9);
        mark.lineTo(8.5, 4.4);
        strokeMark(painter, mark, c.surface, 1.5);
        break;
    case Live::State::Fail:
        painter.drawRoundedRect(QRectF(0.8, 0.8, 10.4, 10.4), 1.5, 1.5);
        mark.moveTo(4.1, 4.1);
        mark.lineTo(7.9, 7.9);
        mark.moveTo(7.9, 4.1);
        mark.lineTo(4.1, 7.9);
        strokeMark(painter, mark, 0xFFFFFFFF, 1.5);
        break;
    case Live::State::Lag:
        mark.moveTo(6, 0.9);
        mark.lineTo(11.5, 10.8);
        mark.lineTo(0.5, 10.8);
        mark.closeSubpath();
        painter.setBrush(QColor::fromRgba(c.lagTile));
        painter.setPen(
            QPen(QColor::fromRgba(c.lagSolid), 1, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPath(mark);
        mark = QPainterPath();
        mark.moveTo(6, 4.4);
        mark.lineTo(6, 7.4);
        mark.moveTo(6, 9.1);
        mark.lineTo(6.01, 9.1);
        strokeMark(painter, mark, c.onLagTile, 1.4);
        break;
    case Live::State::Unknown:
        mark.moveTo(6, 1.2);
        mark.lineTo(10.8, 6);
        mark.lineTo(6, 10.8);
        mark.lineTo(1.2, 6);
        mark.closeSubpath();
        strokeMark(painter, mark, c.unknownSolid, 1.4);
        break;
    case Live::State::Moving: {
        const QRectF ring(1.3, 1.3, 9.4, 9.4);
        const QColor solid = QColor::fromRgba(c.movingSolid);
        QColor faint = solid;
        faint.setAlphaF(0.3F);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(faint, 1.8));
        painter.drawEllipse(ring);
        painter.setPen(QPen(solid, 1.8, Qt::SolidLine, Qt::RoundCap));
        painter.drawArc(ring, 90 * 16, -270 * 16);
        break;
    }
    case Live::State::Paused:
        mark.moveTo(4, 2);
        mark.lineTo(4, 10);
        mark.moveTo(8, 2);
        mark.lineTo(8, 10);
        strokeMark(painter, mark, c.pausedSolid, 2.0);
        break;
    }
    painter.restore();
}

} // namespace headwater
