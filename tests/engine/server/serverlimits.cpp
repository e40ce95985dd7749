#include "answer/ratelimit.h"
#include "answer/slotcount.h"

#include <QTest>

using namespace headwater;

class ServerLimits : public QObject
{
    Q_OBJECT

private:
    static IpAddress address(int last)
    {
        const std::uint8_t octets[4] = {192, 0, static_cast<std::uint8_t>(last >> 8),
                                        static_cast<std::uint8_t>(last)};
        return IpAddress::fromOctets(IpAddress::Family::V4, octets);
    }

private Q_SLOTS:
    void slotsAreLimitedInTotalAndForEach()
    {
        const auto count = std::make_shared<SlotCount>(3, 2);
        auto a = count->take("a");
        auto b = count->take("a");
        QVERIFY(a && b);
        QVERIFY(!count->take("a"));
        auto c = count->take("b");
        QVERIFY(c);
        QVERIFY(!count->take("c"));
        a.reset();
        QCOMPARE(count->total(), std::size_t(2));
        QVERIFY(count->take("c"));
        QVERIFY(count->take("a"));
        QCOMPARE(count->total(), std::size_t(2));
    }
    void refusalsOfOneAddressAreToldNowAndThen()
    {
        RateLimit limit(20, 5);
        const RateLimit::Time start{};
        int told = 0;
        for (int i = 0; i < 1000; ++i)
            told += limit.allows(address(1), start) ? 1 : 0;
        QCOMPARE(told, 20);
        QVERIFY(limit.allows(address(2), start));
        QVERIFY(limit.allows(address(1), start + std::chrono::seconds(1)));
    }
    void aFloodFromManyAddressesIsBounded()
    {
        RateLimit limit(20, 5);
        const RateLimit::Time start{};
        int told = 0;
        for (int i = 0; i < 20'000; ++i)
            told += limit.allows(address(i), start) ? 1 : 0;
        QCOMPARE(told, 1024 + 20);
        // Those who have been quiet make room.
        QVERIFY(limit.allows(address(30'000), start + std::chrono::seconds(5)));
    }
};

QTEST_APPLESS_MAIN(ServerLimits)
#include "serverlimits.moc"
