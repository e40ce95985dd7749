#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

#include "status/bookkeeper.h"
#include "status/statusboard.h"

namespace headwater::test {

constexpr Instant Begin{Seconds{1763649000}}; // 2025-11-20 14:30:00 UTC

inline Instant at(int ms)
{
    return Begin + Milliseconds{ms};
}

inline Name name(const std::string& text)
{
    return Name::parse(text, Name()).value();
}

inline WatchedSecondary watched(const std::string& called, const std::string& site = {},
                                std::size_t addresses = 1)
{
    WatchedSecondary secondary;
    secondary.name = called;
    secondary.site = site;
    secondary.address = "127.0.0.1:5301";
    for (std::size_t i = 0; i < addresses; ++i)
        secondary.publicAddresses.push_back(called + std::to_string(i));
    secondary.key = "hw-2025q4";
    return secondary;
}

inline Fact published(int ms, std::uint32_t serial, const std::string& zone = "apps.example")
{
    ZonePublished body;
    body.zone = name(zone);
    body.serial = Serial(serial);
    body.committedAt = at(ms) - Milliseconds{2};
    body.publishedAt = at(ms);
    body.added = 1;
    body.removed = 1;
    body.records = 5;
    body.author = "file apps.example.zone";
    return {at(ms), body};
}

inline Fact loaded(int ms, std::uint32_t serial, const std::string& zone = "apps.example")
{
    return {at(ms),
            ZoneLoaded{name(zone), Serial(serial), 5, at(ms), "zone file apps.example.zone"}};
}

inline Fact sent(int ms, std::uint32_t serial, const std::string& secondary = "nsd",
                 const std::string& zone = "apps.example", int attempt = 1)
{
    return {at(ms), NotifySent{name(zone), secondary, Serial(serial), "127.0.0.1:5302", attempt}};
}

inline Fact acked(int ms, std::uint32_t serial, const std::string& secondary = "nsd",
                  Rcode rcode = Rcode::NoError, const std::string& zone = "apps.example")
{
    return {at(ms), NotifyAcknowledged{name(zone), secondary, Serial(serial), "127.0.0.1:5302",
                                       rcode, Microseconds{400}}};
}

inline Fact unanswered(int ms, std::uint32_t serial, const std::string& secondary = "nsd",
                       const std::string& zone = "apps.example")
{
    return {at(ms), NotifyUnanswered{name(zone), secondary, Serial(serial), "127.0.0.1:5302", 1,
                                     at(ms + 2000), "timeout: no answer"}};
}

inline Fact asked(int ms, std::uint32_t serial, const std::string& secondary = "nsd",
                  const std::string& zone = "apps.example")
{
    return {at(ms), SecondaryAsked{name(zone),
                                   secondary,
                                   QueryKind::Ixfr,
                                   Transport::Tcp,
                                   "127.0.0.1:40000",
                                   "hw-2025q4",
                                   {},
                                   Serial(serial)}};
}

inline Fact transferred(int ms, std::uint32_t serial, const std::string& secondary = "nsd",
                        const std::string& zone = "apps.example")
{
    return {at(ms), TransferFinished{name(zone),
                                     secondary,
                                     QueryKind::Ixfr,
                                     {},
                                     Serial(serial),
                                     612,
                                     1,
                                     4,
                                     Microseconds{900},
                                     "127.0.0.1:40000"}};
}

inline Fact refused(int ms, const std::string& secondary = "nsd",
                    const std::string& code = "badkey", const std::string& zone = "apps.example")
{
    return {at(ms), QueryRefused{name(zone), secondary, QueryKind::Ixfr, "127.0.0.1:40000",
                                 "hw-2025q3", Rcode::NotAuth, code, "it signs with hw-2025q3"}};
}

inline Fact shows(int ms, std::uint32_t serial, const std::string& secondary = "nsd",
                  const std::string& zone = "apps.example", std::size_t address = 0)
{
    return {at(ms), ProbeAnswered{name(zone), secondary, secondary + std::to_string(address),
                                  Serial(serial), Rcode::NoError, Microseconds{300}}};
}

inline Fact silent(int ms, const std::string& secondary = "nsd",
                   const std::string& zone = "apps.example", std::size_t address = 0)
{
    return {at(ms),
            ProbeUnanswered{name(zone), secondary, secondary + std::to_string(address), "timeout"}};
}

inline Fact live(int ms, std::uint32_t serial, const std::string& secondary = "nsd",
                 const std::string& zone = "apps.example")
{
    return {at(ms), SecondaryLive{name(zone), secondary, Serial(serial), Microseconds{1}}};
}

/// Books with these secondaries, and shorthands to look into them.
struct Books
{
    explicit Books(std::vector<WatchedSecondary> secondaries = {watched("knot"), watched("nsd")})
    {
        books.setSecondaries(std::move(secondaries), Begin);
    }
    void add(const std::vector<Fact>& facts)
    {
        for (const Fact& fact : facts) {
            books.ledger().judgeDue(fact.at);
            books.add(fact);
        }
    }
    [[nodiscard]] SyncState state(int ms, const std::string& secondary = "nsd",
                                  const std::string& zone = "apps.example")
    {
        books.ledger().judgeDue(at(ms));
        const ZoneId id = *books.ledger().find(name(zone));
        return books.ledger().zone(id).pairs[*books.ledger().secondary(secondary)].state;
    }
    Bookkeeper books;
};

/// A board whose clock stands still until it is set.
struct Board
{
    Board()
        : board(nullptr, [this] { return now; })
    {
        board.setSecondaries({watched("knot", "local"), watched("nsd", "local")});
        EngineDescription engine;
        engine.name = "demo";
        engine.version = "0.1.0";
        engine.dns = {"127.0.0.1:5300"};
        engine.startedAt = Begin;
        board.setEngine(engine);
    }
    void add(const std::vector<Fact>& facts)
    {
        for (const Fact& fact : facts) {
            now = std::max(now, fact.at);
            board.addFact(fact);
        }
    }
    [[nodiscard]] QJsonObject zone(const std::string& zone = "apps.example") const
    {
        return board.zone(name(zone)).value_or(QJsonObject());
    }
    [[nodiscard]] QJsonObject verdict() const
    {
        return board.status().value(QStringLiteral("verdict")).toObject();
    }
    [[nodiscard]] QJsonObject totals() const
    {
        return board.status().value(QStringLiteral("totals")).toObject();
    }
    Instant now = Begin;
    StatusBoard board;
};

inline QString textOf(const QJsonObject& object, const char* key)
{
    return object.value(QLatin1String(key)).toString();
}

inline double numberOf(const QJsonObject& object, const char* key)
{
    return object.value(QLatin1String(key)).toDouble(-1);
}

} // namespace headwater::test
