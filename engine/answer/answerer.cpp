#include "answer/answerer.h"

#include "answer/requestturn.h"

namespace headwater {

Answerer::Answerer(std::shared_ptr<const ZoneTable> zones, std::shared_ptr<const AccessRules> rules,
                   ServerIdentity identity)
    : m_zones(std::move(zones))
    , m_rules(std::move(rules))
    , m_identity(std::move(identity))
{
}

Answer Answerer::answer(OctetView wire, const RequestContext& context) const
{
    const auto request = Request::read(wire);
    if (!request)
        return {};
    return RequestTurn(*m_zones, *m_rules, m_identity, *request, context).run();
}

} // namespace headwater
