#include "notify/notifier.h"

#include "engine/exchange/scriptedpeer.h"

using namespace headwater;
using namespace headwater::test;

namespace {

constexpr const char* Zone = "apps.example.";
constexpr Milliseconds FirstRetry{80};

/// A zone table in which zones go from serial to serial.
class Zones
{
public:
    Zones()
        : m_table(std::make_shared<ZoneTable>())
    {
    }

    void publish(std::uint32_t serial, const char* zone = Zone)
    {
        Soa soa;
        soa.primary = name("ns1.example.");
        soa.mailbox = name("hostmaster.example.");
        soa.serial = Serial(serial);
        const Name primary = soa.primary;
        const Record ns{name(zone), RecordType::NS, 300,
                        Rdata(primary.wire().begin(), primary.wire().end())};
        auto version = ZoneVersion::build(name(zone), soa, 3600, {ns});
        const bool forward =
            m_table->publish(PublishedZone::create(version, {}, HistoryLimits{}, Clock::now()));
        Q_ASSERT(forward);
        Q_UNUSED(forward);
    }
    [[nodiscard]] std::shared_ptr<const ZoneTable> table() const { return m_table; }

private:
    std::shared_ptr<ZoneTable> m_table;
};

Secondary secondaryAt(const std::vector<Endpoint>& notify, const char* called = "nsd")
{
    Secondary secondary;
    secondary.name = called;
    secondary.notify = notify;
    return secondary;
}

Notifier::Settings quick()
{
    Notifier::Settings settings;
    settings.firstRetry = FirstRetry;
    settings.longestRetry = Milliseconds{400};
    settings.shortestGap = Milliseconds{40};
    return settings;
}

std::uint32_t hintOf(const ScriptedPeer::Request& request)
{
    return Soa::fromRdata(request.message.answers.front().rdata)->serial.value();
}

/// A notifier with one zone at serial 1, and the facts it tells.
struct Setting
{
    explicit Setting(std::vector<Secondary> secondaries, Notifier::Settings settings = quick(),
                     std::unordered_map<Name, TsigKey> keys = {})
        : notifier((zones.publish(1), zones.table()), settings)
    {
        QObject::connect(&notifier, &Notifier::fact,
                         [this](const Fact& fact) { facts.push_back(fact); });
        notifier.setSecondaries(std::move(secondaries), std::move(keys));
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
    void publish(std::uint32_t serial)
    {
        zones.publish(serial);
        notifier.zonePublished(name(Zone));
    }

    Zones zones;
    Notifier notifier;
    std::vector<Fact> facts;
};

} // namespace

class NotifierTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rfc1996_1_anAcknowledgementEndsTheRetriesAndTellsTheRoundTrip()
    {
        ScriptedPeer peer(acknowledge());
        Setting s({secondaryAt({peer.endpoint()})});
        s.publish(2);
        QTRY_COMPARE(s.all<NotifyAcknowledged>().size(), std::size_t(1));
        QCOMPARE(s.all<NotifyAcknowledged>().front().rcode, Rcode::NoError);
        QVERIFY(s.all<NotifyAcknowledged>().front().serial == Serial(2));
        QVERIFY(s.all<NotifyAcknowledged>().front().roundTrip > Microseconds{0});
        QTest::qWait(250);
        QCOMPARE(peer.requests().size(), std::size_t(1));
        QCOMPARE(s.all<NotifySent>().size(), std::size_t(1));
    }

    void rfc1996_1_anyRcodeEndsTheRetriesAndIsKept_data()
    {
        QTest::addColumn<int>("rcode");
        QTest::newRow("REFUSED") << 5;
        QTest::newRow("NOTIMP") << 4;
        QTest::newRow("NOTAUTH") << 9;
        QTest::newRow("SERVFAIL") << 2;
    }
    void rfc1996_1_anyRcodeEndsTheRetriesAndIsKept()
    {
        QFETCH(int, rcode);
        ScriptedPeer peer(acknowledge(static_cast<Rcode>(rcode)));
        Setting s({secondaryAt({peer.endpoint()})});
        s.publish(2);
        QTRY_COMPARE(s.all<NotifyAcknowledged>().size(), std::size_t(1));
        QCOMPARE(static_cast<int>(s.all<NotifyAcknowledged>().front().rcode), rcode);
        QTest::qWait(250);
        QCOMPARE(peer.requests().size(), std::size_t(1));
    }

