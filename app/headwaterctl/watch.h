#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QTimer>
#include <QUrl>
#include <QWebSocket>

#include "commands.h"

namespace headwater {

/// `headwaterctl watch`: the feed as lines, one a fact, as it happens, and the verdict whenever it
/// changes. A lost connection is said and tried again after 1, 2, 4, 8, 15 s. Main thread.
class Watch : public QObject
{
    Q_OBJECT
public:
    Watch(QUrl engine, QByteArray token, Output output, QString zone, QObject* parent = nullptr);
    void start();

private:
    void connectToEngine();
    void receive(const QString& text);
    void showVerdict(const QJsonObject& verdict);
    void showFact(const QJsonObject& fact);
    void lost();

    QUrl m_feed;
    QByteArray m_token;
    Output m_output;
    QString m_zone; ///< empty: all
    QWebSocket m_socket;
    QTimer m_silence;
    QString m_headline;
    int m_attempt = 0;
};

} // namespace headwater
