#pragma once

#include "answer/reply.h"
#include "answer/requestsignature.h"

namespace headwater {

/// One request and its answer: classification, access, then an ordinary answer, a transfer or a
/// refusal. Lives for the length of one Answerer::answer.
class RequestTurn
{
public:
    RequestTurn(const ZoneTable& zones, const AccessRules& rules, const ServerIdentity& identity,
                const Request& request, const RequestContext& context);

    [[nodiscard]] Answer run();

private:
    [[nodiscard]] Answer badSignature();
    [[nodiscard]] Answer query();
    [[nodiscard]] Answer ordinary();
    // requestturntransfer.cpp
    [[nodiscard]] Answer transfer();
    [[nodiscard]] Answer incremental(const ZoneTable::ZonePointer& zone);
    [[nodiscard]] Answer oneSoa(const PublishedZone& zone);
    [[nodiscard]] Answer stream(ZoneTable::ZonePointer zone, TransferPlan plan);
    /// A place among the transfers that run; an answer when there is none.
    [[nodiscard]] std::optional<Answer> takeSlot();
    /// The same among the connections of the secondary, once for each connection.
    [[nodiscard]] std::optional<Answer> takeConnection();
    [[nodiscard]] Answer refuseAtLimit(const SlotCount& slots, std::string code, const char* what);
    [[nodiscard]] Answer notYet(const Name& zone);

    /// Fills the report from the reply and signs.
    [[nodiscard]] Answer say(const Reply& reply);
    /// `code` and `reason` are for the report, the text of the extended error for the requester.
    [[nodiscard]] Answer refuse(const Reply& reply, std::string code, std::string reason);
    [[nodiscard]] Answer refuseStranger();
    [[nodiscard]] Requester requester(const Name* key) const;
    /// Access to the zone, noted in the report; an answer when it is not granted.
    [[nodiscard]] std::optional<Answer> checkAccess(const Name& zone);

    const ZoneTable& m_zones;
    const AccessRules& m_rules;
    const ServerIdentity& m_identity;
    const Request& m_request;
    const RequestContext& m_context;
    RequestSignature m_signature;
    RequestReport m_report;
    TransferProfile m_profile; // of the secondary that asks
    std::shared_ptr<void> m_slot;
    std::shared_ptr<void> m_connection;
};

} // namespace headwater
