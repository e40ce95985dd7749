#pragma once

#include <memory>
#include <vector>

#include "answer/accessrules.h"
#include "configuration.h"
#include "propagation/receipt.h"
#include "status/watchedsecondary.h"

namespace headwater {

// Modules do not know one another; these say what one has in the words of another. Any thread.

[[nodiscard]] std::vector<WatchedSecondary> watched(const std::vector<Secondary>& secondaries);
[[nodiscard]] std::shared_ptr<const AccessRules> accessRules(const Configuration& configuration);
[[nodiscard]] ReceiptRow storedForm(const Receipt& receipt);

} // namespace headwater
