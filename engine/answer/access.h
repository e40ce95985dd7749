#pragma once

#include "answer/answerer.h"

namespace headwater {

/// May this requester ask about this zone; and who is it?
struct Access
{
    bool granted = false;
    std::string secondary;     ///< empty: none, or several that nothing tells apart
    TransferProfile transfers; ///< of that secondary
    std::string code;          ///< when not granted
    std::string reason;        ///< when not granted: a sentence

    [[nodiscard]] static Access decide(const AccessRules& rules, const Requester& requester,
                                       const Name& zone);
    /// Neither permitted nor the address of any secondary: it is refused whatever it asks, before
    /// any work (invariant 16), and does not learn which zones are here.
    [[nodiscard]] static bool isStranger(const AccessRules& rules, const IpAddress& peer);
};

} // namespace headwater
