#pragma once

#include <QByteArray>
#include <QElapsedTimer>
#include <QObject>

class QWebSocket;

namespace headwater {

/// One WebSocket on the feed, with its own numbering. When more than the limit is unsent it is
/// behind: changes pass it by until it has read everything, then it asks for a new picture.
/// Deletes itself, and its socket, when the viewer has gone. Main thread.
class FeedViewer : public QObject
{
    Q_OBJECT
public:
    enum class Facts
    {
        Wanted,
        Unwanted
    };

    /// `opening` is put at the start of each message: `"run":"..."`. `unsentLimit` in octets.
    FeedViewer(QWebSocket* socket, Facts facts, QByteArray opening, qint64 unsentLimit,
               QObject* parent);

    [[nodiscard]] Facts facts() const { return m_facts; }
    /// How long it has been behind, in ms; 0: it keeps up.
    [[nodiscard]] qint64 behindFor() const;

    /// Bodies are JSON objects without type, seq, run and at.
    void sendPicture(const QByteArray& body);
    void sendChange(const QByteArray& body);
    void sendHeartbeat();
    void close(int code, const QString& why);
    /// At once, without waiting for what is unsent: who does not read would keep it for ever.
    void cut();

Q_SIGNALS:
    void wantsPicture(headwater::FeedViewer* viewer);
    void gone(headwater::FeedViewer* viewer);

private:
    void read(const QString& text);
    [[nodiscard]] bool keepsUp();
    void send(const char* type, const QByteArray& body);

    QWebSocket* m_socket;
    Facts m_facts;
    QByteArray m_opening;
    qint64 m_unsentLimit;
    QElapsedTimer m_behindSince; ///< valid while behind
    quint64 m_seq = 0;
};

} // namespace headwater