    void rfc1996_1_anAnswerWithAnotherIdIsNone()
    {
        ScriptedPeer peer([](const ScriptedPeer::Request& request) {
            Octets answer = answerTo(request);
            answer[1] = static_cast<std::uint8_t>(answer[1] ^ 1);
            return std::optional<Octets>(answer);
        });
        Setting s({secondaryAt({peer.endpoint()})});
        s.publish(2);
        QTRY_VERIFY(peer.requests().size() >= 2);
        QVERIFY(s.all<NotifyAcknowledged>().empty());
    }

    void rfc1996_1_anAnswerFromAnotherAddressIsNone()
    {
        ScriptedPeer stranger(silence());
        ScriptedPeer peer([&](const ScriptedPeer::Request& request) {
            stranger.send(answerTo(request), request.port);
            return std::optional<Octets>();
        });
        Setting s({secondaryAt({peer.endpoint()})});
        s.publish(2);
        QTRY_VERIFY(peer.requests().size() >= 2);
        QVERIFY(s.all<NotifyAcknowledged>().empty());
    }

    void rfc1996_3_silenceIsRetriedAfterDoubledWaits()
    {
        ScriptedPeer peer(silence());
        Setting s({secondaryAt({peer.endpoint()})});
        s.publish(2);
        QTRY_VERIFY_WITH_TIMEOUT(peer.requests().size() >= 5, 8000);
        std::vector<Milliseconds> waits;
        for (std::size_t i = 1; i < 5; ++i)
            waits.push_back(std::chrono::duration_cast<Milliseconds>(peer.requests()[i].at -
                                                                     peer.requests()[i - 1].at));
        // 80, 160, 320, then 400 at most; timers may be late on a busy machine, never early.
        const Milliseconds wanted[] = {FirstRetry, FirstRetry * 2, FirstRetry * 4,
                                       Milliseconds{400}};
        for (std::size_t i = 0; i < 4; ++i)
            QVERIFY2(waits[i] >= wanted[i] - Milliseconds{5} &&
                         waits[i] < wanted[i] + Milliseconds{150},
                     qPrintable(QString::number(waits[i].count())));
        const auto unanswered = s.all<NotifyUnanswered>();
        QVERIFY(unanswered.size() >= 4);
        QCOMPARE(unanswered[0].attempt, 1);
        QCOMPARE(unanswered[3].attempt, 4);
        QVERIFY(unanswered[0].nextAttempt.has_value());
        // Invariant 22: the wait never shrinks for one serial.
        for (std::size_t i = 1; i < s.all<NotifySent>().size(); ++i)
            QCOMPARE(s.all<NotifySent>()[i].attempt, static_cast<int>(i) + 1);
    }

    void rfc1996_3_aClosedPortIsKnownAtOnceAndRetriedNoFaster()
    {
        Setting s({secondaryAt({closedPort()})});
        s.publish(2);
        QTRY_COMPARE(s.all<NotifyUnanswered>().size(), std::size_t(1));
        QVERIFY(s.all<NotifyUnanswered>().front().reason.find("port closed") == 0);
        const Instant first = s.facts.front().at;
        QVERIFY(s.facts.back().at - first < FirstRetry);
        QTRY_VERIFY(s.all<NotifySent>().size() >= 2);
        QVERIFY(*s.all<NotifyUnanswered>().front().nextAttempt - first >= FirstRetry);
    }

    void rfc1996_7_aTimeoutNamesTheSourceAddressAsAPossibleReason()
    {
        ScriptedPeer peer(silence());
        Setting s({secondaryAt({peer.endpoint()})});
        s.publish(2);
        QTRY_VERIFY(!s.all<NotifyUnanswered>().empty());
        QVERIFY(s.all<NotifyUnanswered>().front().reason.find(
                    "may not accept NOTIFY from our address") != std::string::npos);
    }

    void rfc1996_2_itIsSentOverUdp()
    {
        ScriptedPeer peer(acknowledge());
        Setting s({secondaryAt({peer.endpoint()})});
        s.publish(2);
        QTRY_COMPARE(peer.requests().size(), std::size_t(1));
    }

    void rfc1996_9_nothingIsSentAtTheStartUnlessToldTo()
    {
        ScriptedPeer peer(acknowledge());
        Setting s({secondaryAt({peer.endpoint()})});
        QTest::qWait(150);
        QVERIFY(peer.requests().empty());
        s.notifier.zonePublished(name(Zone)); // the engine found it behind
        QTRY_COMPARE(peer.requests().size(), std::size_t(1));
        QCOMPARE(hintOf(peer.requests().front()), 1U);
    }

