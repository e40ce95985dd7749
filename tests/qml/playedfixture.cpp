#include "playedfixture.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QJsonArray>
#include <QMetaObject>

namespace headwater {

PlayedFixture::PlayedFixture(QObject* parent)
    : QObject(parent)
    , m_state(nullptr, [this] { return m_now; })
{
}

bool PlayedFixture::play(const QString& name)
{
    auto messages =
        PlayedFeed::load(QStringLiteral(FEEDS_FOLDER "/") + name + QStringLiteral(".jsonl"));
    if (!messages) {
        qWarning("%s", messages.error().text.c_str());
        return false;
    }
    m_now = 0;
    m_seq = messages->first().value(QLatin1String("seq")).toDouble();
    m_state.resume();
    m_state.take(messages->first());
    m_state.flush();
    return m_state.isReady();
}

void PlayedFixture::refuse(const QString& zone, const QString& problem)
{
    const ZoneRow* row = m_state.zones()->find(zone);
    const QJsonObject changed{
        {QStringLiteral("name"), zone},
        {QStringLiteral("serial"), row != nullptr ? static_cast<double>(row->serial) : 1.0},
        {QStringLiteral("state"), QStringLiteral("ok")},
        {QStringLiteral("problem"), problem},
        {QStringLiteral("problemSince"), m_state.now() - 60000}};
    const QJsonObject fault{{QStringLiteral("place"), QStringLiteral("dns 127.0.0.1:5300")},
                            {QStringLiteral("text"), QStringLiteral("the port is in use")},
                            {QStringLiteral("since"), m_state.now() - 5000}};
    m_state.take({{QStringLiteral("type"), QStringLiteral("change")},
                  {QStringLiteral("seq"), ++m_seq},
                  {QStringLiteral("at"), m_state.now()},
                  {QStringLiteral("zones"), QJsonArray{changed}},
                  {QStringLiteral("engine"),
                   QJsonObject{{QStringLiteral("name"), QStringLiteral("production")},
                               {QStringLiteral("problems"), QJsonArray{fault}}}}});
    m_state.flush();
}

void PlayedFixture::hearNothingFor(double ms)
{
    m_now += static_cast<qint64>(ms);
    m_state.tick();
}

QString PlayedFixture::clipboard() const
{
    return QGuiApplication::clipboard()->text();
}

} // namespace headwater
