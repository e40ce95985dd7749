#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "status/pair.h"

namespace headwater {

/// What one public address of a secondary was last seen to answer for a zone.
struct AddressView
{
    bool answered = false;
    bool silent = false; ///< three questions in a row had no answer
    std::optional<Serial> serial;
};

/// Makes of the views of all public addresses what the pair shows: the oldest serial, once all have
/// answered; silence of one is silence. Holds something only for pairs whose addresses disagree or
/// have not all answered. Value.
class AddressViews
{
public:
    /// `address` of `addresses` was seen to answer `view`; puts the result into `cell`.
    void observe(PairId pair, const std::vector<std::string>& addresses, const std::string& address,
                 const AddressView& view, PairCell& cell);
    void forget(PairId pair) { m_views.erase(pair); }
    void clear() { m_views.clear(); }
    [[nodiscard]] std::size_t size() const { return m_views.size(); }

private:
    using Views = std::map<std::string, AddressView>;
    static void apply(const Views& views, PairCell& cell);

    std::unordered_map<PairId, Views> m_views;
};

} // namespace headwater
