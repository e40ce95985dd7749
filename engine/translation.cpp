#include "translation.h"

namespace headwater {

std::vector<WatchedSecondary> watched(const std::vector<Secondary>& secondaries)
{
    std::vector<WatchedSecondary> result;
    for (const Secondary& secondary : secondaries) {
        WatchedSecondary row;
        row.name = secondary.name;
        row.site = secondary.site;
        const auto& shown = secondary.notify.empty() ? secondary.publicAddresses : secondary.notify;
        row.address = shown.empty() ? secondary.transferFrom.front().text() : shown.front().text();
        for (const Endpoint& endpoint : secondary.publicAddresses)
            row.publicAddresses.push_back(endpoint.text());
        row.key = secondary.key ? secondary.key->display() : "";
        row.zones = secondary.zones;
        row.polls = secondary.notify.empty();
        result.push_back(std::move(row));
    }
    return result;
}

std::shared_ptr<const AccessRules> accessRules(const Configuration& configuration)
{
    auto rules = std::make_shared<AccessRules>();
    rules->secondaries = configuration.secondaries;
    rules->keys = configuration.keys;
    rules->permitted = configuration.permitted;
    return rules;
}

ReceiptRow storedForm(const Receipt& receipt)
{
    return {receipt.zone,        receipt.serial,       receipt.secondary,
            receipt.notifySent,  receipt.acknowledged, receipt.asked,
            receipt.transferred, receipt.live,         receipt.detail};
}

} // namespace headwater
