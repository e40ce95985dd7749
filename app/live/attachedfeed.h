#pragma once

#include <memory>

#include <QTimer>
#include <QUrl>

#include "base/result.h"
#include "feedsource.h"

class QWebSocket;

namespace headwater {

/// The feed of an engine elsewhere, over WebSocket. Reconnects after 1, 2, 4, 8 and then every 15
/// s; ten seconds without a message count as a lost connection. GUI thread.
class AttachedFeed : public FeedSource
{
    Q_OBJECT

public:
    /// `address`: ws://, wss://, http:// or https:// with host and port, or just host:port.
    /// Errors: `attach: "...": needs a host, for example ws://127.0.0.1:8053`.
    [[nodiscard]] static Result<QUrl> parseAddress(const QString& address);

    explicit AttachedFeed(QUrl url, QObject* parent = nullptr);
    ~AttachedFeed() override;

    void open();
    void requestPicture() override;
    void retryNow() override;
    [[nodiscard]] int retryInMs() const override;
    [[nodiscard]] const QUrl& url() const { return m_url; }

private:
    void take(const QString& text);
    void lost(const QString& reason);

    QUrl m_url;
    std::unique_ptr<QWebSocket> m_socket;
    QTimer m_retry;
    QTimer m_silence;
    int m_attempt = 0;
    bool m_open = false;
};

} // namespace headwater
