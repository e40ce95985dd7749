#include "dns/padding.h"

#include <algorithm>

namespace headwater::Padding {

namespace {

constexpr std::size_t Block = 468;
constexpr std::size_t OptionHead = 4; // code and length

} // namespace

std::optional<EdnsOption> option(std::size_t size, std::size_t limit)
{
    const std::size_t least = size + OptionHead;
    if (least > limit)
        return std::nullopt;
    const std::size_t padded = std::min((least + Block - 1) / Block * Block, limit);
    return EdnsOption{Option, Octets(padded - least)};
}

} // namespace headwater::Padding
