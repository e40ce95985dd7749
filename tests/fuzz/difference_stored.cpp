// A stored difference is read from a file that a disk or a person may have changed: whatever is
// accepted is printed back as it was, cut into records without a rest, and may be applied.
#include <cstdlib>

#include "zone/difference.h"

using namespace headwater;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

/// The zone before: everything that the difference removes is there.
std::shared_ptr<const ZoneVersion> versionBefore(const Name& zone, const Difference& difference)
{
    return ZoneVersion::build(zone, difference.fromSoa().soa, difference.fromSoa().ttl,
                              difference.removed());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size)
{
    static const Name zone = *Name::parse("apps.example.");
    const OctetView input(octets, size);
    const auto difference = Difference::fromStored(zone, input);
    if (!difference)
        return 0;
    const Difference& read = **difference;
    const Octets printed = read.stored();
    require(std::equal(printed.begin(), printed.end(), input.begin(), input.end()));

    std::size_t records = 0;
    for (std::size_t at = 0; at < read.sequence().size(); ++records) {
        const std::size_t length = recordLengthAt(read.sequence(), at);
        require(length > 0);
        at += length;
    }
    require(records == 2 + read.removedCount() + read.addedCount());
    require(read.removed().size() == read.removedCount());
    require(read.added().size() == read.addedCount());

    const auto again =
        Difference::create(zone, read.fromSoa(), read.toSoa(), read.removed(), read.added());
    require(again != nullptr && again->sequence().size() > 0);
    const auto before = versionBefore(zone, read);
    if (const auto after = read.applyTo(*before)) {
        const auto same = again->applyTo(*before);
        require(same.has_value() && (*same)->digest() == (*after)->digest());
        require((*after)->recordCount() ==
                before->recordCount() - read.removedCount() + read.addedCount());
    }
    return 0;
}
