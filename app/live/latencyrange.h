#pragma once

#include "feedstate.h"
#include "painteditem.h"

namespace headwater {

/// p50 to p99 of change-to-live for each secondary on a logarithmic scale, under the matrix and on
/// its columns, with the budget line.
class LatencyRange : public headwater::PaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(headwater::FeedState* feed READ feed WRITE setFeed NOTIFY inputChanged)
    Q_PROPERTY(double columnsLeft MEMBER m_columnsLeft NOTIFY inputChanged)
    Q_PROPERTY(double columnWidth MEMBER m_columnWidth NOTIFY inputChanged)

public:
    explicit LatencyRange(QQuickItem* parent = nullptr);

    [[nodiscard]] FeedState* feed() const { return m_feed; }
    void setFeed(FeedState* feed);
    void paint(QPainter* painter) override;

    /// Height above the bottom for a duration, between 1 ms and 100 s.
    [[nodiscard]] static double position(double ms, double leastMs, double greatestMs,
                                         double height);

Q_SIGNALS:
    void inputChanged();

private:
    FeedState* m_feed = nullptr; ///< outlives every item
    double m_columnsLeft = 250;
    double m_columnWidth = 40;
};

} // namespace headwater
