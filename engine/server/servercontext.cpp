#include "server/servercontext.h"

#include <random>

namespace headwater {

namespace {

std::optional<QueryKind> queryKind(RequestReport::Kind kind)
{
    switch (kind) {
    case RequestReport::Kind::Soa:
        return QueryKind::Soa;
    case RequestReport::Kind::Ixfr:
        return QueryKind::Ixfr;
    case RequestReport::Kind::Axfr:
        return QueryKind::Axfr;
    default:
        return std::nullopt;
    }
}

DnsServer::Settings withSecret(DnsServer::Settings settings)
{
    SipHashKey& secret = settings.identity.cookieSecret;
    if (secret == SipHashKey{}) {
        std::random_device random; // the system's
        for (std::uint8_t& octet : secret)
            octet = static_cast<std::uint8_t>(random());
    }
    return settings;
}

} // namespace

ServerContext::ServerContext(std::shared_ptr<const ZoneTable> zoneTable, DnsServer::Settings chosen)
    : zones(std::move(zoneTable))
    , settings(withSecret(std::move(chosen)))
    , connections(std::make_shared<SlotCount>(settings.connections, settings.connectionsPerAddress))
    , secondaryConnections(
          std::make_shared<SlotCount>(settings.connections, settings.connectionsPerSecondary))
    , transferSlots(std::make_shared<SlotCount>(settings.transfers, settings.transfersPerSecondary))
{
    if (settings.questionsPerSecond > 0) // what was saved up lasts for one second
        questions =
            std::make_unique<RateLimit>(settings.questionsPerSecond, settings.questionsPerSecond);
    setRules(std::make_shared<const AccessRules>()); // nobody may ask until rules are set
}

void ServerContext::setRules(std::shared_ptr<const AccessRules> rules)
{
    answerer.exchange(std::make_shared<const Answerer>(zones, std::move(rules), settings.identity));
}

RequestContext ServerContext::request() const
{
    RequestContext request;
    request.now = Clock::wall();
    request.received = std::chrono::steady_clock::now();
    request.limits = {transferSlots.get(), nullptr, questions.get()};
    return request;
}

std::vector<Fact> factsOf(const RequestReport& report, const IpAddress& peer, Transport transport,
                          ServerContext& context)
{
    std::vector<Fact> facts;
    if (report.rcode == Rcode::Refused || report.rcode == Rcode::NotAuth)
        ++context.refused;
    const auto kind = queryKind(report.kind);
    if (!kind)
        return facts;
    const auto now = std::chrono::steady_clock::now();
    if (report.rcode != Rcode::NoError && !report.secondary.empty())
        context.asked.forget(report);
    if (report.given && report.rcode == Rcode::NoError && !report.secondary.empty() &&
        context.asked.isNews(report, peer, transport, now)) {
        facts.push_back(
            factNow(SecondaryAsked{report.zone, report.secondary, *kind, transport, peer.text(),
                                   report.key, report.has, *report.given}));
    }
    if (!report.code.empty() && context.refusals.allows(peer, now)) {
        facts.push_back(
            factNow(QueryRefused{report.zone, report.secondary, *kind, peer.text(), report.key,
                                 report.rcode, report.code, report.reason}));
    }
    return facts;
}

} // namespace headwater
