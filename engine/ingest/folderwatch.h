#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <QObject>
#include <QSocketNotifier>

#include "base/clock.h"
#include "base/result.h"

namespace headwater {

/// Tells what happens to the files of some folders, by inotify, the moment it happens. Lives on one
/// thread with an event loop.
class FolderWatch : public QObject
{
    Q_OBJECT
public:
    enum class Change
    {
        Complete, ///< renamed into place, or closed by a writer
        Written,  ///< made, or written to, by somebody who may go on
        Gone      ///< removed or renamed away
    };

    struct Notice
    {
        std::string path; ///< the folder as it was given, and the file's name
        Change change = Change::Written;
        Instant at{};
    };

    explicit FolderWatch(QObject* parent = nullptr);
    ~FolderWatch() override;

    /// Begins to watch a folder; one that is watched already is fine.
    [[nodiscard]] Result<void> watch(const std::string& folder);

Q_SIGNALS:
    /// What happened since the last time: one notice per path, the newest that counts.
    void noticed(const std::vector<headwater::FolderWatch::Notice>& notices);
    /// The kernel dropped notices: everything has to be looked at.
    void overflowed();
    /// A watched folder was removed, renamed or unmounted; it is watched no more.
    void folderGone(const std::string& folder);

private:
    void readEvents();
    void note(std::vector<Notice>* notices, int watch, unsigned mask, const char* name);
    void forget(int watch);

    int m_descriptor = -1;
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::map<int, std::string> m_folders; ///< by watch descriptor
    std::vector<std::string> m_gone;
    bool m_overflowed = false;
};

} // namespace headwater
