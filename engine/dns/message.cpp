#include "dns/message.h"

#include <algorithm>

#include "dns/messagereader.h"

namespace headwater {

namespace {

constexpr std::size_t OptRecordOptionsAt = 11; // root, type, size, TTL, length of the options

} // namespace

std::string text(Rcode rcode)
{
    switch (rcode) {
    case Rcode::NoError:
        return "NOERROR";
    case Rcode::FormErr:
        return "FORMERR";
    case Rcode::ServFail:
        return "SERVFAIL";
    case Rcode::NxDomain:
        return "NXDOMAIN";
    case Rcode::NotImp:
        return "NOTIMP";
    case Rcode::Refused:
        return "REFUSED";
    case Rcode::YxDomain:
        return "YXDOMAIN";
    case Rcode::YxRrset:
        return "YXRRSET";
    case Rcode::NxRrset:
        return "NXRRSET";
    case Rcode::NotAuth:
        return "NOTAUTH";
    case Rcode::NotZone:
        return "NOTZONE";
    case Rcode::BadVers: // in a TSIG record the same number is BADSIG
        return "BADVERS";
    case Rcode::BadKey:
        return "BADKEY";
    case Rcode::BadTime:
        return "BADTIME";
    case Rcode::BadTrunc:
        return "BADTRUNC";
    case Rcode::BadCookie:
        return "BADCOOKIE";
    }
    return "RCODE" + std::to_string(static_cast<unsigned>(rcode));
}

Result<Header> Header::read(OctetView message)
{
    if (message.size() < Size)
        return failure("a message of " + std::to_string(message.size()) +
                       " octets is shorter than its header");
    const unsigned flags = uint16At(message, 2);
    Header header;
    header.id = uint16At(message, 0);
    header.response = (flags & 0x8000) != 0;
    header.opcode = static_cast<Opcode>((flags >> 11) & 0xF);
    header.authoritative = (flags & 0x0400) != 0;
    header.truncated = (flags & 0x0200) != 0;
    header.recursionDesired = (flags & 0x0100) != 0;
    header.recursionAvailable = (flags & 0x0080) != 0;
    header.authenticData = (flags & 0x0020) != 0;
    header.checkingDisabled = (flags & 0x0010) != 0;
    header.rcode = static_cast<Rcode>(flags & 0xF);
    header.questions = uint16At(message, 4);
    header.answers = uint16At(message, 6);
    header.authorities = uint16At(message, 8);
    header.additionals = uint16At(message, 10);
    return header;
}

void Header::write(Octets& to) const
{
    unsigned flags = (static_cast<unsigned>(opcode) & 0xF) << 11;
    flags |= response ? 0x8000U : 0U;
    flags |= authoritative ? 0x0400U : 0U;
    flags |= truncated ? 0x0200U : 0U;
    flags |= recursionDesired ? 0x0100U : 0U;
    flags |= recursionAvailable ? 0x0080U : 0U;
    flags |= authenticData ? 0x0020U : 0U;
    flags |= checkingDisabled ? 0x0010U : 0U;
    flags |= static_cast<unsigned>(rcode) & 0xF;
    for (const std::uint16_t field :
         {id, static_cast<std::uint16_t>(flags), questions, answers, authorities, additionals})
        appendUint16(to, field);
}

void Question::write(Octets& to) const
{
    append(to, name.wire());
    appendUint16(to, static_cast<std::uint16_t>(type));
    appendUint16(to, static_cast<std::uint16_t>(klass));
}

const EdnsOption* Edns::option(std::uint16_t code) const
{
    const auto found = std::find_if(options.begin(), options.end(),
                                    [code](const EdnsOption& one) { return one.code == code; });
    return found == options.end() ? nullptr : &*found;
}

void Edns::write(Octets& to) const
{
    const std::size_t start = to.size();
    to.push_back(0); // the root
    appendUint16(to, static_cast<std::uint16_t>(RecordType::OPT));
    appendUint16(to, udpSize);
    to.push_back(extendedRcode);
    to.push_back(version);
    appendUint16(to, dnssecOk ? 0x8000 : 0);
    appendUint16(to, 0);
    for (const EdnsOption& one : options) {
        appendUint16(to, one.code);
        appendUint16(to, static_cast<std::uint16_t>(one.data.size()));
        append(to, one.data);
    }
    const std::size_t length = to.size() - start - OptRecordOptionsAt;
    putUint16At(to, start + OptRecordOptionsAt - 2, static_cast<std::uint16_t>(length));
}

Result<Message> Message::read(OctetView wire, Limits limits)
{
    return MessageReader(wire, limits).read();
}

Rcode Message::rcode() const
{
    const unsigned high = edns ? edns->extendedRcode : 0;
    return static_cast<Rcode>((high << 4) | static_cast<unsigned>(header.rcode));
}

} // namespace headwater
