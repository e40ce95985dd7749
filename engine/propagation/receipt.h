#pragma once

#include <optional>
#include <string>
#include <vector>

#include <QMetaType>

#include "base/clock.h"
#include "dns/name.h"
#include "dns/serial.h"

namespace headwater {

/// When one version reached each step on one secondary, as far as it is known. What the store
/// keeps. Value.
struct Receipt
{
    Name zone;
    Serial serial;
    std::string secondary;
    std::optional<Instant> notifySent, acknowledged, asked, transferred, live;
    std::string detail; ///< JSON object: attempts, rcode, kind, octets, messages, transferMs, ...
};

} // namespace headwater

Q_DECLARE_METATYPE(headwater::Receipt)
Q_DECLARE_METATYPE(std::vector<headwater::Receipt>)
