#include "dns/sha384.h"

#include <cstdlib>

#include <openssl/evp.h>

namespace headwater {

struct Sha384::State
{
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                    &EVP_MD_CTX_free};
};

// Each of these fails only without memory or without any provider: nothing could be served then.

Sha384::Sha384()
    : m_state(std::make_unique<State>())
{
    if (m_state->context == nullptr ||
        EVP_DigestInit_ex(m_state->context.get(), EVP_sha384(), nullptr) != 1)
        std::abort();
}

Sha384::~Sha384() = default;
Sha384::Sha384(Sha384&&) noexcept = default;
Sha384& Sha384::operator=(Sha384&&) noexcept = default;

void Sha384::add(OctetView octets)
{
    if (EVP_DigestUpdate(m_state->context.get(), octets.data(), octets.size()) != 1)
        std::abort();
}

Sha384::Digest Sha384::finish()
{
    Digest digest{};
    if (EVP_DigestFinal_ex(m_state->context.get(), digest.data(), nullptr) != 1)
        std::abort();
    return digest;
}

} // namespace headwater
