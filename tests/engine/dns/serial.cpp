#include "dns/serial.h"

#include <array>
#include <random>
#include <type_traits>

#include <QtTest>

using namespace headwater;

namespace {

constexpr std::uint32_t Half = 0x80000000;

template <typename T, typename = void> struct HasLess : std::false_type
{
};
template <typename T>
struct HasLess<T, std::void_t<decltype(std::declval<T>() < std::declval<T>())>> : std::true_type
{
};

} // namespace

class SerialTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rfc1982_1_theLargestStepIsOneLessThanHalfTheCircle()
    {
        QCOMPARE(Serial(5).advancedBy(0).value(), 5U);
        QCOMPARE(Serial(5).advancedBy(0x7FFFFFFF).value(), 0x80000004U);
        QCOMPARE(Serial(5).advancedBy(0x80000000).value(), 0x80000004U);
        QCOMPARE(Serial(5).advancedBy(0xFFFFFFFF).value(), 0x80000004U);
    }

    void rfc1982_2_halfTheCircleApartIsUndefined()
    {
        for (const std::uint32_t start : {0U, 1U, 0x7FFFFFFFU, Half, 0xFFFFFFFFU}) {
            const Serial a(start);
            const Serial b(start + Half);
            QCOMPARE(a.comparedTo(b), SerialOrder::Undefined);
            QCOMPARE(b.comparedTo(a), SerialOrder::Undefined);
            QVERIFY(!a.isNewerThan(b));
            QVERIFY(!b.isNewerThan(a));
        }
    }

    void rfc1982_3_serialsHaveNoPlainOrder()
    {
        static_assert(!HasLess<Serial>::value);
        static_assert(!std::is_convertible_v<std::uint32_t, Serial>);
        static_assert(!std::is_convertible_v<Serial, std::uint32_t>);
    }

    void rfc1982_4_anySerialIsReachedInTwoSteps()
    {
        // Back from 2026112100 to 1: as far as a step goes, then on to the target.
        const Serial high(2026112100);
        const Serial between = high.advancedBy(Serial::MaximumStep);
        QVERIFY(between.isNewerThan(high));
        QVERIFY(Serial(1).isNewerThan(between));
    }

    void rfc1982_5_zeroIsNeverReached()
    {
        QCOMPARE(Serial(0xFFFFFFFF).next().value(), 1U);
        QCOMPARE(Serial(0xFFFFFFFE).next().value(), 0xFFFFFFFFU);
        QCOMPARE(Serial(0xFFFFFFF0).advancedBy(0x10).value(), 1U);
        QCOMPARE(Serial(0).next().value(), 1U);
        // One further than 2^31-1 would be undefined, so it stops before zero there.
        const Serial start(0x80000001);
        QCOMPARE(start.advancedBy(Serial::MaximumStep).value(), 0xFFFFFFFFU);
        QVERIFY(start.advancedBy(Serial::MaximumStep).isNewerThan(start));
    }

    void rfc1982_6_orderHoldsAroundTheWholeCircle()
    {
        std::mt19937 random(1982);
        constexpr std::array<std::uint32_t, 8> edges{0,    1,        0x7FFFFFFE, 0x7FFFFFFF,
                                                     Half, Half + 1, 0xFFFFFFFE, 0xFFFFFFFF};
        for (int round = 0; round < 20000; ++round) {
            const Serial a(round % 2 == 0 ? edges[random() % edges.size()]
                                          : static_cast<std::uint32_t>(random()));
            std::uint32_t step = static_cast<std::uint32_t>(random()) % Serial::MaximumStep + 1;
            if (round % 3 == 0)
                step = round % 2 == 0 ? 1 : Serial::MaximumStep;
            const Serial b = a.advancedBy(step);
            QVERIFY(b.value() != 0);
            QCOMPARE(b.comparedTo(a), SerialOrder::Newer);
            QCOMPARE(a.comparedTo(b), SerialOrder::Older);
            QCOMPARE(a.comparedTo(a), SerialOrder::Equal);
        }
    }
};

QTEST_APPLESS_MAIN(SerialTest)
#include "serial.moc"
