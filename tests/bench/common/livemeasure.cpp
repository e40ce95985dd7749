#include "bench/common/livemeasure.h"

#include <thread>

#include "bench/common/answerwatch.h"
#include "bench/common/peerprimary.h"
#include "support/nsdserver.h"

namespace headwater {

namespace {

constexpr int Changes = 100;
constexpr int WarmUp = 5;
constexpr auto Apart = std::chrono::milliseconds(30);

/// One that does not write its zone files meanwhile.
class QuietNsd : public NsdServer
{
public:
    using NsdServer::NsdServer;

protected:
    void writeConfiguration() override
    {
        NsdServer::writeConfiguration();
        const QString path = folder() + QStringLiteral("/nsd.conf");
        writeFile(path, readFile(path).replace(QStringLiteral("zonefiles-write: 1"),
                                               QStringLiteral("zonefiles-write: 86400")));
    }
};

HostAddress changed(const BenchZone& zone, int number)
{
    const std::size_t host = static_cast<std::size_t>(number) * 7919 % (zone.records / 2);
    return {zone.host(host), "198.51.100." + std::to_string(number % 250 + 1)};
}

} // namespace

std::unique_ptr<SecondaryServer> liveSecondary(ServerKind kind, const TemporaryFolder& folder,
                                               const BenchZone& zone, const Endpoint& primary)
{
    static int number = 0;
    const QString own = folder.subfolder(QStringLiteral("secondary%1").arg(++number));
    SecondarySetup setup{primary, {}, {QString::fromStdString(zone.zone.display())}};
    if (kind == ServerKind::Nsd)
        return std::make_unique<QuietNsd>(own, std::move(setup));
    return SecondaryServer::create(kind, own, std::move(setup));
}

Samples untilAnswered(const BenchZone& zone, RecordDoor* door, SecondaryServer* server)
{
    if (!server->startAndWait())
        giveUp("a secondary does not start: " + server->logText().toStdString());
    static_cast<void>(waitForSoa(server->endpoint(), zone.zone, Steady::now()));
    AnswerWatch watch(server->endpoint());
    Samples samples;
    for (int i = 0; i < Changes + WarmUp; ++i) {
        std::this_thread::sleep_for(Apart);
        const auto start = Steady::now();
        const HostAddress host = changed(zone, i);
        door->send(zone.zone, {host});
        const double time = watch.until(host, start);
        door->acknowledged();
        if (i >= WarmUp)
            samples.add(time);
    }
    static_cast<void>(server->stop());
    return samples;
}

} // namespace headwater
