#include <QtTest>

#include "engine/zone/samplezone.h"
#include "zone/zonewarnings.h"

using namespace headwater;
using sample::name;

/// What may be published and is hardly meant.
class ZoneWarnings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aSoundZoneHasNone();
    void rfc1035_3_expireIsLongerThanRefreshAndRetry();
    void rfc1035_3_retryIsNotLongerThanRefresh();
    void rfc2181_4_nsAndMxNameNoAlias();
    void aNameserverInTheZoneHasAnAddress();
    void namesElsewhereAreNobodysBusiness();
    void thereAreNoMoreThanAskedFor();
};

namespace {

const Name Server = name("ns1.apps.example.");
const Name Alias = name("alias.apps.example.");

std::vector<ZoneFault> warningsOf(std::vector<Record> records, const Soa& soa = sample::soa(1),
                                  std::size_t most = 100)
{
    records.push_back({sample::zone(), RecordType::NS, 300, sample::target(Server)});
    records.push_back({Server, RecordType::A, 300, sample::address(1)});
    records.push_back({Alias, RecordType::CNAME, 300, sample::target(Server)});
    return zoneWarnings(*ZoneVersion::build(sample::zone(), soa, 3600, std::move(records)), most);
}

bool says(const std::vector<ZoneFault>& warnings, const char* words)
{
    return warnings.size() == 1 && warnings.front().text.find(words) != std::string::npos;
}

} // namespace

void ZoneWarnings::aSoundZoneHasNone()
{
    QCOMPARE(warningsOf({}).size(), std::size_t{0});
}

void ZoneWarnings::rfc1035_3_expireIsLongerThanRefreshAndRetry()
{
    Soa soa = sample::soa(1);
    soa.refresh = 3600;
    soa.retry = 600;
    soa.expire = 4201;
    QCOMPARE(warningsOf({}, soa).size(), std::size_t{0});
    soa.expire = 4200;
    QVERIFY(says(warningsOf({}, soa), "expire 4200"));
    soa.refresh = soa.retry = 0xFFFFFFFF; // their sum does not fit 32 bits
    soa.expire = 0xFFFFFFFF;
    QVERIFY(says(warningsOf({}, soa), "8589934590"));
}

void ZoneWarnings::rfc1035_3_retryIsNotLongerThanRefresh()
{
    Soa soa = sample::soa(1);
    soa.retry = soa.refresh + 1;
    QVERIFY(says(warningsOf({}, soa), "longer than refresh"));
}

void ZoneWarnings::rfc2181_4_nsAndMxNameNoAlias()
{
    const Name below = name("team.apps.example.");
    QVERIFY(says(warningsOf({{below, RecordType::NS, 300, sample::target(Alias)}}),
                 "team.apps.example: NS alias.apps.example is an alias"));
    QVERIFY(says(warningsOf({{below, RecordType::MX, 300, sample::mail(10, Alias)}}),
                 "MX alias.apps.example is an alias"));
}

void ZoneWarnings::aNameserverInTheZoneHasAnAddress()
{
    const Name nobody = name("nobody.apps.example.");
    QVERIFY(says(warningsOf({{sample::zone(), RecordType::NS, 300, sample::target(nobody)}}),
                 "nobody.apps.example has no address"));
}

void ZoneWarnings::namesElsewhereAreNobodysBusiness()
{
    const Name there = name("ns.there.example.");
    QCOMPARE(warningsOf({{sample::zone(), RecordType::NS, 300, sample::target(there)}}).size(),
             std::size_t{0});
}

void ZoneWarnings::thereAreNoMoreThanAskedFor()
{
    std::vector<Record> records;
    for (int i = 0; i < 20; ++i)
        records.push_back({name("m" + std::to_string(i) + ".apps.example."), RecordType::MX, 300,
                           sample::mail(10, Alias)});
    QCOMPARE(warningsOf(records).size(), std::size_t{20});
    QCOMPARE(warningsOf(records, sample::soa(1), 7).size(), std::size_t{7});
}

QTEST_GUILESS_MAIN(ZoneWarnings)
#include "zonewarnings.moc"
