#include "ingest/folderfile.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <system_error>

namespace headwater {
namespace {

class Descriptor
{
public:
    explicit Descriptor(int value)
        : m_value(value)
    {
    }
    ~Descriptor()
    {
        if (m_value >= 0)
            ::close(m_value);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int value() const { return m_value; }

private:
    int m_value;
};

std::string reason(int error)
{
    return std::generic_category().message(error);
}

/// Where the file really is, asked of what was opened: no link can be changed in between.
std::string realPath(const Descriptor& file)
{
    std::array<char, PATH_MAX> buffer{};
    const std::string link = "/proc/self/fd/" + std::to_string(file.value());
    const ssize_t length = ::readlink(link.c_str(), buffer.data(), buffer.size());
    return length < 0 ? std::string()
                      : std::string(buffer.data(), static_cast<std::size_t>(length));
}

enum class Lease
{
    Held,
    SomebodyWrites,
    Unknown
};

/// A read lease is given only while nobody has the file open for writing, and whoever opens it so
/// afterwards waits until we close it. It would tell us by SIGIO, which ends a process; SIGURG does
/// nothing.
Lease takeLease(const Descriptor& file)
{
    if (::fcntl(file.value(), F_SETSIG, SIGURG) != 0)
        return Lease::Unknown;
    if (::fcntl(file.value(), F_SETLEASE, F_RDLCK) == 0)
        return Lease::Held;
    return errno == EAGAIN ? Lease::SomebodyWrites : Lease::Unknown;
}

Result<void> readAll(const Descriptor& file, std::size_t maximumOctets, std::string* text)
{
    std::array<char, 65536> buffer{};
    while (true) {
        const ssize_t got = ::read(file.value(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failure("cannot be read: " + reason(errno));
        if (got == 0)
            return {};
        text->append(buffer.data(), static_cast<std::size_t>(got));
        if (text->size() > maximumOctets)
            return failure("is larger than " + std::to_string(maximumOctets) + " octets");
    }
}

bool sameContents(const struct stat& before, const struct stat& after)
{
    return before.st_size == after.st_size && before.st_mtim.tv_sec == after.st_mtim.tv_sec &&
           before.st_mtim.tv_nsec == after.st_mtim.tv_nsec;
}

Instant modified(const struct stat& status)
{
    const std::chrono::nanoseconds since =
        Seconds{status.st_mtim.tv_sec} + std::chrono::nanoseconds{status.st_mtim.tv_nsec};
    return Instant{std::chrono::duration_cast<Microseconds>(since)};
}

} // namespace

Result<FolderFile> FolderFile::read(const std::string& folder, const std::string& path,
                                    std::size_t maximumOctets)
{
    FolderFile result;
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
    if (file.value() < 0) {
        if (errno == ENOENT)
            return result;
        return failure("cannot be read: " + reason(errno));
    }
    struct stat before = {};
    if (::fstat(file.value(), &before) != 0)
        return failure("cannot be read: " + reason(errno));
    if (!S_ISREG(before.st_mode))
        return failure("is no regular file");
    if (before.st_nlink == 0)
        return result; // removed between open and here
    const std::string real = realPath(file);
    if (real.rfind(folder + '/', 0) != 0)
        return failure("leads out of the zone directory, to " + real);

    const Lease lease = takeLease(file);
    result.state = State::BeingWritten;
    result.writers = lease == Lease::Held ? Writers::None : Writers::Unknown;
    result.modifiedAt = modified(before);
    if (lease == Lease::SomebodyWrites)
        return result;
    if (const auto done = readAll(file, maximumOctets, &result.text); !done)
        return tl::unexpected<Error>(done.error());
    struct stat after = {};
    if (::fstat(file.value(), &after) == 0 && sameContents(before, after))
        result.state = State::Read;
    return result;
}

} // namespace headwater
