#include "latencyrange.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "format.h"

namespace headwater {

LatencyRange::LatencyRange(QQuickItem* parent)
    : PaintedItem(parent)
{
    connect(this, &LatencyRange::inputChanged, this, [this] { update(); });
}

void LatencyRange::setFeed(FeedState* feed)
{
    if (m_feed == feed) {
        return;
    }
    if (m_feed != nullptr) {
        m_feed->disconnect(this);
    }
    m_feed = feed;
    if (m_feed != nullptr) {
        connect(m_feed, &FeedState::changeApplied, this, [this] { update(); });
    }
    Q_EMIT inputChanged();
}

double LatencyRange::position(double ms, double leastMs, double greatestMs, double height)
{
    const double at = std::clamp(ms, leastMs, greatestMs);
    return height * std::log(at / leastMs) / std::log(greatestMs / leastMs);
}

void LatencyRange::paint(QPainter* painter)
{
    if (m_feed == nullptr) {
        return;
    }
    const auto& secondaries = m_feed->secondaries()->rows();
    const double budget = m_feed->totals()->budgetMs();
    double least = 1e9;
    double greatest = std::isfinite(budget) ? budget * 1.3 : 1000.0;
    for (const SecondaryRow& row : secondaries) {
        least = std::min(least, row.p50Ms.value_or(1e9));
        greatest = std::max(greatest, row.p99Ms.value_or(0.0) * 1.2);
    }
    if (least > 1e8) {
        return;
    }
    least = std::max(0.1, std::pow(10.0, std::floor(std::log10(least * 0.9))));
    const double bottom = height() - 8;
    const double tall = bottom - 6;
    const auto y = [&](double ms) { return bottom - position(ms, least, greatest, tall); };
    const double right = m_columnsLeft + m_columnWidth * static_cast<double>(secondaries.size());

    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(monoFont(11));
    const auto line = [&](double ms, const QString& label, const QPen& pen) {
        painter->setPen(pen);
        painter->drawLine(QPointF(m_columnsLeft, y(ms)), QPointF(right, y(ms)));
        painter->setPen(QColor::fromRgba(colors().textMuted));
        painter->drawText(QRectF(0, y(ms) - 8, m_columnsLeft - 6, 16),
                          Qt::AlignRight | Qt::AlignVCenter, label);
    };
    for (double ms = least; ms <= greatest; ms *= 10) {
        const bool underBudget = std::isfinite(budget) && std::abs(y(ms) - y(budget)) < 13;
        line(ms, underBudget ? QString() : Format::setDuration(ms),
             QPen(QColor::fromRgba(colors().grid), 1));
    }
    if (std::isfinite(budget) && budget > 0) {
        QPen dashed(QColor::fromRgba(colors().lagSolid), 1);
        dashed.setDashPattern({3, 4});
        line(budget, QStringLiteral("budget ") + Format::setDuration(budget), dashed);
    }
    const double half = std::min(7.0, m_columnWidth / 2 - 1);
    for (int i = 0; i < secondaries.size(); ++i) {
        const SecondaryRow& row = secondaries.at(i);
        if (!row.p50Ms) {
            continue;
        }
        const double x = m_columnsLeft + m_columnWidth * (i + 0.5);
        const double low = y(*row.p50Ms);
        const double high = y(row.p99Ms.value_or(*row.p50Ms));
        QColor bar = QColor::fromRgba(colors().phaseTransfer);
        painter->setPen(QPen(bar, 2.5));
        painter->drawLine(QPointF(x - half, low), QPointF(x + half, low));
        painter->setPen(QPen(QColor::fromRgba(colors().textSecondary), 1.5));
        painter->drawLine(QPointF(x - half + 2, high), QPointF(x + half - 2, high));
        bar.setAlphaF(0.45F);
        painter->fillRect(QRectF(x - half / 2, high, half, low - high), bar);
    }
}

} // namespace headwater
