// A type (the first two octets) and any octets, once as RDATA and once as its text: what is well
// formed is printed and read back the same, what is read is well formed.
#include <cstdlib>

#include "dns/masterfile.h"
#include "dns/presentation.h"

using namespace headwater;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

void requireRoundTrip(RecordType type, const Rdata& rdata)
{
    const std::string text = rdataText(type, rdata);
    const auto again = rdataFromText(type, text, *Name::parse("else.where."));
    require(again.has_value() && *again == rdata);
    // And as a line of a master file, where more characters have a meaning.
    const std::string line = recordText(Name(), type, 0, rdata);
    if (line.size() > 200000)
        return; // near the limit of the text
    const auto file = MasterFile::parse(line, {});
    require(file.has_value() && file->records.size() == 1 && file->records[0].rdata == rdata);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size)
{
    if (size < 2)
        return 0;
    const RecordType type{uint16At({octets, 2}, 0)};
    const Rdata rdata(octets + 2, octets + size);
    if (isMetaType(type))
        return 0;
    if (checkRdata(type, rdata)) {
        requireRoundTrip(type, rdata);
        const Rdata canonical = canonicalRdata(type, rdata);
        require(compareRdata(type, rdata, canonical) == 0);
        require(canonicalRdata(type, canonical) == canonical);
        static_cast<void>(namesIn(type, rdata));
    } else {
        static_cast<void>(rdataText(type, rdata));
    }
    const std::string_view text(reinterpret_cast<const char*>(octets + 2), size - 2);
    const auto read = rdataFromText(type, text, *Name::parse("apps.example."));
    if (read) {
        require(checkRdata(type, *read).has_value());
        requireRoundTrip(type, *read);
    }
    return 0;
}