    void rfc1996_10_allSecondariesAreToldWithoutStagger()
    {
        std::vector<std::unique_ptr<ScriptedPeer>> peers;
        std::vector<Secondary> secondaries;
        for (int i = 0; i < 8; ++i) {
            peers.push_back(std::make_unique<ScriptedPeer>(acknowledge()));
            secondaries.push_back(
                secondaryAt({peers.back()->endpoint()}, qPrintable(QString::number(i))));
        }
        Setting s(secondaries);
        const Instant begun = Clock::now();
        s.publish(2);
        QTRY_COMPARE(s.all<NotifyAcknowledged>().size(), std::size_t(8));
        for (const Fact& fact : s.facts) {
            if (std::holds_alternative<NotifySent>(fact.body))
                QVERIFY(fact.at - begun < Milliseconds{250});
        }
    }

    void rfc1996_11_aTransferThatEndsBelowThePresentSerialIsFollowedAtOnce()
    {
        ScriptedPeer peer(acknowledge());
        auto settings = quick();
        settings.shortestGap = Milliseconds{10000};
        Setting s({secondaryAt({peer.endpoint()})}, settings);
        s.publish(2);
        QTRY_COMPARE(s.all<NotifyAcknowledged>().size(), std::size_t(1));
        s.publish(3); // held back by the shortest gap
        s.notifier.transferEnded(name(Zone), QStringLiteral("nsd"), Serial(2));
        QTRY_COMPARE(peer.requests().size(), std::size_t(2));
        QCOMPARE(hintOf(peer.requests().back()), 3U);
        s.notifier.transferEnded(name(Zone), QStringLiteral("nsd"), Serial(3));
        QTest::qWait(100);
        QCOMPARE(peer.requests().size(), std::size_t(2));
    }

    void rfc1996_11b_aNewerSerialSupersedesTheOneThatWaits()
    {
        ScriptedPeer peer(silence());
        Setting s({secondaryAt({peer.endpoint()})});
        s.publish(2);
        QTRY_VERIFY(peer.requests().size() >= 1);
        s.publish(3);
        s.publish(4);
        QTRY_VERIFY(peer.requests().size() >= 2);
        QCOMPARE(hintOf(peer.requests()[1]), 4U);
        peer.setScript(acknowledge());
        QTRY_COMPARE(s.all<NotifyAcknowledged>().size(), std::size_t(1));
        QVERIFY(s.all<NotifyAcknowledged>().front().serial == Serial(4));
    }

    void rfc1996_12_theSerialToldIsTheOneThatIsServed()
    {
        ScriptedPeer peer(acknowledge());
        Setting s({secondaryAt({peer.endpoint()})});
        s.notifier.zonePublished(name("not.there.example."));
        QTest::qWait(60);
        QVERIFY(peer.requests().empty());
        s.publish(9);
        QTRY_COMPARE(peer.requests().size(), std::size_t(1));
        QCOMPARE(hintOf(peer.requests().front()), 9U);
    }

    void rfc1996_8_whatTheSecondaryShowsEndsTheRetries()
    {
        ScriptedPeer peer(silence());
        Setting s({secondaryAt({peer.endpoint()})});
        s.publish(2);
        QTRY_VERIFY(peer.requests().size() >= 2);
        s.notifier.secondaryHas(name(Zone), QStringLiteral("nsd"), Serial(1));
        const std::size_t before = peer.requests().size();
        QTRY_VERIFY(peer.requests().size() > before); // an older serial ends nothing
        s.notifier.secondaryHas(name(Zone), QStringLiteral("nsd"), Serial(2));
        QTest::qWait(100);
        const std::size_t after = peer.requests().size();
        QTest::qWait(900);
        QCOMPARE(peer.requests().size(), after);
    }

    void twentyQuickChangesAreAtMostFiveMessages()
    {
        ScriptedPeer peer(acknowledge());
        auto settings = quick();
        settings.shortestGap = Milliseconds{100};
        Setting s({secondaryAt({peer.endpoint()})}, settings);
        for (std::uint32_t serial = 2; serial < 22; ++serial) {
            s.publish(serial);
            QTest::qWait(5);
        }
        QTRY_VERIFY(!s.all<NotifyAcknowledged>().empty() &&
                    s.all<NotifyAcknowledged>().back().serial == Serial(21));
        QTest::qWait(150);
        QVERIFY2(peer.requests().size() <= 5, qPrintable(QString::number(peer.requests().size())));
        QCOMPARE(hintOf(peer.requests().back()), 21U);
    }

