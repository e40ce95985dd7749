#pragma once

#include <QString>

namespace headwater {

/// What a person types into a shell.
struct Typed
{
    int code = -1; ///< -1: it did not end in time
    QString output;
    QString errors;
};

/// Runs a line in bash, in `folder`, for at most 60 s. Blocks.
[[nodiscard]] Typed type(const QString& line, const QString& folder);

} // namespace headwater
