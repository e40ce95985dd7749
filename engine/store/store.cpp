#include "store/store.h"

namespace headwater {

Store::Store() = default;
Store::~Store() = default;

Result<FollowedZone> Store::follow(const Name& /*zone*/)
{
    return FollowedZone{};
}

} // namespace headwater
