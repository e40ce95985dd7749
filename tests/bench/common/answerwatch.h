#pragma once

#include "bench/common/blockingsocket.h"
#include "bench/common/recorddoor.h"
#include "bench/common/samples.h"

namespace headwater {

/// Asks a server for one address over and over, until the new one is answered.
class AnswerWatch
{
public:
    explicit AnswerWatch(const Endpoint& server);
    /// ms since `start`; gives up after 60 s.
    [[nodiscard]] double until(const HostAddress& host, Steady::time_point start);

private:
    BlockingSocket m_socket;
    std::uint16_t m_id = 0;
};

} // namespace headwater
