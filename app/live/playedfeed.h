#pragma once

#include <QElapsedTimer>
#include <QList>
#include <QTimer>

#include "base/result.h"
#include "feedsource.h"

namespace headwater {

/// A recorded feed: one JSON message per line, each with `afterMs` since the line before it.
/// Heartbeats are made once a second. For demonstrations, pictures and tests. GUI thread.
class PlayedFeed : public FeedSource
{
    Q_OBJECT

public:
    /// At most 10,000 lines of at most 4 MiB. Errors: `play: FILE: line 3: not a JSON object`.
    [[nodiscard]] static Result<QList<QJsonObject>> load(const QString& file);

    explicit PlayedFeed(QList<QJsonObject> messages, QObject* parent = nullptr);

    void start();
    /// Sends the latest picture again and goes on after it.
    void requestPicture() override;

private:
    void sendNext();
    void scheduleNext();
    void sendHeartbeat();

    QList<QJsonObject> m_messages;
    qsizetype m_next = 0;
    QTimer m_due;
    QTimer m_heartbeat;
    QElapsedTimer m_sinceLast;
    double m_lastAt = 0;
    double m_lastSeq = 0;
};

} // namespace headwater
