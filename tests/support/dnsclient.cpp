#include "support/dnsclient.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <QRandomGenerator>

#include "dns/messagewriter.h"
#include "dns/presentation.h"

namespace headwater {
namespace {

std::string systemError(const std::string& what)
{
    return what + ": " + std::strerror(errno);
}

/// A connected blocking socket whose calls end after a timeout.
class BlockingSocket
{
public:
    BlockingSocket(const Endpoint& server, int kind, Milliseconds timeout)
    {
        const bool isV4 = server.address.family() == IpAddress::Family::V4;
        m_descriptor = ::socket(isV4 ? AF_INET : AF_INET6, kind | SOCK_CLOEXEC, 0);
        timeval limit{};
        limit.tv_sec = timeout.count() / 1000;
        limit.tv_usec = (timeout.count() % 1000) * 1000;
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
        m_connected = isV4 ? connectV4(server) : connectV6(server);
    }
    ~BlockingSocket()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    BlockingSocket(const BlockingSocket&) = delete;
    BlockingSocket& operator=(const BlockingSocket&) = delete;

    [[nodiscard]] Result<void> send(OctetView octets) const
    {
        if (!m_connected)
            return failure(systemError("cannot connect"));
        const ssize_t sent = ::send(m_descriptor, octets.data(), octets.size(), MSG_NOSIGNAL);
        if (sent != static_cast<ssize_t>(octets.size()))
            return failure(systemError("cannot send"));
        return {};
    }

    [[nodiscard]] Result<Octets> datagram() const
    {
        Octets buffer(65535);
        const ssize_t got = ::recv(m_descriptor, buffer.data(), buffer.size(), 0);
        if (got < 0)
            return failure(systemError("no answer"));
        buffer.resize(static_cast<std::size_t>(got));
        return buffer;
    }

    [[nodiscard]] Result<Octets> exactly(std::size_t octets) const
    {
        Octets buffer(octets);
        std::size_t have = 0;
        while (have < octets) {
            const ssize_t got = ::recv(m_descriptor, buffer.data() + have, octets - have, 0);
            if (got == 0)
                return failure("the server closed the connection");
            if (got < 0)
                return failure(systemError("no answer"));
            have += static_cast<std::size_t>(got);
        }
        return buffer;
    }

private:
    [[nodiscard]] bool connectV4(const Endpoint& server) const
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(server.port);
        std::memcpy(&address.sin_addr, server.address.octets(), 4);
        return ::connect(m_descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    }
    [[nodiscard]] bool connectV6(const Endpoint& server) const
    {
        sockaddr_in6 address{};
        address.sin6_family = AF_INET6;
        address.sin6_port = htons(server.port);
        std::memcpy(&address.sin6_addr, server.address.octets(), 16);
        return ::connect(m_descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    }

    int m_descriptor = -1;
    bool m_connected = false;
};

Octets question(const Name& name, RecordType type, std::optional<Serial> has)
{
    Header header;
    header.id = static_cast<std::uint16_t>(QRandomGenerator::global()->bounded(65536));
    MessageWriter writer(header, 65535);
    writer.ask({name, type, RecordClass::IN});
    if (has) {
        Soa soa;
        soa.serial = *has;
        const RRset authority{name, RecordType::SOA, 0, {soa.rdata()}};
        if (!writer.add(Section::Authority, authority))
            qFatal("an SOA does not fit a question");
    }
    return writer.finish();
}

Result<Message> read(const Octets& wire, const Octets& asked)
{
    Message::Limits limits;
    limits.records = 65535;
    auto message = Message::read(wire, limits);
    if (!message)
        return failure(message, "cannot read the answer");
    if (!message->header.response || message->header.id != uint16At(asked, 0))
        return failure("the answer does not belong to the question");
    return message;
}

} // namespace

DnsClient::DnsClient(Endpoint server, std::optional<TsigKey> key, Milliseconds timeout)
    : m_server(server)
    , m_key(std::move(key))
    , m_timeout(timeout)
{
}

Result<Message> DnsClient::ask(const Name& name, RecordType type) const
{
    Octets asked = question(name, type, {});
    std::optional<TsigSession> session;
    if (m_key) {
        session.emplace(*m_key);
        session->signRequest(asked, Clock::wall());
    }
    const BlockingSocket socket(m_server, SOCK_DGRAM, m_timeout);
    if (const auto sent = socket.send(asked); !sent)
        return tl::unexpected<Error>(sent.error());
    const auto wire = socket.datagram();
    if (!wire)
        return tl::unexpected<Error>(wire.error());
    auto message = read(*wire, asked);
    if (message && session && message->rcode() == Rcode::NoError &&
        session->verifyAnswer(*wire, *message, Clock::wall()) != TsigVerdict::Good)
        return failure("the TSIG of the answer does not verify");
    return message;
}

Result<Serial> DnsClient::serial(const Name& zone) const
{
    const auto message = ask(zone, RecordType::SOA);
    if (!message)
        return tl::unexpected<Error>(message.error());
    if (message->rcode() != Rcode::NoError)
        return failure("the server answered " + text(message->rcode()));
    for (const MessageRecord& record : message->answers) {
        if (record.type == RecordType::SOA && record.owner == zone) {
            const auto soa = Soa::fromRdata(record.rdata);
            if (soa)
                return soa->serial;
        }
    }
    return failure("the answer has no SOA");
}

Result<std::vector<std::string>> DnsClient::lookUp(const Name& name, RecordType type) const
{
    const auto message = ask(name, type);
    if (!message)
        return tl::unexpected<Error>(message.error());
    std::vector<std::string> found;
    for (const MessageRecord& record : message->answers) {
        if (record.type == type)
            found.push_back(rdataText(type, record.rdata));
    }
    std::sort(found.begin(), found.end());
    return found;
}

Result<Transfer> DnsClient::axfr(const Name& zone) const
{
    return transfer(zone, {});
}

Result<Transfer> DnsClient::ixfr(const Name& zone, Serial has) const
{
    return transfer(zone, has);
}

Result<Transfer> DnsClient::transfer(const Name& zone, std::optional<Serial> has) const
{
    Octets asked = question(zone, has ? RecordType::IXFR : RecordType::AXFR, has);
    std::optional<TsigSession> session;
    if (m_key) {
        session.emplace(*m_key);
        session->signRequest(asked, Clock::wall());
    }
    Octets framed;
    appendUint16(framed, static_cast<std::uint16_t>(asked.size()));
    append(framed, asked);
    const BlockingSocket socket(m_server, SOCK_STREAM, m_timeout);
    if (const auto sent = socket.send(framed); !sent)
        return tl::unexpected<Error>(sent.error());

    Transfer result(has);
    while (!result.isComplete()) {
        const auto length = socket.exactly(2);
        if (!length)
            return tl::unexpected<Error>(length.error());
        const auto wire = socket.exactly(uint16At(*length, 0));
        if (!wire)
            return tl::unexpected<Error>(wire.error());
        const auto message = read(*wire, asked);
        if (!message)
            return tl::unexpected<Error>(message.error());
        if (const auto taken = result.take(*message, wire->size()); !taken)
            return tl::unexpected<Error>(taken.error());
        if (session && session->verifyAnswer(*wire, *message, Clock::wall()) != TsigVerdict::Good)
            return failure("the TSIG of a transfer message does not verify");
    }
    if (session && !session->lastWasSigned())
        return failure("the last message of the transfer is not signed");
    return result;
}

} // namespace headwater
