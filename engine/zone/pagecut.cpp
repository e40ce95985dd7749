#include "zone/pagecut.h"

#include "dns/lettercase.h"

namespace headwater {

namespace {

constexpr std::size_t WellFilled = 11 * 1024;
constexpr std::uint64_t OctetsPerCut = 2 * 1024; ///< in a well filled page, on average
constexpr std::uint64_t OctetsPerRareCut = 256 * 1024;

/// The same on every machine and for ever (FNV-1a, mixed at the end): pages depend on it.
std::uint32_t fixedHash(OctetView owner)
{
    std::uint32_t hash = 2166136261U;
    for (const std::uint8_t octet : owner)
        hash = (hash ^ lowered(octet)) * 16777619U;
    hash = (hash ^ (hash >> 16)) * 0x85EBCA6BU;
    hash = (hash ^ (hash >> 13)) * 0xC2B2AE35U;
    return hash ^ (hash >> 16);
}

} // namespace

bool isPageCut(OctetView owner, std::size_t body, std::size_t previous)
{
    // Larger owners leave fewer places to cut at, so that each is taken with a higher chance.
    const std::uint64_t distance = body < WellFilled ? OctetsPerRareCut : OctetsPerCut;
    return fixedHash(owner) < (static_cast<std::uint64_t>(previous) << 32) / distance;
}

} // namespace headwater
