#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "store/sqlitestore.h"
#include "zone/zoneeditor.h"
#include "zone/zoneversion.h"

// Small zones for the tests of the store, the publisher and the record writer.
namespace headwater::test {

inline Name name(std::string_view text)
{
    return *Name::parse(text);
}

/// An A RRset; `hosts` are the last two octets of 192.0.x.y. None: an empty set.
inline RRset addresses(const Name& owner, const std::vector<std::uint16_t>& hosts,
                       std::uint32_t ttl = 300)
{
    RRset set{owner, RecordType::A, ttl, {}};
    for (const std::uint16_t host : hosts)
        set.rdata.push_back(
            {192, 0, static_cast<std::uint8_t>(host >> 8), static_cast<std::uint8_t>(host & 255)});
    set.normalise();
    return set;
}

/// NS, CNAME or DNAME.
inline RRset target(RecordType type, const Name& owner, std::string_view to,
                    std::uint32_t ttl = 300)
{
    const Name name = *Name::parse(to);
    return {owner, type, ttl, {{name.wire().begin(), name.wire().end()}}};
}

inline RRset nameserver(const Name& zone)
{
    return target(RecordType::NS, zone, "ns1.elsewhere.example.");
}

inline ZoneSettings settings(const Name& zone, std::uint32_t serial = 1)
{
    ZoneSettings made;
    made.zone = zone;
    made.soa.primary = name("ns1.elsewhere.example.");
    made.soa.mailbox = name("hostmaster.elsewhere.example.");
    made.soa.serial = Serial(serial);
    return made;
}

inline DesiredChange change(const Name& zone, std::vector<RRset> sets)
{
    return {zone, std::move(sets), std::nullopt, std::nullopt, "test", Clock::now()};
}

/// Every record as a line, in no particular order of the store's making.
inline std::vector<std::string> lines(const std::vector<Record>& records)
{
    std::vector<std::string> found;
    for (const Record& record : records) {
        std::string line = record.owner.text() + " " + std::to_string(record.ttl) + " " +
                           std::to_string(static_cast<int>(record.type)) + " ";
        for (const std::uint8_t octet : record.rdata)
            line += "0123456789abcdef"[octet >> 4], line += "0123456789abcdef"[octet & 15];
        found.push_back(line);
    }
    std::sort(found.begin(), found.end());
    return found;
}

inline std::vector<Record> records(const std::vector<RRset>& sets)
{
    std::vector<Record> found;
    for (const RRset& set : sets) {
        for (const Rdata& rdata : set.rdata)
            found.push_back({set.owner, set.type, set.ttl, rdata});
    }
    return found;
}

inline VersionRow row(const ZoneVersion& version, const std::string& author = "test")
{
    VersionRow made;
    made.serial = version.serial();
    made.committedAt = Clock::now();
    made.publishedAt = made.committedAt;
    made.author = author;
    return made;
}

/// Makes and commits the next version of a zone from its dirty names, as the publisher does but
/// without checks. `current` may be null; the committed version, or null when the store refused.
inline std::shared_ptr<const ZoneVersion> commitDirty(SqliteStore& store, const Name& zone,
                                                      std::shared_ptr<const ZoneVersion> current,
                                                      Serial serial)
{
    const auto batch = store.takeDirty(zone);
    if (!batch || !*batch)
        return nullptr;
    if (!current) {
        Soa soa = (*batch)->settings.soa;
        soa.serial = serial;
        const auto version =
            ZoneVersion::build(zone, soa, (*batch)->settings.soaTtl, records(*store.desired(zone)));
        const auto done = store.commit(*version, nullptr, row(*version), (*batch)->token);
        return done ? version : nullptr;
    }
    ZoneEditor editor(std::move(current));
    editor.setSoa((*batch)->settings.soa, (*batch)->settings.soaTtl);
    for (const Name& owner : (*batch)->owners) {
        std::vector<RRset> sets;
        for (const RRset& set : (*batch)->sets) {
            if (set.owner == owner)
                sets.push_back(set);
        }
        editor.setOwner(owner, sets);
    }
    const auto made = editor.finish(serial);
    const auto done =
        store.commit(*made.version, made.difference.get(), row(*made.version), (*batch)->token);
    return done ? made.version : nullptr;
}

} // namespace headwater::test
