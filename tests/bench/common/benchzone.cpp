#include "bench/common/benchzone.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace headwater {
namespace {

/// Spreads numbers over all of 32 bits, one to one.
std::uint32_t scrambled(std::size_t index)
{
    auto value = static_cast<std::uint32_t>(index);
    value = (value ^ (value >> 16)) * 0x45d9f3bU;
    value = (value ^ (value >> 16)) * 0x45d9f3bU;
    return value ^ (value >> 16);
}

std::string label(std::size_t index)
{
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "app-%08x", scrambled(index));
    return text.data();
}

Rdata v6(std::size_t index)
{
    Rdata rdata{0x20, 0x01, 0x0d, 0xb8};
    appendUint32(rdata, scrambled(index + 2));
    appendUint32(rdata, 0);
    appendUint32(rdata, scrambled(index + 3));
    return rdata;
}

} // namespace

std::size_t benchShrink()
{
    const char* const text = std::getenv("HEADWATER_BENCH_SHRINK");
    const std::size_t factor = text == nullptr ? 1 : std::strtoul(text, nullptr, 10);
    return std::clamp<std::size_t>(factor, 1, 10'000);
}

BenchZone BenchZone::create(const std::string& zone, std::size_t records)
{
    return BenchZone{Name::parse(zone).value(), records < 1000 ? records : records / benchShrink()};
}

Soa BenchZone::soa() const
{
    Soa soa;
    soa.primary = Name::parse("ns1", zone).value();
    soa.mailbox = Name::parse("hostmaster", zone).value();
    soa.serial = Serial(1);
    return soa;
}

Name BenchZone::host(std::size_t index) const
{
    return Name::parse(label(index), zone).value();
}

Rdata BenchZone::address(std::size_t index)
{
    const std::uint32_t bits = scrambled(index + 1);
    return {10, static_cast<std::uint8_t>(bits >> 16), static_cast<std::uint8_t>(bits >> 8),
            static_cast<std::uint8_t>(bits)};
}

std::vector<RRset> BenchZone::sets() const
{
    const Name server = soa().primary;
    std::vector<std::size_t> order(records / 2);
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::sort(order.begin(), order.end(),
              [](std::size_t x, std::size_t y) { return scrambled(x) < scrambled(y); });
    std::vector<RRset> sets;
    sets.reserve(records + 2);
    const OctetView target = server.wire();
    sets.push_back({zone, RecordType::NS, 300, {Rdata(target.begin(), target.end())}});
    for (const std::size_t index : order) {
        const Name owner = host(index);
        sets.push_back({owner, RecordType::A, 300, {address(index)}});
        sets.push_back({owner, RecordType::AAAA, 300, {v6(index)}});
    }
    sets.push_back({server, RecordType::A, 300, {{192, 0, 2, 1}}});
    return sets;
}

std::string BenchZone::text() const
{
    std::string text = "$ORIGIN " + zone.text() +
                       "\n$TTL 300\n@ SOA ns1 hostmaster 1 3600 600 604800 300\n@ NS ns1\n"
                       "ns1 A 192.0.2.1\n";
    text.reserve(records * 40);
    std::array<char, 96> line{};
    for (std::size_t index = 0; index < records / 2; ++index) {
        const std::string owner = label(index);
        const Rdata four = address(index);
        std::snprintf(line.data(), line.size(), "%s A %u.%u.%u.%u\n", owner.c_str(), four[0],
                      four[1], four[2], four[3]);
        text += line.data();
        const Rdata six = v6(index);
        std::snprintf(line.data(), line.size(), "%s AAAA 2001:db8:%x:%x::%x:%x\n", owner.c_str(),
                      uint16At(six, 4), uint16At(six, 6), uint16At(six, 12), uint16At(six, 14));
        text += line.data();
    }
    return text;
}

} // namespace headwater
