#include <array>

#include <openssl/evp.h>

#include "dns/tsig.h"

namespace headwater {

namespace {

constexpr std::size_t MaximumSecret = 512; // octets; four times the largest block of any digest

struct Algorithm
{
    TsigAlgorithm algorithm;
    const char* name;
    std::size_t macSize;
};

constexpr std::array<Algorithm, 5> algorithms{{{TsigAlgorithm::HmacSha1, "hmac-sha1", 20},
                                               {TsigAlgorithm::HmacSha224, "hmac-sha224", 28},
                                               {TsigAlgorithm::HmacSha256, "hmac-sha256", 32},
                                               {TsigAlgorithm::HmacSha384, "hmac-sha384", 48},
                                               {TsigAlgorithm::HmacSha512, "hmac-sha512", 64}}};

const Algorithm& described(TsigAlgorithm algorithm)
{
    return algorithms[static_cast<std::size_t>(algorithm)];
}

bool isBase64(std::string_view text)
{
    std::size_t padding = 0;
    for (const char c : text) {
        if (c == '=')
            ++padding;
        else if (padding > 0 || !((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                                  (c >= '0' && c <= '9') || c == '+' || c == '/'))
            return false;
    }
    return !text.empty() && text.size() % 4 == 0 && padding <= 2;
}

Result<Octets> fromBase64(std::string_view text)
{
    if (!isBase64(text) || text.size() > MaximumSecret / 3 * 4 + 4)
        return failure("the secret must be base64 of 1 to 512 octets");
    Octets octets(text.size() / 4 * 3);
    EVP_DecodeBlock(octets.data(), reinterpret_cast<const unsigned char*>(text.data()),
                    static_cast<int>(text.size()));
    for (std::size_t i = text.size(); i > 0 && text[i - 1] == '='; --i)
        octets.pop_back();
    return octets;
}

} // namespace

std::string text(TsigAlgorithm algorithm)
{
    return described(algorithm).name;
}

Result<TsigAlgorithm> parseTsigAlgorithm(std::string_view text)
{
    const auto asked = Name::parse(text);
    for (const Algorithm& known : algorithms)
        if (asked && *asked == algorithmName(known.algorithm))
            return known.algorithm;
    return failure("there is no TSIG algorithm \"" + std::string(text.substr(0, 64)) +
                   "\" here; hmac-sha1, -sha224, -sha256, -sha384 and -sha512 are known");
}

const Name& algorithmName(TsigAlgorithm algorithm)
{
    static const auto names = [] {
        std::array<Name, algorithms.size()> made;
        for (const Algorithm& known : algorithms)
            made[static_cast<std::size_t>(known.algorithm)] = *Name::parse(known.name);
        return made;
    }();
    return names[static_cast<std::size_t>(algorithm)];
}

std::size_t macSize(TsigAlgorithm algorithm)
{
    return described(algorithm).macSize;
}

Result<TsigKey> TsigKey::create(std::string_view name, std::string_view algorithm,
                                std::string_view secret)
{
    TsigKey key;
    auto keyName = Name::parse(name);
    if (!keyName)
        return failure(keyName, "TSIG key");
    const std::string place = "TSIG key " + keyName->display();
    auto parsed = parseTsigAlgorithm(algorithm);
    if (!parsed)
        return failure(parsed, place);
    auto octets = fromBase64(secret);
    if (!octets)
        return failure(octets, place);
    return TsigKey{std::move(*keyName), *parsed, std::move(*octets)};
}

std::size_t tsigRecordSize(const TsigKey& key)
{
    constexpr std::size_t recordHead = 10; // type, class, TTL, length of RDATA
    constexpr std::size_t fixed = 6 + 2 + 2 + 2 + 2 + 2;
    return key.name.wire().size() + recordHead + algorithmName(key.algorithm).wire().size() +
           fixed + macSize(key.algorithm) + TsigOtherData;
}

} // namespace headwater
