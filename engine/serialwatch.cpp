#include "serialwatch.h"

namespace headwater {

namespace {

constexpr Seconds Apart{600};
constexpr std::size_t ZonesRemembered = 100'000;

} // namespace

void SerialWatch::addFact(const Fact& fact)
{
    if (const auto* probe = std::get_if<ProbeAnswered>(&fact.body)) {
        if (probe->serial)
            consider(probe->zone, *probe->serial, probe->secondary, fact.at);
    } else if (const auto* asked = std::get_if<SecondaryAsked>(&fact.body)) {
        if (asked->has)
            consider(asked->zone, *asked->has, asked->secondary, fact.at);
    }
}

void SerialWatch::consider(const Name& zone, Serial serial, const std::string& secondary,
                           Instant at)
{
    const auto published = m_zones->find(zone);
    if (!published || !serial.isNewerThan(published->serial()))
        return;
    const auto lifted = m_lifted.find(zone);
    if (lifted != m_lifted.end() && at - lifted->second < Apart)
        return;
    if (m_lifted.size() >= ZonesRemembered)
        m_lifted.clear();
    m_lifted[zone] = at;
    Q_EMIT isAhead(zone, serial, QString::fromStdString(secondary));
}

} // namespace headwater
