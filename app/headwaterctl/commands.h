#pragma once

#include <QStringList>

#include "engineclient.h"

namespace headwater {

/// What a script can tell apart.
enum ExitCode
{
    Success = 0,
    Refused = 1,     ///< the engine said no, or the thing does not exist
    Usage = 2,       ///< the command line is wrong
    Unreachable = 3, ///< no engine answers at the address
    NotLive = 4      ///< `status`, `zone`: something is stuck, late or not observed
};

enum class Output
{
    Text,
    Json
};

/// Runs one command (everything but `watch`) and prints its result. `options` holds --ttl and the
/// like. Returns an ExitCode.
class Commands
{
public:
    struct Options
    {
        Output output = Output::Text;
        std::uint32_t ttl = 300;
        QStringList nameservers;
        QString mailbox;
        QString query;
        int limit = 50;
    };

    Commands(EngineClient& client, Options options);
    [[nodiscard]] int run(const QStringList& words);

private:
    int status();
    int zones();
    int zone(const QStringList& words);
    int zoneAdd(const QString& name);
    int versions(const QString& zone);
    int records(const QString& zone);
    int zoneCheck(const QString& zone);
    int zonemd(const QString& zone);
    int secondaries();
    int notify(const QStringList& words);
    int record(const QStringList& words);
    int changeRecords(const QString& owner, const QString& type, const QStringList& rdata);
    [[nodiscard]] EngineClient::Answer closestZone(const QString& owner);

    using Render = QString (*)(const QJsonObject&);
    int show(const EngineClient::Answer& answer, Render render);
    int failed(const RequestFailure& failure);
    int usage(const char* text);
    int said(const QJsonObject& answer, const QString& text);

    EngineClient& m_client;
    Options m_options;
};

} // namespace headwater
