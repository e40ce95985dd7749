#include "ingest/retirements.h"

namespace headwater {
namespace {

constexpr Seconds RetryAfter{30};

} // namespace

Result<Instant> Retirements::begin(ZoneSettings settings, Instant now)
{
    if (!settings.retiresAt) {
        settings.retiresAt = now + m_grace;
        if (const auto saved = m_store.saveZone(settings); !saved)
            return tl::unexpected<Error>(saved.error());
    }
    m_until[settings.zone] = *settings.retiresAt;
    return *settings.retiresAt;
}

Result<ZoneSettings> Retirements::cancel(ZoneSettings settings)
{
    m_until.erase(settings.zone);
    if (!settings.retiresAt)
        return settings;
    settings.retiresAt.reset();
    if (const auto saved = m_store.saveZone(settings); !saved)
        return tl::unexpected<Error>(saved.error());
    return settings;
}

Result<std::optional<Name>> Retirements::finishNext(Instant now)
{
    for (auto& [zone, until] : m_until) {
        if (until > now)
            continue;
        const Name finished = zone;
        if (const auto removed = m_store.removeZone(finished, "zone directory"); !removed) {
            until = now + RetryAfter;
            return tl::unexpected<Error>(removed.error());
        }
        m_until.erase(finished);
        return std::optional(finished);
    }
    return std::optional<Name>();
}

std::optional<Instant> Retirements::nextDue() const
{
    std::optional<Instant> next;
    for (const auto& [zone, until] : m_until) {
        if (!next || until < *next)
            next = until;
    }
    return next;
}

} // namespace headwater
