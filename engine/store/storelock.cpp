#include "store/storelock.h"

#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace headwater {

namespace {

std::string holder(int descriptor)
{
    std::array<char, 24> buffer{};
    const ssize_t count = pread(descriptor, buffer.data(), buffer.size() - 1, 0);
    std::string digits;
    for (std::size_t i = 0; count > 0 && i < static_cast<std::size_t>(count); ++i) {
        if (std::isdigit(static_cast<unsigned char>(buffer[i])) == 0)
            break;
        digits += buffer[i];
    }
    return digits;
}

} // namespace

Result<std::unique_ptr<StoreLock>> StoreLock::take(const std::string& storePath)
{
    const std::string path = storePath + ".lock";
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return failure("store " + storePath + ": cannot make its lock file " + path + ": " +
                       std::strerror(errno));
    std::unique_ptr<StoreLock> lock(new StoreLock(descriptor));
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK)
            return failure("store " + storePath + ": cannot lock " + path + ": " +
                           std::strerror(errno));
        const std::string pid = holder(descriptor);
        return failure("store " + storePath + ": another process uses it" +
                       (pid.empty() ? std::string() : " (process " + pid + ")") +
                       "; one store serves one engine");
    }
    // Only for the reader's comfort: the lock holds whether or not this can be written.
    const std::string pid = std::to_string(getpid()) + "\n";
    if (ftruncate(descriptor, 0) == 0)
        static_cast<void>(pwrite(descriptor, pid.data(), pid.size(), 0) == 0);
    return lock;
}

StoreLock::~StoreLock()
{
    // The file stays: removing it would let two processes lock two files of one name.
    ::close(m_descriptor);
}

} // namespace headwater
