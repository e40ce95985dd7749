#include "dns/sha256.h"

#include <cstdlib>
#include <memory>

#include <openssl/evp.h>

namespace headwater {

std::array<std::uint8_t, 32> sha256(OctetView octets)
{
    // Looking the algorithm up costs more than hashing a record does, so it is done once.
    static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
        EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    std::array<std::uint8_t, 32> digest{};
    // Fails only without memory or without any provider: nothing could be served then.
    if (algorithm == nullptr || context == nullptr ||
        EVP_DigestInit_ex2(context.get(), algorithm, nullptr) != 1 ||
        EVP_DigestUpdate(context.get(), octets.data(), octets.size()) != 1 ||
        EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) != 1)
        std::abort();
    return digest;
}

} // namespace headwater
