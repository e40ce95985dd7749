#include "sparkline.h"

#include <algorithm>

#include <QPainter>
#include <QPainterPath>

namespace headwater {

namespace {
constexpr double inset = 2;
}

Sparkline::Sparkline(QQuickItem* parent)
    : PaintedItem(parent)
{
    setImplicitSize(68, 24);
    connect(this, &Sparkline::valuesChanged, this, [this] { update(); });
}

void Sparkline::setValues(const QList<double>& values)
{
    if (m_values != values) {
        m_values = values;
        Q_EMIT valuesChanged();
    }
}

QList<QPointF> Sparkline::points(const QList<double>& values, double greatest, QSizeF size)
{
    QList<QPointF> result;
    if (values.size() < 2) {
        return result;
    }
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    const double low = greatest > 0 ? 0.0 : *least;
    const double high = greatest > 0 ? greatest : *most;
    const double range = high > low ? high - low : 1.0;
    const double step = (size.width() - 2 * inset) / static_cast<double>(values.size() - 1);
    for (qsizetype i = 0; i < values.size(); ++i) {
        const double share = std::clamp((values.at(i) - low) / range, 0.0, 1.0);
        result.append({inset + static_cast<double>(i) * step,
                       size.height() - inset - share * (size.height() - 2 * inset)});
    }
    return result;
}

void Sparkline::paint(QPainter* painter)
{
    const QList<QPointF> line = points(m_values, m_greatest, QSizeF(width(), height()));
    if (line.isEmpty()) {
        return;
    }
    const QColor colour = QColor::fromRgba(m_muted ? colors().textMuted : colors().accent);
    painter->setRenderHint(QPainter::Antialiasing);
    QPainterPath path(line.first());
    for (const QPointF& point : line) {
        path.lineTo(point);
    }
    if (m_filled) {
        QPainterPath area = path;
        area.lineTo(line.last().x(), height());
        area.lineTo(line.first().x(), height());
        QColor tint = colour;
        tint.setAlphaF(0.12F);
        painter->fillPath(area, tint);
    }
    painter->setPen(QPen(colour, m_filled ? 1.5 : 1.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPath(path);
    if (m_filled) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(colour);
        painter->drawEllipse(line.last(), 2.2, 2.2);
    }
}

} // namespace headwater
