#include "answer/reply.h"

#include "answer/answeroptions.h"
#include "dns/messagewriter.h"

namespace headwater {

namespace {

constexpr std::size_t StreamLimit = 65535;

Header headerFor(const Reply& reply, const Request& request)
{
    Header header;
    header.id = request.header.id;
    header.response = true;
    header.opcode = request.header.opcode;
    header.authoritative = reply.authoritative;
    header.recursionDesired = request.header.recursionDesired;
    return header;
}

bool addAll(MessageWriter& writer, Section section, const std::vector<RRset>& sets)
{
    for (const RRset& set : sets) {
        if (!writer.add(section, set))
            return false;
    }
    return true;
}

enum class Form
{
    Whole,
    WithoutRecords,
    HeaderOnly
};

/// Nothing when the reply does not fit in this form.
std::optional<Octets> write(const Reply& reply, const Request& request,
                            const RequestContext& context, const std::optional<Edns>& edns,
                            std::size_t reserved, Form form)
{
    const std::size_t limit = context.isStream() ? StreamLimit : request.datagramLimit();
    Header header = headerFor(reply, request);
    header.truncated = form != Form::Whole;
    MessageWriter writer(header, limit, reserved);
    if (request.question && form != Form::HeaderOnly)
        writer.ask(*request.question);
    if (edns && form != Form::HeaderOnly) {
        writer.setEdns(*edns);
        if (isPadded(*request.edns(), context))
            writer.pad();
    }
    writer.setRcode(reply.rcode);
    // RFC 9471: glue that does not fit is a reason for TC as much as an answer.
    if (form == Form::Whole && !(addAll(writer, Section::Answer, reply.answer) &&
                                 addAll(writer, Section::Authority, reply.authority) &&
                                 addAll(writer, Section::Additional, reply.glue)))
        return std::nullopt;
    Octets wire = writer.finish();
    if (wire.size() + reserved > limit)
        return std::nullopt;
    return wire;
}

} // namespace

Reply Reply::refusal(Rcode rcode, std::uint16_t code, std::string text)
{
    Reply reply;
    reply.rcode = rcode;
    if (code != 0)
        reply.error = ExtendedError{code, std::move(text)};
    return reply;
}

Reply::Version Reply::versionOf(const ZoneVersion& version)
{
    return {static_cast<std::uint8_t>(version.zone().labelCount()), version.serial()};
}

Octets writeReply(const Reply& reply, const Request& request, const RequestContext& context,
                  const ServerIdentity& identity, std::size_t reserved, TransferProfile::Edns use)
{
    std::optional<Edns> edns;
    if (request.edns() && use == TransferProfile::Edns::AsAsked)
        edns = answerOptions(reply, *request.edns(), context, identity);
    if (auto wire = write(reply, request, context, edns, reserved, Form::Whole))
        return *std::move(wire);
    if (context.isStream()) {
        const Reply failure = Reply::refusal(Rcode::ServFail);
        if (edns)
            edns = answerOptions(failure, *request.edns(), context, identity);
        return write(failure, request, context, edns, reserved, Form::Whole).value_or(Octets{});
    }
    if (auto wire = write(reply, request, context, edns, reserved, Form::WithoutRecords))
        return *std::move(wire);
    // Longest question, longest key name and 512 octets: only the header and TSIG fit.
    return write(reply, request, context, edns, reserved, Form::HeaderOnly).value_or(Octets{});
}

} // namespace headwater
