#include "dns/siphash.h"

#include <algorithm>
#include <bit>

#include "dns/rdatawords.h"

namespace headwater {

namespace {

std::uint64_t wordAt(const std::uint8_t* octets, std::size_t size)
{
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < size; ++i)
        word |= std::uint64_t{octets[i]} << (8 * i);
    return word;
}

struct SipState
{
    std::uint64_t v0, v1, v2, v3;

    SipState(std::uint64_t k0, std::uint64_t k1)
        : v0(k0 ^ 0x736f6d6570736575)
        , v1(k1 ^ 0x646f72616e646f6d)
        , v2(k0 ^ 0x6c7967656e657261)
        , v3(k1 ^ 0x7465646279746573)
    {
    }
    void rounds(int count)
    {
        for (int i = 0; i < count; ++i) {
            v0 += v1;
            v2 += v3;
            v1 = std::rotl(v1, 13) ^ v0;
            v3 = std::rotl(v3, 16) ^ v2;
            v0 = std::rotl(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = std::rotl(v1, 17) ^ v2;
            v3 = std::rotl(v3, 21) ^ v0;
            v2 = std::rotl(v2, 32);
        }
    }
    void take(std::uint64_t word)
    {
        v3 ^= word;
        rounds(2);
        v0 ^= word;
    }
};

} // namespace

Result<SipHashKey> parseSipHashKey(std::string_view text)
{
    SipHashKey key{};
    const auto octets = decodedHexadecimal(text);
    if (!octets || octets->size() != key.size())
        return failure("must be 32 hex digits");
    std::copy(octets->begin(), octets->end(), key.begin());
    return key;
}

std::array<std::uint8_t, 8> sipHash(const SipHashKey& key, OctetView input)
{
    SipState state(wordAt(key.data(), 8), wordAt(key.data() + 8, 8));
    const std::size_t whole = input.size() / 8 * 8;
    for (std::size_t i = 0; i < whole; i += 8)
        state.take(wordAt(input.data() + i, 8));
    state.take(wordAt(input.data() + whole, input.size() - whole) |
               std::uint64_t{input.size() & 0xFF} << 56);
    state.v2 ^= 0xFF;
    state.rounds(4);
    const std::uint64_t hash = state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
    std::array<std::uint8_t, 8> octets{};
    for (std::size_t i = 0; i < octets.size(); ++i)
        octets[i] = static_cast<std::uint8_t>(hash >> (8 * i));
    return octets;
}

} // namespace headwater
