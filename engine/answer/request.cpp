#include "answer/request.h"

#include <algorithm>

namespace headwater {

namespace {

constexpr std::uint16_t ExpireOption = 9;
constexpr std::size_t SmallestDatagram = 512;
// No request that is answered here carries more than one record in a section besides OPT and TSIG;
// some room for what clients put there out of habit.
constexpr Message::Limits RequestLimits{8};

std::optional<Question> readQuestion(OctetView wire, const Header& header)
{
    if (header.questions == 0)
        return std::nullopt;
    std::size_t offset = Header::Size;
    auto name = Name::fromMessage(wire, &offset);
    if (!name || offset + 4 > wire.size())
        return std::nullopt;
    Question question;
    question.name = *std::move(name);
    question.type = static_cast<RecordType>(uint16At(wire, offset));
    question.klass = static_cast<RecordClass>(uint16At(wire, offset + 2));
    return question;
}

} // namespace

std::optional<Request> Request::read(OctetView wire)
{
    const auto header = Header::read(wire);
    if (!header || header->response)
        return std::nullopt;
    Request request;
    request.wire = wire;
    request.header = *header;
    if (auto message = Message::read(wire, RequestLimits)) {
        request.message = *std::move(message);
        if (!request.message->questions.empty())
            request.question = request.message->questions.front();
    } else {
        request.question = readQuestion(wire, *header);
    }
    return request;
}

RequestReport::Kind Request::kind() const
{
    if (header.opcode == Opcode::Notify)
        return RequestReport::Kind::Notify;
    if (header.opcode == Opcode::Update)
        return RequestReport::Kind::Update;
    if (header.opcode != Opcode::Query || !question)
        return RequestReport::Kind::Other;
    switch (question->type) {
    case RecordType::SOA:
        return RequestReport::Kind::Soa;
    case RecordType::IXFR:
        return RequestReport::Kind::Ixfr;
    case RecordType::AXFR:
        return RequestReport::Kind::Axfr;
    default:
        return RequestReport::Kind::Other;
    }
}

const Edns* Request::edns() const
{
    return message && message->edns ? &*message->edns : nullptr;
}

bool Request::asksForExpire() const
{
    const RequestReport::Kind asked = kind();
    return edns() && edns()->option(ExpireOption) &&
           (asked == RequestReport::Kind::Soa || asked == RequestReport::Kind::Ixfr ||
            asked == RequestReport::Kind::Axfr);
}

std::size_t Request::datagramLimit() const
{
    if (!edns())
        return SmallestDatagram;
    return std::clamp<std::size_t>(edns()->udpSize, SmallestDatagram, Edns::DefaultSize);
}

} // namespace headwater
