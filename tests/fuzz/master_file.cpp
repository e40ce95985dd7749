// Any text as a master file (what stands behind a NUL is the file it includes): it is refused with
// its place, or each record in it is well formed and survives presentation form.
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

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size)
{
    const std::string_view input(reinterpret_cast<const char*>(octets), size);
    const std::size_t end = input.find('\0');
    const std::string included(end == std::string_view::npos ? std::string_view()
                                                             : input.substr(end + 1));
    MasterFile::Options options;
    options.fileName = "zone";
    options.origin = *Name::parse("apps.example.");
    options.maximumRecords = 200;
    options.maximumIncludeDepth = 2;
    options.include = [&included](const std::string&) -> Result<std::string> { return included; };
    const auto file = MasterFile::parse(input.substr(0, end), options);
    if (!file) {
        require(file.error().text.find("line ") != std::string::npos);
        return 0;
    }
    require(file->records.size() <= options.maximumRecords);
    for (const Record& record : file->records) {
        require(checkRdata(record.type, record.rdata).has_value() && record.ttl <= MaximumTtl);
        const std::string line =
            recordText(record.owner, record.type, record.ttl, record.rdata) + "\n";
        const auto again = MasterFile::parse(line, options);
        require(again.has_value() && again->records.size() == 1);
        require(again->records[0].owner.identical(record.owner));
        require(again->records[0].type == record.type && again->records[0].ttl == record.ttl);
        require(again->records[0].rdata == record.rdata);
    }
    return 0;
}
