#include "dns/hmac.h"

#include <array>
#include <string>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/invariant.h"

namespace headwater {

namespace {

const char* digestName(TsigAlgorithm algorithm)
{
    switch (algorithm) {
    case TsigAlgorithm::HmacSha1:
        return "SHA1";
    case TsigAlgorithm::HmacSha224:
        return "SHA224";
    case TsigAlgorithm::HmacSha256:
        return "SHA256";
    case TsigAlgorithm::HmacSha384:
        return "SHA384";
    case TsigAlgorithm::HmacSha512:
        return "SHA512";
    }
    return "SHA256";
}

/// Fetched once; it lives as long as the program.
EVP_MAC* hmac()
{
    static EVP_MAC* const mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    return mac;
}

} // namespace

struct Hmac::Context
{
    EVP_MAC_CTX* context = EVP_MAC_CTX_new(hmac());

    Context() = default;
    ~Context() { EVP_MAC_CTX_free(context); }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
};

Hmac::Hmac(TsigAlgorithm algorithm, OctetView secret)
    : m_context(std::make_unique<Context>())
{
    std::string digest = digestName(algorithm);
    const std::array<OSSL_PARAM, 2> parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
        OSSL_PARAM_construct_end()};
    // No input can make this fail: the digests are in every OpenSSL 3.
    static_cast<void>(invariant(
        15, EVP_MAC_init(m_context->context, secret.data(), secret.size(), parameters.data()) == 1,
        "OpenSSL offers HMAC"));
}

Hmac::~Hmac() = default;
Hmac::Hmac(Hmac&&) noexcept = default;
Hmac& Hmac::operator=(Hmac&&) noexcept = default;

void Hmac::feed(OctetView octets)
{
    EVP_MAC_update(m_context->context, octets.data(), octets.size());
}

Octets Hmac::finish()
{
    Octets mac(EVP_MAX_MD_SIZE);
    std::size_t size = 0;
    if (EVP_MAC_final(m_context->context, mac.data(), &size, mac.size()) != 1)
        size = 0;
    mac.resize(size);
    return mac;
}

bool sameInConstantTime(OctetView a, OctetView b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace headwater
