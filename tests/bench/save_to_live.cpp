// From a saved zone file to the answer of two real secondaries (knotd and nsd, TSIG, loopback):
// 50 edits of a 1,000-record zone, one at a time, the file renamed into place as editors do. Two
// clocks: this program asks both secondaries every half millisecond for the changed record, and the
// engine's own receipts give the split by step. Beside it, in the same run, the floor of the
// machine: append + fsync of 4 KiB.
#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <thread>
#include <vector>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "bench/common/peerprimary.h"
#include "bench/common/report.h"
#include "support/dnsclient.h"
#include "support/headwaterprocess.h"
#include "support/secondaryserver.h"
#include "support/temporaryfolder.h"

namespace {

using namespace headwater;

constexpr int Edits = 50;
constexpr int Hosts = 996; // with SOA, NS and two addresses: 1,000 records
const char* const ZoneName = "bench.example";

/// Milestones of a receipt, and what leads to each.
constexpr std::array<std::pair<const char*, const char*>, 6> Steps{
    {{"publishedMs", "1 saved to published"},
     {"sentMs", "2 NOTIFY sent"},
     {"ackedMs", "3 NOTIFY acknowledged"},
     {"askedMs", "4 transfer asked"},
     {"transferredMs", "5 transferred"},
     {"liveMs", "6 answers it"}}};

QString zoneText(int edit)
{
    QString text = QStringLiteral("$TTL 60\n@ SOA ns1 hostmaster 1 3600 600 604800 300\n"
                                  "@ NS ns1\nns1 A 192.0.2.1\n");
    for (int host = 0; host < Hosts; ++host)
        text += QStringLiteral("host%1 A 192.0.2.%2\n").arg(host).arg(host % 250 + 1);
    text += QStringLiteral("edited A 198.51.100.%1\n").arg(edit % 250 + 1);
    return text;
}

/// Waits until every server answers `address` for the edited record; ms for each.
std::vector<double> waitForAnswers(const std::vector<Endpoint>& servers, const std::string& address,
                                   Steady::time_point start)
{
    const Name owner = *Name::parse(std::string("edited.") + ZoneName);
    std::vector<double> answered(servers.size(), -1);
    std::size_t missing = servers.size();
    while (missing > 0) {
        if (millisecondsSince(start) > 20000)
            giveUp("a secondary did not answer " + address + " within 20 s");
        for (std::size_t i = 0; i < servers.size(); ++i) {
            if (answered[i] >= 0)
                continue;
            const DnsClient client(servers[i], {}, Milliseconds{500});
            const auto found = client.lookUp(owner, RecordType::A);
            if (found && !found->empty() && found->front() == address) {
                answered[i] = millisecondsSince(start);
                --missing;
            }
        }
        std::this_thread::sleep_for(std::chrono::microseconds(500));
    }
    return answered;
}

/// The steps of the newest publication, as the engine saw them.
void addSteps(const HeadwaterProcess& engine, std::map<std::string, Samples>* steps)
{
    const auto ran = engine.headwaterctl(
        {QStringLiteral("--json"), QStringLiteral("zone"), QString::fromLatin1(ZoneName)});
    const QJsonObject zone = QJsonDocument::fromJson(ran.output.toUtf8()).object();
    const QJsonObject newest =
        zone.value(QLatin1String("publications")).toArray().first().toObject();
    for (const QJsonValue& value : newest.value(QLatin1String("steps")).toArray()) {
        const QJsonObject step = value.toObject();
        const std::string name = step.value(QLatin1String("secondary")).toString().toStdString();
        double before = 0;
        for (const auto& [key, label] : Steps) {
            const QJsonValue at = step.value(QLatin1String(key));
            if (!at.isDouble())
                continue;
            (*steps)[name + ": " + label].add(at.toDouble() - before);
            before = at.toDouble();
        }
    }
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const TemporaryFolder folder;
    const TsigKey key = benchKey();
    HeadwaterProcess engine(folder.subfolder(QStringLiteral("engine")));
    const SecondarySetup setup{engine.dns(), key, {QString::fromLatin1(ZoneName)}};
    std::vector<std::unique_ptr<SecondaryServer>> servers;
    servers.push_back(SecondaryServer::create(ServerKind::Knot, folder.path(), setup));
    servers.push_back(SecondaryServer::create(ServerKind::Nsd, folder.path(), setup));
    std::vector<Endpoint> endpoints;
    for (const auto& server : servers) {
        engine.addSecondary({server->name(), server->endpoint(), key});
        endpoints.push_back(server->endpoint());
    }
    engine.saveZone(QStringLiteral("bench.example.zone"), zoneText(0));
    if (!engine.startAndWait())
        giveUp("the engine does not start: " + engine.logText().toStdString());
    for (const auto& server : servers)
        if (!server->startAndWait())
            giveUp(server->name().toStdString() + " does not start");
    waitForAnswers(endpoints, "198.51.100.1", Steady::now());

    std::vector<Samples> live(servers.size());
    Samples both;
    std::map<std::string, Samples> steps;
    for (int edit = 1; edit <= Edits; ++edit) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1100 + 37 * (edit % 7)));
        const QString text = zoneText(edit);
        const auto start = Steady::now();
        engine.saveZone(QStringLiteral("bench.example.zone"), text);
        const auto answered =
            waitForAnswers(endpoints, "198.51.100." + std::to_string(edit % 250 + 1), start);
        for (std::size_t i = 0; i < answered.size(); ++i)
            live[i].add(answered[i]);
        both.add(*std::max_element(answered.begin(), answered.end()));
        std::this_thread::sleep_for(std::chrono::milliseconds(300)); // the probe sees it too
        addSteps(engine, &steps);
    }

    Report report;
    const Table table("Save to live, " + std::to_string(Edits) +
                      " edits of a 1,000-record zone file, ms");
    for (std::size_t i = 0; i < live.size(); ++i)
        table.row("save -> " + servers[i]->name().toStdString() + " answers", live[i]);
    table.row("save -> both answer", both);
    for (const auto& [name, samples] : steps)
        table.row(name, samples);
    table.row("floor: append + fdatasync 4 KiB", durableFloor(folder.path().toStdString()));
    report.atMost("save to both answer, ms", 300, both.median());
    report.finish();
    return 0;
}
