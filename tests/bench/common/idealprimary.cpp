#include "bench/common/idealprimary.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "bench/common/samples.h"
#include "dns/messagewriter.h"

namespace headwater {
namespace {

constexpr int LookUpEvery = 50; // ms: has the end come?

sockaddr_in socketAddress(const Endpoint& endpoint)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(endpoint.port);
    std::memcpy(&address.sin_addr, endpoint.address.octets(), 4);
    return address;
}

MessageWriter answerTo(const Message& question)
{
    Header header;
    header.id = question.header.id;
    header.response = header.authoritative = true;
    MessageWriter writer(header, 65535);
    writer.ask(question.questions.front());
    return writer;
}

void add(MessageWriter* writer, const Name& owner, RecordType type, const Rdata& rdata)
{
    if (!writer->add(Section::Answer, RRset{owner, type, 300, {rdata}}))
        giveUp("the ideal primary was asked for more differences than one message holds");
}

} // namespace

IdealPrimary::IdealPrimary(BenchZone zone, OctetView stream)
    : m_zone(std::move(zone))
    , m_stream(stream.begin(), stream.end())
    , m_datagrams(BlockingSocket::Kind::Datagram)
    , m_listening(BlockingSocket::Kind::Stream, m_datagrams.local().port)
    , m_first(m_zone.soa())
{
    for (std::size_t i = 0; i < m_zone.records / 2; ++i) {
        const Name host = m_zone.host(i);
        m_present.emplace(Octets(host.wire().begin(), host.wire().end()), BenchZone::address(i));
    }
    m_thread = std::thread([this] { serve(); });
}

IdealPrimary::~IdealPrimary()
{
    m_ends = true;
    m_thread.join();
}

void IdealPrimary::send(const Name& zone, const std::vector<HostAddress>& hosts)
{
    const HostAddress& host = hosts.front();
    const IpAddress address = IpAddress::parse(host.address).value();
    const OctetView owner = host.owner.wire();
    Soa soa = m_first;
    {
        const std::lock_guard lock(m_mutex);
        Rdata& present = m_present[Octets(owner.begin(), owner.end())];
        const Rdata after(address.octets(), address.octets() + 4);
        m_changes.push_back({host.owner, present, after});
        present = after;
        soa.serial = Serial(m_first.serial.value() + static_cast<std::uint32_t>(m_changes.size()));
    }
    Header header;
    header.id = static_cast<std::uint16_t>(soa.serial.value());
    header.opcode = Opcode::Notify;
    header.authoritative = true;
    MessageWriter writer(header, 512);
    writer.ask({zone, RecordType::SOA, RecordClass::IN});
    add(&writer, zone, RecordType::SOA, soa.rdata());
    const Octets wire = writer.finish();
    const sockaddr_in to = socketAddress(m_notified);
    static_cast<void>(::sendto(m_datagrams.descriptor(), wire.data(), wire.size(), 0,
                               reinterpret_cast<const sockaddr*>(&to), sizeof to));
}

void IdealPrimary::serve()
{
    std::vector<std::unique_ptr<BlockingSocket>> clients;
    while (!m_ends) {
        std::vector<pollfd> waiting{{m_datagrams.descriptor(), POLLIN, 0},
                                    {m_listening.descriptor(), POLLIN, 0}};
        for (const auto& client : clients)
            waiting.push_back({client->descriptor(), POLLIN, 0});
        if (::poll(waiting.data(), waiting.size(), LookUpEvery) <= 0)
            continue;
        for (std::size_t i = clients.size(); i-- > 0;) {
            bool open = true;
            if (waiting[i + 2].revents != 0)
                answerStream(*clients[i], &open);
            if (!open)
                clients.erase(clients.begin() + static_cast<std::ptrdiff_t>(i));
        }
        if (waiting[0].revents != 0)
            answerDatagram();
        if (waiting[1].revents != 0)
            clients.push_back(std::make_unique<BlockingSocket>(
                ::accept(m_listening.descriptor(), nullptr, nullptr)));
    }
}

void IdealPrimary::answerDatagram()
{
    std::array<std::uint8_t, 4096> buffer{};
    sockaddr_in from{};
    socklen_t size = sizeof from;
    const ssize_t got = ::recvfrom(m_datagrams.descriptor(), buffer.data(), buffer.size(), 0,
                                   reinterpret_cast<sockaddr*>(&from), &size);
    if (got <= 0)
        return;
    const auto question = Message::read({buffer.data(), static_cast<std::size_t>(got)});
    if (!question || question->header.response || question->questions.size() != 1)
        return;
    const Octets wire = soaAnswer(*question);
    static_cast<void>(::sendto(m_datagrams.descriptor(), wire.data(), wire.size(), 0,
                               reinterpret_cast<const sockaddr*>(&from), size));
}

void IdealPrimary::answerStream(const BlockingSocket& client, bool* open)
{
    const Octets length = client.exactly(2);
    const Octets asked = length.empty() ? Octets{} : client.exactly(uint16At(length, 0));
    const auto question = Message::read(asked);
    *open = question && question->questions.size() == 1;
    if (!*open)
        return;
    const RecordType type = question->questions.front().type;
    if (type == RecordType::AXFR) {
        sendZone(client, question->header.id);
        return;
    }
    const Octets wire = type == RecordType::IXFR ? difference(*question) : soaAnswer(*question);
    Octets framed;
    appendUint16(framed, static_cast<std::uint16_t>(wire.size()));
    append(framed, wire);
    client.sendAll(framed);
}

Octets IdealPrimary::soaAnswer(const Message& question)
{
    const std::lock_guard lock(m_mutex);
    Soa soa = m_first;
    soa.serial = Serial(soa.serial.value() + static_cast<std::uint32_t>(m_changes.size()));
    MessageWriter writer = answerTo(question);
    add(&writer, m_zone.zone, RecordType::SOA, soa.rdata());
    return writer.finish();
}

Octets IdealPrimary::difference(const Message& question)
{
    const std::lock_guard lock(m_mutex);
    if (question.authorities.empty())
        giveUp("an IXFR came without an SOA");
    const std::uint32_t has =
        Soa::fromRdata(question.authorities.front().rdata).value().serial.value();
    const auto rdataAt = [this](std::size_t changes) {
        Soa soa = m_first;
        soa.serial = Serial(soa.serial.value() + static_cast<std::uint32_t>(changes));
        return soa.rdata();
    };
    MessageWriter writer = answerTo(question);
    const Rdata newest = rdataAt(m_changes.size());
    add(&writer, m_zone.zone, RecordType::SOA, newest);
    for (std::size_t i = has - m_first.serial.value(); i < m_changes.size(); ++i) {
        add(&writer, m_zone.zone, RecordType::SOA, rdataAt(i));
        add(&writer, m_changes[i].owner, RecordType::A, m_changes[i].before);
        add(&writer, m_zone.zone, RecordType::SOA, rdataAt(i + 1));
        add(&writer, m_changes[i].owner, RecordType::A, m_changes[i].after);
    }
    if (has != m_first.serial.value() + m_changes.size())
        add(&writer, m_zone.zone, RecordType::SOA, newest);
    return writer.finish();
}

void IdealPrimary::sendZone(const BlockingSocket& client, std::uint16_t id)
{
    if (!m_changes.empty())
        giveUp("the ideal primary was asked for the whole zone after a change");
    for (std::size_t at = 0; at < m_stream.size(); at += 2U + uint16At(m_stream, at))
        putUint16At(m_stream, at + 2, id);
    client.sendAll(m_stream);
}

} // namespace headwater
