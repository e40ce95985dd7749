#pragma once

#include <array>
#include <mutex>
#include <vector>

#include "answer/answerer.h"

namespace headwater {

/// Questions of secondaries that were told as facts a moment ago. The same question with the same
/// answer says nothing new: a secondary that asks a thousand times a second is told twice a second.
/// A new serial, another address, and any question after a refusal are news at once. Remembers 256
/// pairs of zone and secondary; what is forgotten is told once more. Any thread.
class RecentQuestions
{
public:
    using Time = std::chrono::steady_clock::time_point;

    /// True when it should be told, and is remembered as told.
    [[nodiscard]] bool isNews(const RequestReport& report, const IpAddress& peer,
                              Transport transport, Time now);
    /// The secondary was refused: that it is answered again is news.
    void forget(const RequestReport& report);

private:
    struct Told
    {
        Name zone;
        std::string secondary;
        std::string key;
        RequestReport::Kind kind = RequestReport::Kind::Other;
        std::optional<Serial> has;
        std::optional<Serial> given;
        IpAddress peer;
        Transport transport = Transport::Udp;

        friend bool operator==(const Told& a, const Told& b) = default;
    };
    struct Slot
    {
        Told told;
        Time at;
    };
    static constexpr std::size_t Pairs = 256;
    /// One question of each kind for a pair.
    using Pair = std::array<Slot, 3>;

    [[nodiscard]] Pair& pairOf(const RequestReport& report);

    std::mutex m_mutex;
    std::vector<Pair> m_pairs{Pairs};
};

} // namespace headwater
