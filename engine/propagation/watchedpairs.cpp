#include "propagation/watchedpairs.h"

#include <algorithm>

namespace headwater {

namespace {
constexpr std::size_t TimesKept = 31;
}

Milliseconds ProbePeer::usualTime(Milliseconds otherwise) const
{
    if (timesToLive.empty())
        return otherwise;
    std::vector<Microseconds> sorted(timesToLive.begin(), timesToLive.end());
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    return std::clamp(std::chrono::ceil<Milliseconds>(*middle), Milliseconds{10},
                      Milliseconds{60000});
}

void ProbePeer::noteTimeToLive(Microseconds time)
{
    timesToLive.push_back(time);
    if (timesToLive.size() > TimesKept)
        timesToLive.pop_front();
}

void WatchedPairs::setSecondaries(const std::vector<Secondary>& secondaries, std::size_t perSecond)
{
    std::vector<ProbePeer> peers;
    std::vector<ProbeTarget> targets;
    std::vector<std::size_t> before; // index of each new target among the old ones, or none
    constexpr auto None = static_cast<std::size_t>(-1);
    for (const Secondary& secondary : secondaries) {
        ProbePeer* known = peer(secondary.name);
        ProbePeer next;
        if (known != nullptr)
            next = std::move(*known);
        std::vector<std::size_t> oldTargets = std::move(next.targets);
        next.targets.clear();
        if (known == nullptr)
            next.budget = AskBudget(perSecond);
        next.name = secondary.name;
        next.zones = {secondary.zones.begin(), secondary.zones.end()};
        for (const Endpoint& address : secondary.publicAddresses) {
            const auto same =
                std::find_if(oldTargets.begin(), oldTargets.end(),
                             [&](std::size_t i) { return m_targets[i].address == address; });
            const bool kept = same != oldTargets.end();
            before.push_back(kept ? *same : None);
            next.targets.push_back(targets.size());
            targets.push_back({address, address.text(),
                               kept ? m_targets[*same].number : ++m_targetsMade, peers.size()});
        }
        peers.push_back(std::move(next));
    }
    for (WatchedZone& zone : m_zones) {
        std::vector<ProbeCell> cells(targets.size());
        for (std::size_t i = 0; i < targets.size(); ++i) {
            if (before[i] != None && before[i] < zone.cells.size())
                cells[i] = zone.cells[before[i]];
        }
        zone.cells = std::move(cells);
    }
    m_peers = std::move(peers);
    m_targets = std::move(targets);
    m_indexes.clear();
    for (std::size_t i = 0; i < m_targets.size(); ++i)
        m_indexes.emplace(m_targets[i].number, i);
}

std::uint32_t WatchedPairs::add(const Name& zone)
{
    if (const auto known = find(zone))
        return *known;
    std::uint32_t number = 0;
    if (m_free.empty()) {
        number = static_cast<std::uint32_t>(m_zones.size());
        m_zones.emplace_back();
    } else {
        number = m_free.back();
        m_free.pop_back();
    }
    WatchedZone& made = m_zones[number];
    made.name = zone;
    made.present = true;
    made.cells.assign(m_targets.size(), ProbeCell{});
    m_numbers.emplace(zone, number);
    return number;
}

void WatchedPairs::remove(std::uint32_t zone)
{
    m_numbers.erase(m_zones[zone].name);
    m_zones[zone] = WatchedZone{};
    m_free.push_back(zone);
}

std::optional<std::uint32_t> WatchedPairs::find(const Name& zone) const
{
    const auto found = m_numbers.find(zone);
    if (found == m_numbers.end())
        return {};
    return found->second;
}

ProbePeer* WatchedPairs::peer(const std::string& name)
{
    const auto found = std::find_if(m_peers.begin(), m_peers.end(),
                                    [&](const ProbePeer& each) { return each.name == name; });
    return found == m_peers.end() ? nullptr : &*found;
}

const ProbeTarget* WatchedPairs::target(std::uint32_t number) const
{
    const auto found = m_indexes.find(number);
    return found == m_indexes.end() ? nullptr : &m_targets[found->second];
}

std::vector<std::uint32_t> WatchedPairs::targetNumbers() const
{
    std::vector<std::uint32_t> numbers;
    for (const ProbeTarget& target : m_targets)
        numbers.push_back(target.number);
    return numbers;
}

std::vector<std::string> WatchedPairs::secondariesOf(const Name& zone) const
{
    std::vector<std::string> names;
    for (const ProbePeer& each : m_peers) {
        if (each.serves(zone))
            names.push_back(each.name);
    }
    return names;
}

std::size_t WatchedPairs::indexOf(const ProbeTarget& target) const
{
    return static_cast<std::size_t>(&target - m_targets.data());
}

ProbeCell& WatchedPairs::cell(std::uint32_t zone, const ProbeTarget& target)
{
    return m_zones[zone].cells[indexOf(target)];
}

std::optional<Serial> WatchedPairs::shown(std::uint32_t zone, const ProbePeer& peer) const
{
    std::optional<Serial> oldest;
    for (const std::size_t index : peer.targets) {
        const ProbeCell& cell = m_zones[zone].cells[index];
        if (!cell.hasSerial || cell.silenceTold)
            return {};
        if (!oldest || oldest->isNewerThan(cell.serial))
            oldest = cell.serial;
    }
    return oldest;
}

} // namespace headwater
