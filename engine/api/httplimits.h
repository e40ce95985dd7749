#pragma once

#include <cstddef>

#include "base/clock.h"

namespace headwater {

/// What one HTTP server and each of its connections may use. Every connection has a deadline for
/// each thing it may wait for; tests shorten them.
struct HttpLimits
{
    std::size_t headOctets = 32 * 1024;       ///< request line and header fields: else 431
    std::size_t bodyOctets = 4 * 1024 * 1024; ///< else 413
    std::size_t unsentOctets = 256 * 1024;    ///< nothing more is read from a client above this
    std::size_t pipelined = 16;               ///< requests of one connection answered at a time
    std::size_t connections = 400;            ///< further ones get 503
    Milliseconds headTime{10'000};            ///< from the first octet to the blank line: else 408
    Milliseconds bodyTime{30'000};            ///< for the whole body: else 408
    Milliseconds answerTime{60'000};          ///< for the route to answer: else 503
    Milliseconds idleTime{60'000};            ///< between requests: closed without a word
    Milliseconds stallTime{30'000};           ///< unsent octets and none taken: closed
    Milliseconds lingerTime{2'000};           ///< after the last answer, so that it is read
};

} // namespace headwater
