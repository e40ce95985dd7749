#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/octets.h"
#include "base/result.h"
#include "dns/name.h"

struct ssl_ctx_st; // OpenSSL, which only the .cpp files know

namespace headwater {

/// What a client proved in its handshake: it holds the private key of this certificate.
struct PeerCertificate
{
    Octets keyDigest; ///< SHA-256 of its SubjectPublicKeyInfo
    /// DNS names in it; empty unless its chain ends at a client CA and is in its time.
    std::vector<Name> names;
};

/// "sha256:<64 hex digits>", what `openssl pkey -pubin -outform der | sha256sum` prints.
[[nodiscard]] Result<Octets> parseKeyDigest(std::string_view text);

/// Who we are to clients over TLS, and which CAs vouch for them. TLS 1.3 only, ALPN "dot" only
/// (RFC 9103 sections 7.1 and 7.2), no resumption: a certificate that is taken away works no more.
/// Filled once, then const and used from any thread. Errors name the file and what OpenSSL says.
class TlsIdentity
{
public:
    [[nodiscard]] static Result<std::shared_ptr<TlsIdentity>> create();
    ~TlsIdentity();
    TlsIdentity(const TlsIdentity&) = delete;
    TlsIdentity& operator=(const TlsIdentity&) = delete;

    /// PEM: the certificate first, then its chain.
    [[nodiscard]] Result<void> useCertificate(const std::string& path);
    /// PEM, without a passphrase; after the certificate, which it must belong to.
    [[nodiscard]] Result<void> useKey(const std::string& path);
    /// PEM: CAs that vouch for the names in the certificates of clients.
    [[nodiscard]] Result<void> trustClients(const std::string& path);

    [[nodiscard]] ssl_ctx_st* context() const { return m_context; }

private:
    explicit TlsIdentity(ssl_ctx_st* context)
        : m_context(context)
    {
    }
    ssl_ctx_st* m_context;
};

} // namespace headwater
