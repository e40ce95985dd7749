#include "bench/common/recorddoor.h"

#include "bench/common/samples.h"
#include "dns/messagewriter.h"

namespace headwater {
namespace {

constexpr int Patience = 60'000; // ms

Rdata rdataOf(const HostAddress& host)
{
    const IpAddress address = IpAddress::parse(host.address).value();
    return {address.octets(), address.octets() + 4};
}

} // namespace

ApiDoor::ApiDoor(const Endpoint& console, const QString& stateFolder)
    : m_client(console, stateFolder)
{
}

void ApiDoor::send(const Name& zone, const std::vector<HostAddress>& hosts)
{
    m_client.sendAddresses(zone, hosts);
}

void ApiDoor::acknowledged()
{
    static_cast<void>(m_client.answer());
}

UpdateDoor::UpdateDoor(const Endpoint& server)
    : m_socket(BlockingSocket::Kind::Datagram, server)
{
}

void UpdateDoor::send(const Name& zone, const std::vector<HostAddress>& hosts)
{
    Header header;
    header.id = ++m_id;
    header.opcode = Opcode::Update;
    MessageWriter writer(header, 1400);
    writer.ask({zone, RecordType::SOA, RecordClass::IN});
    for (const HostAddress& host : hosts) {
        const MessageRecord none{host.owner, RecordType::A, RecordClass::ANY, 0, {}};
        const MessageRecord some{host.owner, RecordType::A, RecordClass::IN, 300, rdataOf(host)};
        if (!writer.add(Section::Authority, none) || !writer.add(Section::Authority, some))
            giveUp("an UPDATE does not fit a datagram");
    }
    m_socket.sendAll(writer.finish());
}

void UpdateDoor::acknowledged()
{
    while (true) {
        const auto answer = Message::read(m_socket.datagram(Milliseconds{Patience}));
        if (!answer)
            giveUp("an UPDATE is not answered");
        if (answer->header.id != m_id)
            continue;
        if (answer->rcode() != Rcode::NoError)
            giveUp("an UPDATE is answered with " + text(answer->rcode()));
        return;
    }
}

} // namespace headwater
