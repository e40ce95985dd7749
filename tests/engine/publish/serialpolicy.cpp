#include "publish/serialpolicy.h"

#include <QTest>

using namespace headwater;

namespace {

std::chrono::sys_seconds utc(int year, unsigned month, unsigned day, int hour = 12)
{
    using namespace std::chrono;
    return sys_days(year_month_day(std::chrono::year(year), std::chrono::month(month),
                                   std::chrono::day(day))) +
           hours(hour);
}

std::chrono::sys_seconds unixTime(std::int64_t seconds)
{
    return std::chrono::sys_seconds(Seconds(seconds));
}

} // namespace

struct Policy
{
    SerialPolicy policy = SerialPolicy::Increment;
    std::optional<std::uint32_t> floor;
    std::optional<std::uint32_t> atLeast;
    std::chrono::sys_seconds now;
    std::uint32_t expected = 0;
};
Q_DECLARE_METATYPE(Policy)

class SerialPolicyTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theNextSerialIs_data()
    {
        using P = SerialPolicy;
        QTest::addColumn<Policy>("row");
        const auto day = utc(2025, 11, 20);
        const auto add = [](const char* tag, const Policy& row) { QTest::newRow(tag) << row; };
        const auto none = std::nullopt;

        add("increment: one more", {P::Increment, 41, none, day, 42});
        add("increment: the source asks for more", {P::Increment, 41, 100, day, 100});
        add("increment: the source asks for less", {P::Increment, 41, 7, day, 42});
        add("increment: the source asks for the same", {P::Increment, 41, 41, day, 42});
        add("increment: the first is that of the source",
            {P::Increment, none, 2024010100, day, 2024010100});
        add("increment: the first without one", {P::Increment, none, none, day, 1});
        add("rfc1982_5 increment: 0 is skipped on wrap", {P::Increment, 0xFFFFFFFFU, none, day, 1});
        add("rfc1982_5 increment: a source with 0 has none", {P::Increment, none, 0, day, 1});
        add("rfc1982_2 increment: half the circle is not newer",
            {P::Increment, 10, 10U + 0x80000000U, day, 11});
        add("rfc1982_1 increment: the largest step",
            {P::Increment, 10, 10U + 0x7FFFFFFFU, day, 10U + 0x7FFFFFFFU});
        add("increment: the source is ahead across the wrap",
            {P::Increment, 0xFFFFFFF0U, 5, day, 5});

        add("unixtime: now", {P::UnixTime, 100, none, unixTime(1763640000), 1763640000});
        add("unixtime: twice in one second",
            {P::UnixTime, 1763640000, none, unixTime(1763640000), 1763640001});
        add("unixtime: the clock went back",
            {P::UnixTime, 1763640000, none, unixTime(1700000000), 1763640001});
        add("unixtime: above the time after a change from dates",
            {P::UnixTime, 2025112000, none, unixTime(1763640000), 2025112001});
        add("unixtime: the first", {P::UnixTime, none, none, unixTime(1763640000), 1763640000});
        add("unixtime: the source is newer",
            {P::UnixTime, 100, 1763650000, unixTime(1763640000), 1763650000});
        add("unixtime: beyond 2106 it wraps",
            {P::UnixTime, 0xFFFFFFF0U, none, unixTime(4294967296 + 9), 9});
        add("unixtime: the source lies half the circle from the floor",
            {P::UnixTime, 1, 2147483650U, unixTime(1763640000), 1763640000});

        add("date: the first of a day", {P::Date, 2025111907, none, day, 2025112000});
        add("date: the next of a day", {P::Date, 2025112000, none, day, 2025112001});
        add("date: nn=99 spills into the next day", {P::Date, 2025112099, none, day, 2025112100});
        add("date: after a spill it goes on", {P::Date, 2025112100, none, day, 2025112101});
        add("date: the day after a spill",
            {P::Date, 2025112103, none, utc(2025, 11, 21), 2025112104});
        add("date: the clock went back",
            {P::Date, 2025112005, none, utc(2025, 11, 19), 2025112006});
        add("date: UTC, an hour before midnight",
            {P::Date, 1, none, utc(2025, 11, 20, 23), 2025112000});
        add("date: the new year", {P::Date, 2025123199, none, utc(2026, 1, 1, 0), 2026010100});
        add("date: a floor far ahead", {P::Date, 4000000000U, none, day, 4000000001U});
        add("date: a source of the same day", {P::Date, 2025112000, 2025112018, day, 2025112018});
        add("date: the first", {P::Date, none, none, day, 2025112000});
        add("date: a clock before 1970", {P::Date, 5, none, unixTime(-1000000), 6});
    }

    void theNextSerialIs()
    {
        QFETCH(Policy, row);
        const auto serial = [](std::optional<std::uint32_t> value) {
            return value ? std::make_optional(Serial(*value)) : std::nullopt;
        };
        const Serial next = nextSerial(row.policy, serial(row.floor), serial(row.atLeast), row.now);
        QCOMPARE(next.value(), row.expected);
    }

    /// Whatever the floor, the source and the clock are (rfc1982_6).
    void rfc1982_6_everySerialIsNewerThanTheFloorAndNeverZero()
    {
        const std::vector<std::uint32_t> edges{1U,          2U,          0x7FFFFFFEU, 0x7FFFFFFFU,
                                               0x80000000U, 0x80000001U, 0xFFFFFFFEU, 0xFFFFFFFFU,
                                               2025112000U, 1763640000U};
        for (const auto policy :
             {SerialPolicy::Increment, SerialPolicy::UnixTime, SerialPolicy::Date}) {
            for (const std::uint32_t floor : edges) {
                for (const std::uint32_t least : edges) {
                    for (const std::int64_t now :
                         {-5L, 0L, 1763640000L, 4294967295L, 6000000000L}) {
                        const Serial next =
                            nextSerial(policy, Serial(floor), Serial(least), unixTime(now));
                        QVERIFY(next.isNewerThan(Serial(floor)));
                        QVERIFY(next != Serial(0));
                    }
                }
            }
        }
    }
};

QTEST_APPLESS_MAIN(SerialPolicyTest)
#include "serialpolicy.moc"
