#pragma once

#include <QJsonObject>
#include <QObject>

namespace headwater {

/// Where feed messages come from: the engine in this process, a WebSocket, or a file. Lives on the
/// GUI thread; whatever it stands for may live elsewhere.
class FeedSource : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Asks for a whole picture; it arrives as a message.
    virtual void requestPicture() = 0;
    /// Tries to connect now instead of at the next planned moment.
    virtual void retryNow() {}
    /// ms until the next try; negative when connected or trying.
    [[nodiscard]] virtual int retryInMs() const { return -1; }

Q_SIGNALS:
    void message(const QJsonObject& message);
    /// The path to the engine was lost (reason: a sentence) or is there again (empty).
    void connectionChanged(bool connected, const QString& reason);
};

} // namespace headwater
