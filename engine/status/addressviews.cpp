#include "status/addressviews.h"

#include <algorithm>

namespace headwater {

void AddressViews::observe(PairId pair, const std::vector<std::string>& addresses,
                           const std::string& address, const AddressView& view, PairCell& cell)
{
    if (addresses.size() <= 1)
        return apply({{address, view}}, cell);
    Views& views = m_views[pair];
    // While all of them agreed, only that was kept.
    const bool agreed = cell.seen == PairCell::Seen::Shown && !cell.silent;
    const AddressView before = agreed ? AddressView{true, false, cell.shown} : AddressView{};
    for (const std::string& each : addresses)
        views.try_emplace(each, before);
    views[address] = view;
    apply(views, cell);
    const auto differs = [&](const auto& each) {
        return !each.second.answered || each.second.silent || each.second.serial != view.serial;
    };
    if (std::none_of(views.begin(), views.end(), differs))
        m_views.erase(pair);
}

void AddressViews::apply(const Views& views, PairCell& cell)
{
    std::optional<Serial> oldest;
    bool allAnswered = true;
    bool withoutSoa = false;
    cell.silent = false;
    for (const auto& each : views) {
        const AddressView& view = each.second;
        cell.silent = cell.silent || view.silent;
        allAnswered = allAnswered && view.answered;
        withoutSoa = withoutSoa || (view.answered && !view.serial);
        if (view.serial && (!oldest || oldest->isNewerThan(*view.serial)))
            oldest = view.serial;
    }
    if (withoutSoa) {
        cell.seen = PairCell::Seen::NoSoa;
    } else if (allAnswered && oldest) {
        cell.seen = PairCell::Seen::Shown;
        cell.shown = *oldest;
    }
}

} // namespace headwater
