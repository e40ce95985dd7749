// A compressed name anywhere in any octets (the first two say where): it is refused, or it is a
// name by every rule, and its text says the same.
#include <cstdlib>

#include "dns/name.h"

using namespace headwater;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size)
{
    if (size < 2)
        return 0;
    const OctetView message(octets + 2, size - 2);
    std::size_t offset = uint16At({octets, 2}, 0);
    const std::size_t start = offset;
    const auto name = Name::fromMessage(message, &offset);
    if (!name)
        return 0;
    require(offset > start && offset <= message.size());
    require(name->wire().size() <= 255);
    require(Name::fromWire(name->wire())->identical(*name));
    require(Name::parse(name->text())->identical(*name));
    const Name lower = name->lowered();
    require(lower == *name && lower.hash() == name->hash() && lower.compare(*name) == 0);
    require(lower.canonicalKey() == name->canonicalKey());
    require(name->isWithin(name->parent()) && name->parent().compare(*name) <= 0);
    require(name->suffix(name->labelCount()).identical(*name));
    return 0;
}
