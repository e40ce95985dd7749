#include "answer/requestturn.h"

#include "answer/access.h"
#include "answer/answeroptions.h"
#include "answer/servercookie.h"
#include "answer/zoneanswer.h"

namespace headwater {

namespace {

/// The rcode for question types that are not about zone data; NoError for all others.
Rcode metaTypeRcode(RecordType type)
{
    if (type == RecordType::OPT || type == RecordType::TSIG)
        return Rcode::FormErr; // they stand in the additional section only
    if (type == RecordType::ANY || type == RecordType::AXFR || type == RecordType::IXFR)
        return Rcode::NoError;
    return isMetaType(type) ? Rcode::NotImp : Rcode::NoError; // TKEY, MAILA, MAILB, ...
}

} // namespace

RequestTurn::RequestTurn(const ZoneTable& zones, const AccessRules& rules,
                         const ServerIdentity& identity, const Request& request,
                         const RequestContext& context)
    : m_zones(zones)
    , m_rules(rules)
    , m_identity(identity)
    , m_request(request)
    , m_context(context)
    , m_signature(RequestSignature::check(request, rules, context.now))
{
    m_report.kind = request.kind();
    if (request.question)
        m_report.zone = request.question->name;
    if (const Name* key = m_signature.claimedKey())
        m_report.key = key->display();
}

Answer RequestTurn::run()
{
    const Opcode opcode = m_request.header.opcode;
    if (opcode != Opcode::Query && opcode != Opcode::Notify && !m_request.message)
        return say(Reply::refusal(Rcode::NotImp)); // its form is not ours to judge
    if (!m_request.message)
        return refuse(Reply::refusal(Rcode::FormErr), "formerr", "the request is malformed");
    if (!m_signature.isAcceptable())
        return badSignature();
    if (m_request.edns() && m_request.edns()->version > 0)
        return say(Reply::refusal(Rcode::BadVers)); // RFC 6891 section 6.1.3
    if (m_request.edns() && !areWellFormed(m_request.edns()->options))
        return say(Reply::refusal(Rcode::FormErr));
    if (opcode == Opcode::Query)
        return query();
    if (opcode == Opcode::Notify) {
        return say(Reply::refusal(Rcode::Refused, ExtendedError::NotSupported,
                                  "this is a primary; it takes no NOTIFY"));
    }
    return say(Reply::refusal(Rcode::NotImp));
}

Requester RequestTurn::requester(const Name* key) const
{
    return {m_context.peer, key, m_context.transport, m_context.certificate,
            m_report.kind == RequestReport::Kind::Soa ? Requester::Asks::Serial
                                                      : Requester::Asks::Contents};
}

Answer RequestTurn::badSignature()
{
    const AccessRules::Match match =
        m_rules.match(requester(m_signature.claimedKey()), m_report.zone);
    if (match.secondary)
        m_report.secondary = match.secondary->name;
    return refuse(Reply::refusal(m_signature.rcode()), m_signature.code(),
                  m_signature.reason(m_context.peer, m_context.now));
}

Answer RequestTurn::query()
{
    const Edns* edns = m_request.edns();
    if (m_request.message->questions.empty() && edns && edns->option(ServerCookie::Option))
        return say(Reply()); // it asks for a cookie only (RFC 7873 section 5.4)
    if (m_request.message->questions.size() != 1)
        return say(Reply::refusal(Rcode::FormErr)); // RFC 9619
    const Question& question = *m_request.question;
    if (question.klass != RecordClass::IN)
        return say(Reply::refusal(Rcode::Refused, ExtendedError::NotSupported, "class IN only"));
    const Rcode rcode = metaTypeRcode(question.type);
    if (rcode != Rcode::NoError)
        return say(Reply::refusal(rcode));
    if (Access::isStranger(m_rules, m_context.peer))
        return refuseStranger();
    if (m_context.limits.questions &&
        !m_context.limits.questions->allows(m_context.peer, m_context.received)) {
        return refuse(Reply::refusal(Rcode::ServFail), "rate-limit",
                      m_context.peer.text() + " asks more often than it may");
    }
    if (m_context.transport == Transport::Tls && m_report.kind == RequestReport::Kind::Other) {
        return say(Reply::refusal(Rcode::Refused, ExtendedError::NotSupported,
                                  "zone transfers only over TLS")); // RFC 9103 section 7.8
    }
    if (question.type == RecordType::AXFR || question.type == RecordType::IXFR)
        return transfer();
    return ordinary();
}

Answer RequestTurn::ordinary()
{
    const Question& question = *m_request.question;
    ZoneTable::ZonePointer zone = m_zones.closest(question.name);
    if (zone && question.type == RecordType::DS && question.name == zone->zone() &&
        !question.name.isRoot()) {
        // The DS of a zone is in its parent, if that is ours too (RFC 4035 section 3.1.4.1).
        if (auto parent = m_zones.closest(question.name.parent()))
            zone = std::move(parent);
    }
    if (const auto awaited = m_zones.awaitedAbove(question.name);
        awaited && (!zone || awaited->labelCount() > zone->zone().labelCount()))
        return notYet(*awaited);
    if (!zone) {
        return refuse(Reply::refusal(Rcode::Refused, ExtendedError::NotAuthoritative,
                                     "not a zone of this server"),
                      "not-authoritative",
                      m_context.peer.text() + " asks for " + question.name.display() +
                          ", which is in no zone here");
    }
    if (auto refusal = checkAccess(zone->zone()))
        return *std::move(refusal);
    const ZoneVersion& version = *zone->version();
    Reply reply = answerFromZone(version, question,
                                 m_context.isStream() ? AnyForm::AllRRsets : AnyForm::OneRRset);
    reply.version = Reply::versionOf(version); // what was answered from (RFC 9660 section 3)
    if (question.type == RecordType::SOA && question.name == zone->zone()) {
        m_report.given = version.serial();
        if (m_request.asksForExpire())
            reply.expire = version.soa().expire;
    }
    return say(reply);
}

Answer RequestTurn::say(const Reply& reply)
{
    m_report.rcode = reply.rcode;
    Answer answer;
    Octets wire =
        writeReply(reply, m_request, m_context, m_identity, m_signature.reserved(), m_profile.edns);
    if (!wire.empty()) {
        m_signature.sign(wire, m_context.now);
        answer.message = std::move(wire);
    }
    answer.report = std::move(m_report);
    answer.connection = std::move(m_connection);
    return answer;
}

Answer RequestTurn::refuse(const Reply& reply, std::string code, std::string reason)
{
    m_report.code = std::move(code);
    m_report.reason = std::move(reason);
    return say(reply);
}

/// A zone of ours without contents: never NOTAUTH or REFUSED, which some secondaries take for the
/// end of the zone (RFC 5936 section 2.2.1).
Answer RequestTurn::notYet(const Name& zone)
{
    if (auto refusal = checkAccess(zone))
        return *std::move(refusal);
    return refuse(Reply::refusal(Rcode::ServFail), "not-loaded",
                  zone.display() + " is known here, but there is nothing to serve yet");
}

Answer RequestTurn::refuseStranger()
{
    return refuse(
        Reply::refusal(Rcode::Refused, ExtendedError::Prohibited, "not in the access list"),
        "xfr-refused",
        m_context.peer.text() + " may not ask for " + m_report.zone.display() +
            ": it is not the address of a secondary");
}

std::optional<Answer> RequestTurn::checkAccess(const Name& zone)
{
    m_report.zone = zone;
    Access access = Access::decide(m_rules, requester(m_signature.verifiedKey()), zone);
    m_report.secondary = std::move(access.secondary);
    m_profile = access.transfers;
    if (access.granted)
        return takeConnection();
    return refuse(
        Reply::refusal(Rcode::Refused, ExtendedError::Prohibited, "not in the access list"),
        std::move(access.code), std::move(access.reason));
}

} // namespace headwater
