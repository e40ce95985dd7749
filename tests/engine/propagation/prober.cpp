#include "propagation/prober.h"

#include "engine/exchange/scriptedpeer.h"
#include "status/milestones.h"

using namespace headwater;
using namespace headwater::test;

namespace {

constexpr const char* Zone = "apps.example.";

/// A public nameserver that shows what it is told to.
struct PublicServer
{
    PublicServer()
        : peer([this](const ScriptedPeer::Request& request) -> std::optional<Octets> {
            if (silent)
                return {};
            return answerTo(request, rcode, serial);
        })
    {
    }
    std::optional<Serial> serial;
    Rcode rcode = Rcode::NoError;
    bool silent = false;
    ScriptedPeer peer;
};

Secondary secondaryAt(const std::vector<Endpoint>& addresses, const char* called = "nsd")
{
    Secondary secondary;
    secondary.name = called;
    secondary.publicAddresses = addresses;
    return secondary;
}

Prober::Settings quick()
{
    Prober::Settings settings;
    settings.timeout = Milliseconds{60};
    settings.longestFast = Milliseconds{80};
    settings.usual = Milliseconds{200};
    settings.sweep = Milliseconds{400};
    settings.receiptsEvery = Milliseconds{10};
    return settings;
}

struct Setting
{
    explicit Setting(std::vector<Secondary> secondaries, Prober::Settings settings = quick())
        : prober(settings)
    {
        QObject::connect(&prober, &Prober::fact,
                         [this](const Fact& fact) { facts.push_back(fact); });
        QObject::connect(&prober, &Prober::behind, [this](const Name&, const QString& secondary) {
            behind.append(secondary);
        });
        QObject::connect(
            &prober, &Prober::secondaryHas,
            [this](const Name&, const QString&, Serial serial) { has.push_back(serial.value()); });
        QObject::connect(&prober, &Prober::receiptsChanged,
                         [this](const std::vector<Receipt>& rows) {
                             receipts.insert(receipts.end(), rows.begin(), rows.end());
                         });
        prober.setSecondaries(std::move(secondaries));
    }
    template <typename Body> [[nodiscard]] std::vector<Body> all() const
    {
        std::vector<Body> found;
        for (const Fact& fact : facts) {
            if (const auto* body = std::get_if<Body>(&fact.body))
                found.push_back(*body);
        }
        return found;
    }
    void load(std::uint32_t serial)
    {
        prober.addFact(
            factNow(ZoneLoaded{name(Zone), Serial(serial), 4, Clock::now(), "embedded"}));
    }
    void publish(std::uint32_t serial)
    {
        const Instant now = Clock::now();
        prober.addFact(
            Fact{now, ZonePublished{name(Zone), Serial(serial), {}, now, now, 1, 1, 4, "test"}});
    }
    void acknowledge(std::uint32_t serial)
    {
        prober.addFact(factNow(NotifyAcknowledged{name(Zone), "nsd", Serial(serial), "a",
                                                  Rcode::NoError, Microseconds{300}}));
    }
    void transferEnds(std::uint32_t serial)
    {
        prober.addFact(factNow(TransferFinished{name(Zone),
                                                "nsd",
                                                QueryKind::Ixfr,
                                                {},
                                                Serial(serial),
                                                100,
                                                1,
                                                3,
                                                Microseconds{500},
                                                "a"}));
    }

    Prober prober;
    std::vector<Fact> facts;
    QStringList behind;
    std::vector<std::uint32_t> has;
    std::vector<Receipt> receipts;
};

} // namespace

class ProberTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyPairIsLookedAtOnceAtTheStart()
    {
        PublicServer server;
        server.serial = Serial(5);
        Setting s({secondaryAt({server.peer.endpoint()})});
        s.load(5);
        QTRY_COMPARE(s.all<ProbeAnswered>().size(), std::size_t(1));
        QVERIFY(s.all<ProbeAnswered>().front().serial == Serial(5));
        QVERIFY(s.behind.isEmpty());
        QVERIFY(s.all<SecondaryLive>().empty()); // nothing became live: it was
    }

    void rfc1996_9_aSecondaryThatIsBehindAtTheStartIsTold()
    {
        PublicServer server;
        server.serial = Serial(4);
        Setting s({secondaryAt({server.peer.endpoint()})});
        s.load(5);
        QTRY_COMPARE(s.behind, QStringList{QStringLiteral("nsd")});
        server.serial = Serial(5);
        QTRY_COMPARE(s.all<SecondaryLive>().size(), std::size_t(1));
        QVERIFY(s.all<SecondaryLive>().front().serial == Serial(5));
        QCOMPARE(s.behind.size(), 1);
    }

    void rfc1996_8_liveIsSeenSoonAfterTheTransferEnds()
    {
        PublicServer server;
        server.serial = Serial(1);
        auto settings = quick();
        settings.usual = Milliseconds{20000};
        Setting s({secondaryAt({server.peer.endpoint()})}, settings);
        s.load(1);
        QTRY_COMPARE(s.all<ProbeAnswered>().size(), std::size_t(1));
        s.publish(2);
        server.serial = Serial(2);
        const Instant ended = Clock::now();
        s.transferEnds(2);
        QTRY_COMPARE(s.all<SecondaryLive>().size(), std::size_t(1));
        QVERIFY(s.facts.back().at - ended < Milliseconds{200});
        QTRY_VERIFY(!s.receipts.empty() && s.receipts.back().live.has_value());
        QCOMPARE(s.has.back(), 2U);
    }

    void invariant24_anAcknowledgementIsNeverLive()
    {
        PublicServer server;
        server.serial = Serial(1); // it acknowledges and lies
        Setting s({secondaryAt({server.peer.endpoint()})});
        s.load(1);
        s.publish(2);
        s.acknowledge(2);
        s.transferEnds(2);
        QTest::qWait(400);
        QVERIFY(s.all<SecondaryLive>().empty());
        QVERIFY(server.peer.requests().size() >= 5);
        server.serial = Serial(2);
        QTRY_COMPARE(s.all<SecondaryLive>().size(), std::size_t(1));
    }

    void aSecondaryThatNeverAnswersNotifyIsSeenLiveAfterTheUsualTime()
    {
        PublicServer server;
        server.serial = Serial(1);
        Setting s({secondaryAt({server.peer.endpoint()})});
        s.load(1);
        QTRY_COMPARE(s.all<ProbeAnswered>().size(), std::size_t(1));
        s.publish(2);
        server.serial = Serial(2); // it polled
        QTRY_COMPARE(s.all<SecondaryLive>().size(), std::size_t(1));
    }

    void invariant24_allPublicAddressesMustShowIt()
    {
        PublicServer one;
        PublicServer two;
        one.serial = two.serial = Serial(1);
        Setting s({secondaryAt({one.peer.endpoint(), two.peer.endpoint()})});
        s.load(1);
        QTRY_COMPARE(s.all<ProbeAnswered>().size(), std::size_t(2));
        s.publish(2);
        one.serial = Serial(2);
        s.transferEnds(2);
        QTest::qWait(250);
        QVERIFY(s.all<SecondaryLive>().empty());
        two.serial = Serial(2);
        QTRY_COMPARE(s.all<SecondaryLive>().size(), std::size_t(1));
        QCOMPARE(s.has.back(), 2U);
    }

    void aNewerSerialMakesOlderVersionsLive()
    {
        PublicServer server;
        server.serial = Serial(1);
        Setting s({secondaryAt({server.peer.endpoint()})});
        s.load(1);
        s.publish(2);
        s.publish(3);
        server.serial = Serial(3);
        s.transferEnds(3);
        QTRY_VERIFY(!s.all<SecondaryLive>().empty());
        QVERIFY(s.all<SecondaryLive>().front().serial == Serial(3));
        QTRY_VERIFY(std::count_if(s.receipts.begin(), s.receipts.end(),
                                  [](const Receipt& r) { return r.live.has_value(); }) >= 2);
    }

    void onlyAnAuthoritativeSoaOfTheZoneShowsASerial_data()
    {
        QTest::addColumn<int>("fault");
        QTest::newRow("from a cache") << 0;
        QTest::newRow("of another zone") << 1;
        QTest::newRow("refused") << 2;
    }
    void onlyAnAuthoritativeSoaOfTheZoneShowsASerial()
    {
        QFETCH(int, fault);
        PublicServer server;
        server.peer.setScript([fault](const ScriptedPeer::Request& request) {
            Octets answer = answerTo(request, fault == 2 ? Rcode::Refused : Rcode::NoError,
                                     fault == 2 ? std::optional<Serial>() : Serial(2));
            if (fault == 0)
                answer[2] = static_cast<std::uint8_t>(answer[2] & ~0x04);
            if (fault == 1) { // the owner of the answer becomes a name of its own
                Header header = request.message.header;
                header.response = true;
                header.authoritative = true;
                MessageWriter writer(header, 512);
                writer.ask(request.message.questions.front());
                Soa soa;
                soa.serial = Serial(2);
                const bool fits = writer.add(
                    Section::Answer, RRset{name("example."), RecordType::SOA, 1, {soa.rdata()}});
                Q_ASSERT(fits);
                Q_UNUSED(fits);
                answer = writer.finish();
            }
            return std::optional<Octets>(answer);
        });
        Setting s({secondaryAt({server.peer.endpoint()})});
        s.publish(2);
        s.transferEnds(2);
        QTRY_VERIFY(!s.all<ProbeAnswered>().empty());
        QVERIFY(!s.all<ProbeAnswered>().front().serial);
        QTest::qWait(100);
        QVERIFY(s.all<SecondaryLive>().empty());
    }

    void silenceIsToldOnceAndSoIsItsEnd()
    {
        PublicServer server;
        server.silent = true;
        Setting s({secondaryAt({server.peer.endpoint()})});
        s.load(1);
        QTRY_COMPARE(s.all<ProbeUnanswered>().size(), std::size_t(1));
        QVERIFY(server.peer.requests().size() >= 3);
        QTest::qWait(300);
        QCOMPARE(s.all<ProbeUnanswered>().size(), std::size_t(1));
        server.silent = false;
        server.serial = Serial(1);
        QTRY_COMPARE(s.all<ProbeAnswered>().size(), std::size_t(1));
    }

    void onlyAChangeOfTheSerialIsAFact()
    {
        PublicServer server;
        server.serial = Serial(1);
        auto settings = quick();
        settings.sweep = Milliseconds{30};
        Setting s({secondaryAt({server.peer.endpoint()})}, settings);
        s.load(1);
        QTRY_VERIFY(server.peer.requests().size() >= 5);
        QCOMPARE(s.all<ProbeAnswered>().size(), std::size_t(1));
    }

    void theSlowRoundFindsASecondaryThatFellBack()
    {
        PublicServer server;
        server.serial = Serial(5);
        auto settings = quick();
        settings.sweep = Milliseconds{50};
        Setting s({secondaryAt({server.peer.endpoint()})}, settings);
        s.load(5);
        QTRY_COMPARE(s.all<ProbeAnswered>().size(), std::size_t(1));
        server.serial = Serial(3); // restored from a backup
        QTRY_COMPARE(s.all<ProbeAnswered>().size(), std::size_t(2));
        QTRY_COMPARE(s.behind.size(), 1);
    }

    void aSecondaryIsNotAskedFasterThanItsBudget()
    {
        PublicServer server;
        server.serial = Serial(1);
        auto settings = quick();
        settings.perSecond = 40;
        settings.sweep = Milliseconds{60000};
        Setting s({secondaryAt({server.peer.endpoint()})}, settings);
        for (int i = 0; i < 200; ++i) {
            const std::string zone = "z" + std::to_string(i) + ".example.";
            s.prober.addFact(
                factNow(ZoneLoaded{name(zone.c_str()), Serial(1), 4, Clock::now(), "embedded"}));
        }
        QTest::qWait(1000);
        const auto asked = server.peer.requests().size();
        QVERIFY2(asked >= 20 && asked <= 60, qPrintable(QString::number(asked)));
    }

    void aZoneThatIsRetiredIsAskedForNoMore()
    {
        PublicServer server;
        server.serial = Serial(1);
        Setting s({secondaryAt({server.peer.endpoint()})});
        s.load(2);
        QTRY_VERIFY(server.peer.requests().size() >= 2);
        s.prober.addFact(factNow(ZoneRetired{name(Zone)}));
        QTest::qWait(100);
        const auto before = server.peer.requests().size();
        QTest::qWait(300);
        QCOMPARE(server.peer.requests().size(), before);
    }

    void aNewConfigurationLooksAtNewAddresses()
    {
        PublicServer one;
        PublicServer two;
        one.serial = two.serial = Serial(1);
        Setting s({secondaryAt({one.peer.endpoint()})});
        s.load(1);
        QTRY_COMPARE(s.all<ProbeAnswered>().size(), std::size_t(1));
        s.prober.setSecondaries(
            {secondaryAt({one.peer.endpoint()}), secondaryAt({two.peer.endpoint()}, "knot")});
        QTRY_COMPARE(s.all<ProbeAnswered>().size(), std::size_t(2));
        QCOMPARE(s.all<ProbeAnswered>().back().secondary, std::string("knot"));
    }
};

QTEST_GUILESS_MAIN(ProberTest)
#include "prober.moc"
