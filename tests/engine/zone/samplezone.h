#pragma once

#include <algorithm>
#include <map>
#include <random>

#include "zone/zoneeditor.h"

/// Zones for the tests of values: fixed pieces, and random ones from a seed.
namespace sample {

using namespace headwater;

inline Name name(std::string_view text)
{
    const Result<Name> parsed = Name::parse(text);
    return parsed ? *parsed : Name();
}

inline const Name& zone()
{
    static const Name apps = name("apps.example.");
    return apps;
}

inline Soa soa(std::uint32_t serial)
{
    Soa soa;
    soa.primary = name("ns1.apps.example.");
    soa.mailbox = name("hostmaster.apps.example.");
    soa.serial = Serial(serial);
    return soa;
}

inline Rdata address(std::uint32_t number)
{
    Rdata rdata;
    appendUint32(rdata, 0xC6120000U + number % 0x20000U); // 198.18.0.0/15
    return rdata;
}

inline Rdata target(const Name& name)
{
    return Rdata(name.wire().begin(), name.wire().end());
}

inline Rdata mail(std::uint16_t preference, const Name& name)
{
    Rdata rdata;
    appendUint16(rdata, preference);
    append(rdata, name.wire());
    return rdata;
}

/// One or more character-strings, `size` octets of text in all.
inline Rdata longText(std::size_t size, std::uint8_t letter = 'x')
{
    Rdata rdata;
    do {
        const std::size_t part = std::min<std::size_t>(size, 255);
        rdata.push_back(static_cast<std::uint8_t>(part));
        rdata.insert(rdata.end(), part, letter);
        size -= part;
    } while (size > 0);
    return rdata;
}

inline Record record(std::string_view owner, RecordType type, Rdata rdata, std::uint32_t ttl = 300)
{
    return Record{name(owner), type, ttl, std::move(rdata)};
}

inline std::vector<Record> apexNs()
{
    return {record("apps.example.", RecordType::NS, target(name("ns1.apps.example."))),
            record("apps.example.", RecordType::NS, target(name("ns2.elsewhere.example.")))};
}

inline std::shared_ptr<const ZoneVersion> version(std::vector<Record> records,
                                                  std::uint32_t serial = 1)
{
    for (Record& each : apexNs())
        records.push_back(std::move(each));
    return ZoneVersion::build(zone(), soa(serial), 3600, std::move(records));
}

/// Some letters of a name that is still one label.
inline std::string label(std::uint32_t number)
{
    return "host" + std::to_string(number);
}

/// `count` owners with one address each.
inline std::vector<Record> hosts(std::uint32_t count)
{
    std::vector<Record> records;
    for (std::uint32_t i = 0; i < count; ++i)
        records.push_back(
            record(label(i * 7919U % 1000003U) + ".apps.example.", RecordType::A, address(i)));
    return records;
}

inline bool isSame(const Record& a, const Record& b)
{
    return a.owner.identical(b.owner) && a.type == b.type && a.ttl == b.ttl && a.rdata == b.rdata;
}

inline bool isSame(const std::vector<Record>& a, const std::vector<Record>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Record& x, const Record& y) { return isSame(x, y); });
}

/// Random edits of a zone, and beside them a plain model of what the zone must hold.
class RandomZone
{
public:
    explicit RandomZone(std::uint32_t seed)
        : m_random(seed)
    {
    }

    std::uint32_t below(std::uint32_t limit)
    {
        return static_cast<std::uint32_t>(m_random() % limit);
    }

    /// Names at several depths, wildcards, empty non-terminals between them.
    Name owner()
    {
        std::string text = "apps.example.";
        if (below(200) == 0)
            return name(text);
        const std::uint32_t depth = 1 + below(4);
        for (std::uint32_t i = 0; i < depth; ++i)
            text = label(below(i == 0 ? 40 : 12)) + "." + text;
        if (below(20) == 0)
            text = "*." + text;
        return name(text);
    }

    RRset set(const Name& owner)
    {
        RRset set{owner,
                  types()[below(static_cast<std::uint32_t>(types().size()))],
                  60 * (1 + below(3)),
                  {}};
        std::uint32_t count = below(4); // none: it is removed
        if (count > 0 && below(150) == 0)
            count = 1000;
        for (std::uint32_t i = 0; i < count; ++i)
            set.rdata.push_back(rdata(set.type));
        set.normalise();
        return set;
    }

    /// One change to the editor and to the model.
    void change(ZoneEditor* editor)
    {
        const Name owner = this->owner();
        if (below(8) == 0) {
            std::map<RecordType, RRset> sets;
            for (std::uint32_t i = below(3); i > 0; --i) {
                RRset each = set(owner);
                if (!each.rdata.empty())
                    sets[each.type] = std::move(each);
            }
            std::vector<RRset> list;
            for (const auto& [type, each] : sets)
                list.push_back(each);
            editor->setOwner(owner, list);
            m_model[owner] = std::move(sets);
        } else {
            RRset each = set(owner);
            editor->set(each);
            if (each.rdata.empty())
                m_model[owner].erase(each.type);
            else
                m_model[owner][each.type] = std::move(each);
        }
    }

    /// What the zone must hold, in no particular order.
    std::vector<Record> records()
    {
        std::vector<Record> records;
        for (const auto& [owner, sets] : m_model)
            for (const auto& [type, set] : sets)
                for (const Rdata& rdata : set.rdata)
                    records.push_back(Record{owner, type, set.ttl, rdata});
        std::shuffle(records.begin(), records.end(), m_random);
        return records;
    }

private:
    static const std::vector<RecordType>& types()
    {
        static const std::vector<RecordType> all{
            RecordType::A,   RecordType::AAAA, RecordType::NS,  RecordType::MX,
            RecordType::TXT, RecordType::PTR,  RecordType::SRV, static_cast<RecordType>(65280)};
        return all;
    }

    Name someTarget()
    {
        return below(3) == 0 ? name(label(below(30)) + ".elsewhere.example.") : owner();
    }

    Rdata rdata(RecordType type)
    {
        Rdata rdata;
        switch (type) {
        case RecordType::A:
            return address(below(100000));
        case RecordType::AAAA:
            for (int i = 0; i < 4; ++i)
                appendUint32(rdata, below(1U << 31));
            return rdata;
        case RecordType::NS:
        case RecordType::PTR:
            return target(someTarget());
        case RecordType::MX:
            return mail(static_cast<std::uint16_t>(below(50)), someTarget());
        case RecordType::SRV:
            for (int i = 0; i < 3; ++i)
                appendUint16(rdata, static_cast<std::uint16_t>(below(1000)));
            append(rdata, someTarget().wire());
            return rdata;
        case RecordType::TXT:
            return longText(below(300) == 0 ? 20000 + below(40000) : below(400),
                            static_cast<std::uint8_t>('a' + below(26)));
        default:
            for (std::uint32_t i = below(40); i > 0; --i)
                rdata.push_back(static_cast<std::uint8_t>(below(256)));
            return rdata;
        }
    }

    std::mt19937 m_random;
    std::map<Name, std::map<RecordType, RRset>> m_model;
};

} // namespace sample
