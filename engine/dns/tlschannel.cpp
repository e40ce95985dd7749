#include "dns/tlschannel.h"

#include <cerrno>
#include <cstring>

#include <sys/socket.h>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace headwater {

namespace {

constexpr int MostNames = 100; // of one certificate

int socketOf(BIO* bio)
{
    return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

int moved(BIO* bio, ssize_t octets, int retryFlag)
{
    BIO_clear_retry_flags(bio);
    if (octets < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
        BIO_set_flags(bio, retryFlag | BIO_FLAGS_SHOULD_RETRY);
    return static_cast<int>(octets);
}

int sendOctets(BIO* bio, const char* octets, int size)
{
    const auto count = static_cast<std::size_t>(size);
    return moved(bio, send(socketOf(bio), octets, count, MSG_NOSIGNAL | MSG_DONTWAIT),
                 BIO_FLAGS_WRITE);
}

int receiveOctets(BIO* bio, char* octets, int size)
{
    const auto count = static_cast<std::size_t>(size);
    return moved(bio, recv(socketOf(bio), octets, count, MSG_DONTWAIT), BIO_FLAGS_READ);
}

long control(BIO*, int command, long, void*)
{
    return command == BIO_CTRL_FLUSH ? 1 : 0; // nothing is kept back here
}

/// OpenSSL's own socket BIO writes with write(), which raises SIGPIPE.
BIO_METHOD* socketMethod()
{
    static BIO_METHOD* const method = [] {
        BIO_METHOD* made = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "socket without SIGPIPE");
        BIO_meth_set_write(made, sendOctets);
        BIO_meth_set_read(made, receiveOctets);
        BIO_meth_set_ctrl(made, control);
        return made;
    }();
    return method;
}

BIO* socketBio(int socket)
{
    BIO* bio = BIO_new(socketMethod());
    BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(socket)));
    BIO_set_init(bio, 1);
    return bio;
}

std::vector<Name> dnsNames(X509* certificate)
{
    std::vector<Name> names;
    auto* all = static_cast<GENERAL_NAMES*>(
        X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
    for (int i = 0; all && i < sk_GENERAL_NAME_num(all) && i < MostNames; ++i) {
        const GENERAL_NAME* one = sk_GENERAL_NAME_value(all, i);
        if (one->type != GEN_DNS)
            continue;
        const auto* octets = reinterpret_cast<const char*>(ASN1_STRING_get0_data(one->d.dNSName));
        const auto size = static_cast<std::size_t>(ASN1_STRING_length(one->d.dNSName));
        if (auto name = Name::parse(std::string_view(octets, size)))
            names.push_back(*std::move(name));
    }
    GENERAL_NAMES_free(all);
    return names;
}

std::optional<PeerCertificate> shownBy(SSL* ssl)
{
    X509* certificate = SSL_get0_peer_certificate(ssl);
    if (!certificate)
        return std::nullopt;
    PeerCertificate shown;
    unsigned char* der = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
    if (size <= 0)
        return std::nullopt;
    shown.keyDigest.resize(32);
    const int hashed = EVP_Digest(der, static_cast<std::size_t>(size), shown.keyDigest.data(),
                                  nullptr, EVP_sha256(), nullptr);
    OPENSSL_free(der);
    if (hashed != 1)
        return std::nullopt;
    if (SSL_get_verify_result(ssl) == X509_V_OK)
        shown.names = dnsNames(certificate);
    return shown;
}

} // namespace

struct TlsChannel::State
{
    std::shared_ptr<const TlsIdentity> identity;
    SSL* ssl = nullptr;
    std::optional<PeerCertificate> certificate;
    bool established = false;
    bool usable = true;        // after a fatal error OpenSSL must not be called again
    bool wantsToWrite = false; // to go on reading: a handshake, a new key

    Moved outcome(int result)
    {
        switch (SSL_get_error(ssl, result)) {
        case SSL_ERROR_WANT_WRITE:
        case SSL_ERROR_WANT_READ:
            return {Outcome::Again, 0};
        case SSL_ERROR_ZERO_RETURN:
            return {Outcome::Ended, 0};
        default:
            usable = false;
            return {Outcome::Broken, 0};
        }
    }

    Moved read(std::span<std::uint8_t> into)
    {
        if (!established) {
            const Moved moved = establish();
            if (moved.outcome != Outcome::Done)
                return moved;
        }
        std::size_t octets = 0;
        const int result = SSL_read_ex(ssl, into.data(), into.size(), &octets);
        return result == 1 ? Moved{Outcome::Done, octets} : outcome(result);
    }

    /// The handshake, as far as it goes. ALPN that was not offered is no ALPN (RFC 9103 7.1).
    Moved establish()
    {
        const int result = SSL_do_handshake(ssl);
        if (result != 1) {
            const Moved moved = outcome(result);
            return {moved.outcome == Outcome::Ended ? Outcome::Broken : moved.outcome, 0};
        }
        const unsigned char* protocol = nullptr;
        unsigned int size = 0;
        SSL_get0_alpn_selected(ssl, &protocol, &size);
        if (size != 3 || std::memcmp(protocol, "dot", 3) != 0)
            return {Outcome::Broken, 0};
        certificate = shownBy(ssl);
        established = true;
        return {};
    }
};

TlsChannel::TlsChannel(std::shared_ptr<const TlsIdentity> identity, int socket)
    : m_state(std::make_unique<State>())
{
    m_state->identity = std::move(identity);
    m_state->ssl = SSL_new(m_state->identity->context());
    m_state->usable = m_state->ssl != nullptr;
    if (!m_state->usable)
        return;
    BIO* bio = socketBio(socket);
    SSL_set_bio(m_state->ssl, bio, bio);
    SSL_set_accept_state(m_state->ssl);
}

TlsChannel::~TlsChannel()
{
    SSL_free(m_state->ssl);
}

TlsChannel::Moved TlsChannel::read(std::span<std::uint8_t> into)
{
    if (!m_state->usable)
        return {Outcome::Broken, 0};
    ERR_clear_error();
    const Moved moved = m_state->read(into);
    m_state->wantsToWrite = moved.outcome == Outcome::Again && SSL_want_write(m_state->ssl);
    return moved;
}

TlsChannel::Moved TlsChannel::write(OctetView octets)
{
    if (!m_state->usable || !m_state->established)
        return {Outcome::Broken, 0};
    ERR_clear_error();
    std::size_t taken = 0;
    const int result = SSL_write_ex(m_state->ssl, octets.data(), octets.size(), &taken);
    if (result == 1)
        return {Outcome::Done, taken};
    const Moved moved = m_state->outcome(result);
    return {moved.outcome == Outcome::Ended ? Outcome::Broken : moved.outcome, 0};
}

bool TlsChannel::holdsInput() const
{
    return m_state->usable && SSL_pending(m_state->ssl) > 0;
}

bool TlsChannel::wantsToWrite() const
{
    return m_state->usable && m_state->wantsToWrite;
}

void TlsChannel::finish()
{
    if (!m_state->usable || !m_state->established)
        return;
    ERR_clear_error();
    static_cast<void>(SSL_shutdown(m_state->ssl));
}

const PeerCertificate* TlsChannel::certificate() const
{
    return m_state->certificate ? &*m_state->certificate : nullptr;
}

} // namespace headwater
