// Any octets as the options of a request, over UDP, TCP or TLS by the first one. There is one
// answer with one OPT, within the limit of its transport, padded only over TLS, and it can be read.
#include <array>
#include <cstdlib>

#include "answer/answerer.h"
#include "dns/padding.h"

using namespace headwater;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

const Name& zone()
{
    static const Name made = *Name::parse("apps.example.");
    return made;
}

const Answerer& answerer()
{
    static const Answerer made = [] {
        const auto table = std::make_shared<ZoneTable>();
        const auto version = ZoneVersion::build(
            zone(), Soa{}, 300, {Record{zone(), RecordType::A, 300, {192, 0, 2, 1}}});
        require(table->publish(PublishedZone::create(version, {}, {}, {})));
        auto rules = std::make_shared<AccessRules>();
        rules->permitted.push_back(*AddressPrefix::parse("192.0.2.0/24"));
        return Answerer(table, rules, ServerIdentity{"primary-1", SipHashKey{7}});
    }();
    return made;
}

/// A question with an OPT of these options.
Octets request(RecordType type, OctetView options)
{
    Header header;
    header.questions = header.additionals = 1;
    Octets wire;
    header.write(wire);
    Question{zone(), type}.write(wire);
    Edns{}.write(wire);
    putUint16At(wire, wire.size() - 2, static_cast<std::uint16_t>(options.size()));
    append(wire, options);
    return wire;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size)
{
    if (size < 1 || size > 4000)
        return 0;
    RequestContext context;
    context.peer = *IpAddress::parse("192.0.2.1");
    context.transport = std::array{Transport::Udp, Transport::Tcp, Transport::Tls}[octets[0] % 3];
    context.now = std::chrono::sys_seconds{std::chrono::seconds(1700000000)};
    context.idle = Seconds(30);
    const RecordType type = octets[0] % 2 == 0 ? RecordType::SOA : RecordType::A;
    const Octets wire = request(type, {octets + 1, size - 1});
    const Answer answer = answerer().answer(wire, context);
    const auto* told = std::get_if<Octets>(&answer.message);
    require(told != nullptr && told->size() <= (context.isStream() ? 65535U : 1232U));
    const auto asked = Message::read(wire);
    const auto message = Message::read(*told);
    require(message.has_value() && message->edns.has_value() == asked.has_value());
    if (!asked)
        require(message->rcode() == Rcode::FormErr);
    const bool padded = message->edns && message->edns->option(Padding::Option) != nullptr;
    require(!padded || (context.transport == Transport::Tls && told->size() % 468 == 0));
    return 0;
}
