#include "feeditem.h"

namespace headwater {

void FeedItem::setFeed(FeedState* feed)
{
    if (m_feed == feed) {
        return;
    }
    if (m_feed != nullptr) {
        m_feed->disconnect(this);
    }
    m_feed = feed;
    if (m_feed != nullptr) {
        connect(m_feed, &FeedState::changeApplied, this, &FeedItem::relayout);
        connect(m_feed, &FeedState::ticked, this, &FeedItem::tick);
    }
    relayout();
    Q_EMIT feedChanged();
}

} // namespace headwater
