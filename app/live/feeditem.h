#pragma once

#include "feedstate.h"
#include "painteditem.h"

namespace headwater {

/// A painted item that shows a part of the feed, and is laid out again when that changes.
class FeedItem : public headwater::PaintedItem
{
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(headwater::FeedState* feed READ feed WRITE setFeed NOTIFY feedChanged)

public:
    using PaintedItem::PaintedItem;

    [[nodiscard]] FeedState* feed() const { return m_feed; }
    void setFeed(FeedState* feed);

Q_SIGNALS:
    void feedChanged();

protected:
    virtual void relayout() = 0;
    /// Once a second, for what grows with the clock.
    virtual void tick() { relayout(); }
    void lookUpdated() override { relayout(); }

private:
    FeedState* m_feed = nullptr; ///< outlives every item
};

} // namespace headwater
