#include "ingest/folderwatch.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace headwater {
namespace {

constexpr unsigned WatchedEvents = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE |
                                   IN_CREATE | IN_MODIFY | IN_ATTRIB | IN_DELETE_SELF |
                                   IN_MOVE_SELF | IN_ONLYDIR;
constexpr int ReadsInARow = 8; // then the event loop has its turn

Error systemError(const std::string& what, int error)
{
    return Error{what + ": " + std::generic_category().message(error)};
}

FolderWatch::Change changeOf(unsigned mask)
{
    if ((mask & (IN_CLOSE_WRITE | IN_MOVED_TO)) != 0)
        return FolderWatch::Change::Complete;
    if ((mask & (IN_DELETE | IN_MOVED_FROM)) != 0)
        return FolderWatch::Change::Gone;
    return FolderWatch::Change::Written;
}

} // namespace

FolderWatch::FolderWatch(QObject* parent)
    : QObject(parent)
{
}

FolderWatch::~FolderWatch()
{
    m_notifier.reset();
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<void> FolderWatch::watch(const std::string& folder)
{
    if (m_descriptor < 0) {
        m_descriptor = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
        if (m_descriptor < 0)
            return tl::unexpected<Error>(
                systemError("cannot watch " + folder + " (fs.inotify.max_user_instances?)", errno));
        m_notifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Read);
        connect(m_notifier.get(), &QSocketNotifier::activated, this, &FolderWatch::readEvents);
    }
    const int watch = ::inotify_add_watch(m_descriptor, folder.c_str(), WatchedEvents);
    if (watch < 0)
        return tl::unexpected<Error>(systemError("cannot watch " + folder, errno));
    m_folders[watch] = folder;
    return {};
}

void FolderWatch::readEvents()
{
    alignas(inotify_event) std::array<char, 16384> buffer{};
    std::vector<Notice> notices;
    for (int reads = 0; reads < ReadsInARow; ++reads) {
        const ssize_t got = ::read(m_descriptor, buffer.data(), buffer.size());
        if (got <= 0)
            break;
        const auto end = static_cast<std::size_t>(got);
        for (std::size_t at = 0; at + sizeof(inotify_event) <= end;) {
            inotify_event event{};
            std::memcpy(&event, buffer.data() + at, sizeof event);
            const char* name = event.len == 0 ? "" : buffer.data() + at + sizeof event;
            note(&notices, event.wd, event.mask, name);
            at += sizeof event + event.len;
        }
    }
    if (!notices.empty())
        Q_EMIT noticed(notices);
    for (const std::string& folder : std::exchange(m_gone, {}))
        Q_EMIT folderGone(folder);
    if (std::exchange(m_overflowed, false))
        Q_EMIT overflowed();
}

void FolderWatch::note(std::vector<Notice>* notices, int watch, unsigned mask, const char* name)
{
    if ((mask & IN_Q_OVERFLOW) != 0) {
        m_overflowed = true;
        return;
    }
    if ((mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT | IN_IGNORED)) != 0) {
        forget(watch);
        return;
    }
    const auto folder = m_folders.find(watch);
    if (folder == m_folders.end() || *name == '\0')
        return;
    const std::string path = folder->second + '/' + name;
    const auto known = std::find_if(notices->begin(), notices->end(),
                                    [&path](const Notice& notice) { return notice.path == path; });
    if (known != notices->end()) {
        // A file whose owner or time was set after it was put in place is as complete as before.
        if ((mask & IN_ATTRIB) != 0)
            return;
        notices->erase(known);
    }
    notices->push_back({path, changeOf(mask), Clock::now()});
}

void FolderWatch::forget(int watch)
{
    const auto folder = m_folders.find(watch);
    if (folder == m_folders.end())
        return;
    m_gone.push_back(folder->second);
    m_folders.erase(folder);
    ::inotify_rm_watch(m_descriptor, watch); // it is still there after a rename
}

} // namespace headwater
