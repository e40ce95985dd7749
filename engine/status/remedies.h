#pragma once

#include <string>
#include <vector>

#include <QString>

#include "status/pair.h"

namespace headwater {

/// What a cause is told with; what is not known stays empty and its part of the sentence is left
/// out.
struct RemedyFacts
{
    QString place;             ///< "nbg1-b", "syd1, all 4 secondaries"
    QString site;              ///< of the place, or the place
    QString zone;              ///< one of the zones
    PairError error;           ///< of one of the pairs
    QString keyWanted;         ///< key the secondary is configured with here
    QString ourAddress;        ///< where we send from and answer on
    QString shown;             ///< serial that one of the pairs shows
    std::size_t addresses = 1; ///< public addresses of the secondary
    std::size_t silent = 1;    ///< secondaries in the cause
    std::size_t others = 0;    ///< secondaries that are not
    std::size_t zones = 1;
    Microseconds sinceStep{}; ///< since the last step that succeeded
    QString until;            ///< "14:32:07", for `expiring`
};

/// The words of a cause by its code: "badkey", "badsig", "badtime", "xfr-refused", "xfr-aborted",
/// "xfr-slow", "transfer-limit", "connection-limit", "rate-limit", "not-loaded", "tls",
/// "notify-timeout", "notify-refused", "notify-unsupported", "no-ask", "not-configured",
/// "old-answer", "serial-ahead", "expiring", "unobserved", "source-down", "rejected", "in-flight".
struct Remedy
{
    QString title;      ///< "Transfer refused", without the place
    QString step;       ///< "transfer", "ack", "ask", "activate", "publish"
    QString text;       ///< why, without a full stop
    QString imperative; ///< what to do, a whole sentence
};

[[nodiscard]] Remedy remedyFor(const std::string& code, const RemedyFacts& facts);

} // namespace headwater
