#include "playedfeed.h"

#include <QFile>
#include <QJsonDocument>

#include "field.h"

namespace headwater {

Result<QList<QJsonObject>> PlayedFeed::load(const QString& file)
{
    constexpr qsizetype mostLines = 10000;
    constexpr qint64 longestLine = 4 * 1024 * 1024;
    const std::string where = "play: " + file.toStdString() + ": ";
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly)) {
        return failure(where + in.errorString().toStdString());
    }
    QList<QJsonObject> messages;
    for (int line = 1; !in.atEnd() && messages.size() < mostLines; ++line) {
        const QByteArray text = in.readLine(longestLine).trimmed();
        if (text.isEmpty()) {
            continue;
        }
        const QJsonDocument document = QJsonDocument::fromJson(text);
        if (!document.isObject()) {
            return failure(where + "line " + std::to_string(line) + ": not a JSON object");
        }
        messages.append(document.object());
    }
    if (messages.isEmpty()) {
        return failure(where + "holds no message");
    }
    return messages;
}

PlayedFeed::PlayedFeed(QList<QJsonObject> messages, QObject* parent)
    : FeedSource(parent)
    , m_messages(std::move(messages))
{
    m_due.setSingleShot(true);
    m_due.setTimerType(Qt::PreciseTimer);
    m_heartbeat.setInterval(1000);
    connect(&m_due, &QTimer::timeout, this, &PlayedFeed::sendNext);
    connect(&m_heartbeat, &QTimer::timeout, this, &PlayedFeed::sendHeartbeat);
}

void PlayedFeed::start()
{
    Q_EMIT connectionChanged(true, QString());
    m_next = 0;
    m_heartbeat.start();
    scheduleNext();
}

void PlayedFeed::requestPicture()
{
    for (qsizetype i = qMin(m_next, m_messages.size()) - 1; i >= 0; --i) {
        if (m_messages.at(i).value(QLatin1String("type")) == QLatin1String("picture")) {
            m_next = i;
            m_due.start(0);
            return;
        }
    }
}

void PlayedFeed::scheduleNext()
{
    if (m_next >= m_messages.size()) {
        return;
    }
    const qint64 after = field::count(m_messages.at(m_next), QLatin1String("afterMs"));
    m_due.start(static_cast<int>(qMin<qint64>(after, 3600000)));
}

void PlayedFeed::sendNext()
{
    if (m_next >= m_messages.size()) {
        return;
    }
    const QJsonObject next = m_messages.at(m_next++);
    m_lastAt = field::number(next, QLatin1String("at")).value_or(m_lastAt);
    m_lastSeq = field::number(next, QLatin1String("seq")).value_or(m_lastSeq);
    m_sinceLast.start();
    Q_EMIT message(next);
    scheduleNext();
}

void PlayedFeed::sendHeartbeat()
{
    if (m_next == 0) {
        return;
    }
    const double at = m_lastAt + static_cast<double>(m_sinceLast.elapsed());
    Q_EMIT message(QJsonObject{{QStringLiteral("type"), QStringLiteral("heartbeat")},
                               {QStringLiteral("seq"), m_lastSeq},
                               {QStringLiteral("at"), at}});
}

} // namespace headwater
