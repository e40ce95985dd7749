#include "answer/answeroptions.h"
#include "answer/requestturn.h"

namespace headwater {

namespace {

/// The SOA in the authority section of an IXFR request (RFC 1995 section 3): exactly one record, at
/// the apex, well formed.
std::optional<Serial> serialOfClient(const Message& message, const Question& question)
{
    if (message.authorities.size() != 1)
        return std::nullopt;
    const MessageRecord& record = message.authorities.front();
    if (record.type != RecordType::SOA || record.klass != RecordClass::IN ||
        record.owner != question.name)
        return std::nullopt;
    const auto soa = Soa::fromRdata(record.rdata);
    return soa ? std::optional<Serial>(soa->serial) : std::nullopt;
}

} // namespace

Answer RequestTurn::transfer()
{
    const Question& question = *m_request.question;
    ZoneTable::ZonePointer zone = m_zones.find(question.name);
    if (!zone && m_zones.isAwaited(question.name))
        return notYet(question.name);
    if (!zone) { // RFC 5936 section 2.2.1
        return refuse(Reply::refusal(Rcode::NotAuth, ExtendedError::NotAuthoritative,
                                     "not a zone of this server"),
                      "not-authoritative",
                      m_context.peer.text() + " asks for " + question.name.display() +
                          ", which is not a zone here");
    }
    if (auto refusal = checkAccess(zone->zone()))
        return *std::move(refusal);
    if (question.type == RecordType::IXFR)
        return incremental(zone);
    if (!m_context.isStream()) { // RFC 5936 section 4.2
        return refuse(
            Reply::refusal(Rcode::Refused, ExtendedError::NotSupported, "AXFR is over TCP only"),
            "axfr-over-udp", m_context.peer.text() + " asks for AXFR over UDP");
    }
    if (auto refusal = takeSlot())
        return *std::move(refusal);
    TransferPlan plan = planTransfer(*zone, RecordType::AXFR, std::nullopt);
    return stream(std::move(zone), std::move(plan));
}

Answer RequestTurn::incremental(const ZoneTable::ZonePointer& zone)
{
    m_report.has = serialOfClient(*m_request.message, *m_request.question);
    if (!m_report.has) {
        return refuse(Reply::refusal(Rcode::FormErr), "formerr",
                      m_context.peer.text() + " asks for IXFR of " + zone->zone().display() +
                          " without one SOA in the authority section");
    }
    // Whoever is not behind is told so in one message, whatever else is under way.
    if (m_context.isStream() && zone->serial().isNewerThan(*m_report.has)) {
        if (auto refusal = takeSlot())
            return *std::move(refusal);
    }
    TransferPlan plan = planTransfer(*zone, RecordType::IXFR, m_report.has);
    if (plan.clientAhead) {
        m_report.code = "serial-ahead";
        m_report.reason = m_context.peer.text() + " has " + zone->zone().display() + " at " +
                          m_report.has->text() + ", which is newer than " + zone->serial().text() +
                          " here";
    }
    // Over UDP always the one SOA: "come by TCP", or "nothing new" (RFC 1995 section 2).
    if (!m_context.isStream() || plan.kind == TransferKind::UpToDate)
        return oneSoa(*zone);
    if (m_profile.contents == TransferProfile::Contents::FullOnly)
        plan = TransferPlan{};
    return stream(zone, std::move(plan));
}

Answer RequestTurn::oneSoa(const PublishedZone& zone)
{
    m_report.given = zone.serial();
    Reply reply;
    reply.authoritative = true;
    reply.version = Reply::versionOf(*zone.version());
    reply.answer.push_back(zone.version()->soaRRset());
    if (m_request.asksForExpire())
        reply.expire = zone.version()->soa().expire;
    return say(reply);
}

/// Access is decided by now, and nothing has been worked out yet (invariant 16).
std::optional<Answer> RequestTurn::takeSlot()
{
    SlotCount* slots = m_context.limits.transfers;
    if (!slots)
        return std::nullopt;
    const std::string who = m_report.secondary.empty() ? m_context.peer.text() : m_report.secondary;
    m_slot = slots->take(who);
    if (m_slot)
        return std::nullopt;
    return refuseAtLimit(*slots, "transfer-limit", "transfers run");
}

std::optional<Answer> RequestTurn::takeConnection()
{
    SlotCount* slots = m_context.limits.connections;
    if (!slots || m_report.secondary.empty())
        return std::nullopt;
    m_connection = slots->take(m_report.secondary);
    if (m_connection)
        return std::nullopt;
    return refuseAtLimit(*slots, "connection-limit", "connections are open");
}

Answer RequestTurn::refuseAtLimit(const SlotCount& slots, std::string code, const char* what)
{
    const std::string& secondary = m_report.secondary;
    return refuse(Reply::refusal(Rcode::ServFail), std::move(code),
                  (secondary.empty() ? m_context.peer.text() : secondary) + " asks for " +
                      m_report.zone.display() + " while as many " + what +
                      " as may: " + std::to_string(slots.total()) + " of " +
                      std::to_string(slots.limit()) + ", and at most " +
                      std::to_string(slots.limitPerOwner()) + " for each secondary");
}

Answer RequestTurn::stream(ZoneTable::ZonePointer zone, TransferPlan plan)
{
    m_report.given = zone->serial();
    TransferStream::Request request;
    request.id = m_request.header.id;
    request.question = *m_request.question;
    request.recursionDesired = m_request.header.recursionDesired;
    if (m_request.edns() && m_profile.edns == TransferProfile::Edns::AsAsked) {
        Reply reply;
        reply.version = Reply::versionOf(*zone->version());
        if (m_request.asksForExpire())
            reply.expire = zone->version()->soa().expire;
        request.edns = true;
        request.padded = isPadded(*m_request.edns(), m_context);
        request.options = answerOptions(reply, *m_request.edns(), m_context, m_identity).options;
    }
    request.profile = m_profile;
    request.tsig = m_signature.takeSession();
    Answer answer;
    answer.message = TransferStream(std::move(zone), std::move(plan), std::move(request));
    answer.slot = std::move(m_slot);
    answer.report = std::move(m_report);
    answer.connection = std::move(m_connection);
    return answer;
}

} // namespace headwater
