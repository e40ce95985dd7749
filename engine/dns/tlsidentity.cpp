#include "dns/tlsidentity.h"

#include <array>
#include <cstring>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "dns/rdatawords.h"

namespace headwater {

namespace {

constexpr std::array<unsigned char, 4> Protocols{3, 'd', 'o', 't'};

/// What OpenSSL has to say, in its words.
tl::unexpected<Error> refused(const std::string& path, const char* what)
{
    const unsigned long code = ERR_peek_error();
    const char* reason = ERR_reason_error_string(code);
    // Failures of the operating system have no reason string; their number is an errno.
    if (!reason && ERR_SYSTEM_ERROR(code))
        reason = std::strerror(ERR_GET_REASON(code));
    ERR_clear_error();
    return failure(path + what + (reason ? std::string(": ") + reason : std::string()));
}

int chooseProtocol(SSL*, const unsigned char** chosen, unsigned char* size,
                   const unsigned char* offered, unsigned int offeredSize, void*)
{
    unsigned char* found = nullptr;
    if (SSL_select_next_proto(&found, size, Protocols.data(), Protocols.size(), offered,
                              offeredSize) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

/// The verdict is kept, the handshake goes on: who may do what is decided per request, and a
/// certificate may be known by its key alone.
int verifyLater(X509_STORE_CTX* store, void*)
{
    static_cast<void>(X509_verify_cert(store));
    return 1;
}

} // namespace

Result<Octets> parseKeyDigest(std::string_view text)
{
    constexpr std::string_view Prefix = "sha256:";
    constexpr std::size_t Digits = 64;
    std::optional<Octets> digest;
    if (text.substr(0, Prefix.size()) == Prefix && text.size() == Prefix.size() + Digits)
        digest = decodedHexadecimal(text.substr(Prefix.size()));
    if (!digest) {
        return failure("must be \"sha256:\" and 64 hex digits, got \"" +
                       std::string(text.substr(0, 80)) + "\"");
    }
    return *std::move(digest);
}

Result<std::shared_ptr<TlsIdentity>> TlsIdentity::create()
{
    SSL_CTX* context = SSL_CTX_new(TLS_server_method());
    if (!context)
        return refused("TLS", " cannot be used");
    std::shared_ptr<TlsIdentity> identity(new TlsIdentity(context));
    SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
    // Messages carry their length: an end without close_notify cuts nothing off unseen.
    SSL_CTX_set_options(context, SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_NO_TICKET);
    SSL_CTX_set_num_tickets(context, 0);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                  SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_alpn_select_cb(context, chooseProtocol, nullptr);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_cert_verify_callback(context, verifyLater, nullptr);
    return identity;
}

TlsIdentity::~TlsIdentity()
{
    SSL_CTX_free(m_context);
}

Result<void> TlsIdentity::useCertificate(const std::string& path)
{
    ERR_clear_error();
    if (SSL_CTX_use_certificate_chain_file(m_context, path.c_str()) != 1)
        return refused(path, " holds no certificate that can be used");
    return {};
}

Result<void> TlsIdentity::useKey(const std::string& path)
{
    ERR_clear_error();
    // A passphrase cannot be asked for: nobody may sit at the terminal.
    SSL_CTX_set_default_passwd_cb(m_context, [](char*, int, int, void*) { return 0; });
    if (SSL_CTX_use_PrivateKey_file(m_context, path.c_str(), SSL_FILETYPE_PEM) != 1)
        return refused(path, " holds no private key that can be used");
    if (SSL_CTX_check_private_key(m_context) != 1)
        return refused(path, " is not the key of the certificate");
    return {};
}

Result<void> TlsIdentity::trustClients(const std::string& path)
{
    ERR_clear_error();
    if (SSL_CTX_load_verify_file(m_context, path.c_str()) != 1)
        return refused(path, " holds no CA certificate that can be used");
    return {};
}

} // namespace headwater
