#pragma once

#include <memory>
#include <string>

#include "base/result.h"

namespace headwater {

/// Keeps a second process away from a store: an flock on `<path>.lock`, which the kernel drops when
/// the process ends in whatever way. The file holds the process id, for the error of the other one.
class StoreLock
{
public:
    [[nodiscard]] static Result<std::unique_ptr<StoreLock>> take(const std::string& storePath);
    ~StoreLock();
    StoreLock(const StoreLock&) = delete;
    StoreLock& operator=(const StoreLock&) = delete;

private:
    explicit StoreLock(int descriptor)
        : m_descriptor(descriptor)
    {
    }
    int m_descriptor;
};

} // namespace headwater
