#pragma once

#include "console/feed.h"
#include "feedsource.h"

namespace headwater {

/// The feed of the engine in this process: the same messages as over the WebSocket, without one.
/// Main thread, where the engine's feed lives too.
class EmbeddedFeed : public FeedSource
{
    Q_OBJECT

public:
    explicit EmbeddedFeed(Feed& feed, QObject* parent = nullptr)
        : FeedSource(parent)
        , m_feed(feed)
    {
        connect(&m_feed, &Feed::message, this, &FeedSource::message);
    }

    void requestPicture() override { m_feed.requestPicture(); }

private:
    Feed& m_feed;
};

} // namespace headwater
