// Any octets as a request signed with our key, and as the answer to one of ours. The first octet
// says which. What is told good gets a signed answer, which has to verify.
#include <cstdlib>

#include "dns/messagewriter.h"
#include "dns/tsig.h"

using namespace headwater;

namespace {

const TsigSession::Time Now{std::chrono::seconds(1700000000)};

void require(bool holds)
{
    if (!holds)
        std::abort();
}

const TsigKey& key()
{
    static const TsigKey made =
        *TsigKey::create("transfer.key", "hmac-sha256", "MDEyMzQ1Njc4OWFiY2RlZg==");
    return made;
}

void asRequest(OctetView wire, const Message& message)
{
    TsigSession server(key());
    const TsigVerdict verdict = server.verifyRequest(wire, message, Now);
    require(message.tsig.has_value() == (verdict != TsigVerdict::Unsigned));
    if (verdict == TsigVerdict::BadKey || verdict == TsigVerdict::BadSig) {
        Octets refused = MessageWriter(message.header, 65535).finish();
        appendTsigError(refused, *message.tsig, Rcode::BadKey);
        require(Message::read(refused)->tsig->mac.empty());
    }
    if (verdict != TsigVerdict::Good && verdict != TsigVerdict::BadTime)
        return;
    Octets answer = MessageWriter(message.header, 65535).finish();
    server.signAnswer(answer, Now);
    const auto told = Message::read(answer);
    require(told.has_value() && told->tsig && !told->tsig->mac.empty());
    require((told->tsig->error == Rcode::BadTime) == (verdict == TsigVerdict::BadTime));
}

void asAnswer(OctetView wire, const Message& message)
{
    TsigSession client(key());
    Octets request = MessageWriter(Header{}, 512).finish();
    client.signRequest(request, Now);
    // Nobody can guess the MAC of this very request.
    require(client.verifyAnswer(wire, message, Now) != TsigVerdict::Good);
    TsigSession server(key());
    require(server.verifyRequest(request, *Message::read(request), Now) == TsigVerdict::Good);
    Octets real = MessageWriter(Header{}, 512).finish();
    server.signAnswer(real, Now);
    require(client.verifyAnswer(real, *Message::read(real), Now) == TsigVerdict::Good);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size)
{
    if (size == 0)
        return 0;
    const OctetView wire(octets + 1, size - 1);
    const auto message = Message::read(wire);
    if (!message)
        return 0;
    if (octets[0] % 2 == 0)
        asRequest(wire, *message);
    else
        asAnswer(wire, *message);
    return 0;
}
