#include "publish/zonetroubles.h"

#include <algorithm>

namespace headwater {

namespace {

constexpr std::size_t SentencesTold = 5;

std::string place(const Name& zone)
{
    return "zone " + zone.display();
}

std::string recordsPlace(const Name& zone)
{
    return "records of zone " + zone.display();
}

/// As many as a person reads.
std::string joined(const std::vector<std::string>& sentences)
{
    std::string text;
    for (std::size_t i = 0; i < std::min(sentences.size(), SentencesTold); ++i)
        text += (i == 0 ? "" : "; ") + sentences[i];
    if (sentences.size() > SentencesTold)
        text += "; and " + std::to_string(sentences.size() - SentencesTold) + " more";
    return text;
}

} // namespace

void ZoneTroubles::reject(const Name& zone, const std::string& source,
                          const std::vector<std::string>& reasons)
{
    std::string& before = m_rejected[zone];
    std::string reason = joined(reasons);
    if (before == reason)
        return;
    before = reason;
    m_say(ZoneRejected{zone, source, std::move(reason)});
}

void ZoneTroubles::accept(const Name& zone)
{
    if (m_rejected.erase(zone) != 0)
        m_say(ZoneAccepted{zone});
}

void ZoneTroubles::rejectRecords(const Name& zone, const std::vector<std::string>& sentences)
{
    if (sentences.empty())
        end(m_records, zone, recordsPlace(zone));
    else
        begin(m_records, zone, recordsPlace(zone), joined(sentences));
}

void ZoneTroubles::cannotLoad(const Name& zone, const std::string& reason)
{
    begin(m_notLoadable, zone, place(zone), reason);
}

void ZoneTroubles::loaded(const Name& zone)
{
    end(m_notLoadable, zone, place(zone));
}

void ZoneTroubles::forget(const Name& zone)
{
    m_rejected.erase(zone);
    end(m_records, zone, recordsPlace(zone));
    end(m_notLoadable, zone, place(zone));
}

void ZoneTroubles::begin(Told& told, const Name& zone, const std::string& where,
                         const std::string& reason)
{
    std::string& before = told[zone];
    if (std::exchange(before, reason) != reason)
        m_say(EngineProblem{where, reason});
}

void ZoneTroubles::end(Told& told, const Name& zone, const std::string& where)
{
    if (told.erase(zone) != 0)
        m_say(EngineProblemEnded{where});
}

} // namespace headwater
