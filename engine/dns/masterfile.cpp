#include "dns/masterfile.h"

#include "dns/masterfilereader.h"

namespace headwater {

Result<MasterFile> MasterFile::parse(std::string_view text, const Options& options)
{
    MasterFile file;
    MasterFileReader reader(options, &file.records);
    if (auto read = reader.read(text, options.fileName, options.origin, 0); !read)
        return tl::unexpected<Error>(read.error());
    return file;
}

} // namespace headwater
