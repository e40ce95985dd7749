#pragma once

#include <string>

#include "base/clock.h"
#include "base/result.h"

namespace headwater {

/// One file read whole. A zone file may be read while somebody writes it; what is half there must
/// never be taken for a zone, even where it happens to parse.
struct FolderFile
{
    enum class State
    {
        Read,
        NotThere,
        BeingWritten ///< open for writing, or it changed while it was read
    };
    enum class Writers
    {
        None,   ///< nobody had it open for writing while it was read
        Unknown ///< the kernel did not say: the file is somebody else's, or on such a file system
    };

    State state = State::NotThere;
    Writers writers = Writers::Unknown;
    std::string text;
    Instant modifiedAt{};

    /// Fails when it cannot be read, is no regular file, is larger than `maximumOctets`, or, all
    /// links followed, is not below `folder` (a canonical path). Errors do not name the file.
    /// Does not block on a FIFO. A writer that opens it meanwhile waits until it has been read.
    [[nodiscard]] static Result<FolderFile> read(const std::string& folder, const std::string& path,
                                                 std::size_t maximumOctets);
};

} // namespace headwater