    void invariant22_atMostOneIsInFlightForAZoneAndAddress()
    {
        ScriptedPeer peer(silence());
        auto settings = quick();
        settings.firstRetry = Milliseconds{300};
        Setting s({secondaryAt({peer.endpoint()})}, settings);
        for (std::uint32_t serial = 2; serial < 12; ++serial)
            s.publish(serial);
        s.notifier.notifyNow(name(Zone), QStringLiteral("nsd"));
        QTest::qWait(150);
        QCOMPARE(peer.requests().size(), std::size_t(1));
    }

    void everyAddressOfASecondaryIsTold()
    {
        ScriptedPeer one(acknowledge());
        ScriptedPeer two(acknowledge());
        Setting s({secondaryAt({one.endpoint(), two.endpoint()})});
        s.publish(2);
        QTRY_COMPARE(s.all<NotifyAcknowledged>().size(), std::size_t(2));
        QCOMPARE(one.requests().size(), std::size_t(1));
        QCOMPARE(two.requests().size(), std::size_t(1));
    }

    void onlySecondariesThatServeTheZoneAreTold()
    {
        ScriptedPeer one(acknowledge());
        ScriptedPeer two(acknowledge());
        Secondary other = secondaryAt({two.endpoint()}, "other");
        other.zones = {name("else.example.")};
        Setting s({secondaryAt({one.endpoint()}), other});
        s.publish(2);
        QTRY_COMPARE(s.all<NotifyAcknowledged>().size(), std::size_t(1));
        QTest::qWait(60);
        QVERIFY(two.requests().empty());
    }

    void aKeySignsTheRequestAndTheAnswerMustBeSigned()
    {
        const TsigKey key =
            TsigKey::create("hw-key.", "hmac-sha256", "c2VjcmV0LXNlY3JldC1zZWNyZXQ=").value();
        ScriptedPeer peer(acknowledge()); // unsigned
        Secondary secondary = secondaryAt({peer.endpoint()});
        secondary.key = key.name;
        Setting s({secondary}, quick(), {{key.name, key}});
        s.publish(2);
        QTRY_VERIFY(!s.all<NotifyUnanswered>().empty());
        QVERIFY(peer.requests().front().message.tsig.has_value());
        QVERIFY(s.all<NotifyUnanswered>().front().reason.find("bad signature") == 0);
        QVERIFY(s.all<NotifyAcknowledged>().empty());
        peer.setScript(acknowledgeSigned(key));
        QTRY_COMPARE(s.all<NotifyAcknowledged>().size(), std::size_t(1));
    }

    void aZoneThatIsRemovedIsToldNoMore()
    {
        ScriptedPeer peer(silence());
        Setting s({secondaryAt({peer.endpoint()})});
        s.publish(2);
        QTRY_COMPARE(peer.requests().size(), std::size_t(1));
        s.notifier.zoneRemoved(name(Zone));
        QTest::qWait(300);
        QCOMPARE(peer.requests().size(), std::size_t(1));
    }

    void aNewConfigurationKeepsWhatIsUnderWay()
    {
        ScriptedPeer peer(silence());
        Setting s({secondaryAt({peer.endpoint()})});
        s.publish(2);
        QTRY_VERIFY(peer.requests().size() >= 2);
        s.notifier.setSecondaries({secondaryAt({peer.endpoint()})}, {});
        const std::size_t before = peer.requests().size();
        peer.setScript(acknowledge());
        QTRY_COMPARE(s.all<NotifyAcknowledged>().size(), std::size_t(1));
        QVERIFY(peer.requests().size() > before);
        s.notifier.setSecondaries({}, {});
        s.publish(3);
        QTest::qWait(100);
        QCOMPARE(s.all<NotifyAcknowledged>().size(), std::size_t(1));
    }

    void aBusySecondaryDoesNotKeepOthersWaiting()
    {
        ScriptedPeer deaf(silence());
        ScriptedPeer quickPeer(acknowledge());
        auto settings = quick();
        settings.firstRetry = Milliseconds{1000};
        settings.maximumInFlight = 4;
        Setting s(
            {secondaryAt({deaf.endpoint()}, "deaf"), secondaryAt({quickPeer.endpoint()}, "quick")},
            settings);
        for (int i = 0; i < 3; ++i) {
            const std::string zone = "z" + std::to_string(i) + ".example.";
            s.zones.publish(1, zone.c_str());
            s.notifier.zonePublished(name(zone.c_str()));
        }
        QTRY_COMPARE_WITH_TIMEOUT(quickPeer.requests().size(), std::size_t(3), 900);
    }
};

QTEST_GUILESS_MAIN(NotifierTest)
#include "notifier.moc"
