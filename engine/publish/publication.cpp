#include "publish/publication.h"

namespace headwater {

ZonePublished publication(const ZoneVersion& version, const VersionRow& row,
                          std::optional<Serial> previous)
{
    ZonePublished published;
    published.zone = version.zone();
    published.serial = row.serial;
    published.previous = previous;
    published.committedAt = row.committedAt;
    published.publishedAt = row.publishedAt;
    published.added = row.added;
    published.removed = row.removed;
    published.records = row.records;
    published.author = row.author;
    published.expire = version.soa().expire;
    return published;
}

} // namespace headwater
