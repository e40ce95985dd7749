#include "answer/answerer.h"

#include "answer/requestturn.h"

namespace headwater {

Answerer::Answerer(std::shared_ptr<const ZoneTable> zones, std::shared_ptr<const AccessRules> rules)
    : m_zones(std::move(zones))
    , m_rules(std::move(rules))
{
}

Answer Answerer::answer(OctetView wire, const RequestContext& context) const
{
    const auto request = Request::read(wire);
    if (!request)
        return {};
    return RequestTurn(*m_zones, *m_rules, *request, context).run();
}

} // namespace headwater
