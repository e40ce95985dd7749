#include "store/store.h"

namespace headwater {

Store::Store() = default;
Store::~Store() = default;

std::string Store::absence() const
{
    return {};
}

Result<FollowedZone> Store::follow(const Name& /*zone*/)
{
    return FollowedZone{};
}

} // namespace headwater
