#include "ingest/zonedirectory.h"

#include <algorithm>
#include <filesystem>

#include "ingest/zonedirectorystate.h"
#include "ingest/zonefilename.h"

namespace headwater {
namespace {

namespace fs = std::filesystem;

constexpr Seconds FolderRetry{1};
constexpr Milliseconds LongestTimer{3'600'000};
constexpr const char* FolderPlace = "zone directory";

Result<std::string> canonicalFolder(const std::string& folder)
{
    std::error_code error;
    const fs::path path = fs::canonical(folder, error);
    if (error)
        return failure("zone directory " + folder + ": " + error.message());
    if (!fs::is_directory(path, error))
        return failure("zone directory " + folder + " is no directory");
    return path.string();
}

} // namespace

ZoneDirectory::ZoneDirectory(Store& store, Settings settings, QObject* parent)
    : QObject(parent)
    , m_state(std::make_unique<State>(*this, store, std::move(settings)))
{
    connect(&m_state->timer, &QTimer::timeout, this, [this] { m_state->timeHasCome(); });
}

ZoneDirectory::~ZoneDirectory() = default;

Result<void> ZoneDirectory::start()
{
    return m_state->open();
}

void ZoneDirectory::rescan()
{
    if (const auto scanned = m_state->scan(); !scanned)
        Q_EMIT fact(factNow(EngineProblem{FolderPlace, scanned.error().text}));
}

// Watched before it is read, so that nothing can change in between unseen.
Result<void> ZoneDirectory::State::open()
{
    auto path = canonicalFolder(settings.folder.toStdString());
    if (!path)
        return tl::unexpected<Error>(path.error());
    folder = std::move(*path);
    watch = std::make_unique<FolderWatch>();
    connect(watch.get(), &FolderWatch::noticed, &directory,
            [this](const std::vector<FolderWatch::Notice>& notices) { noticed(notices); });
    connect(watch.get(), &FolderWatch::overflowed, &directory, &ZoneDirectory::rescan);
    connect(watch.get(), &FolderWatch::folderGone, &directory, [this](const std::string& gone) {
        if (gone == folder)
            folderGone();
    });
    if (const auto watched = watch->watch(folder); !watched)
        return watched;
    watching = true;
    return scan();
}

Result<void> ZoneDirectory::State::scan()
{
    const auto names = zoneFiles();
    if (!names)
        return tl::unexpected<Error>(names.error());
    const auto known = store.zones();
    if (!known)
        return tl::unexpected<Error>(known.error());
    for (const std::string& name : *names)
        look(name, Cause::Seen, Clock::now());
    for (const ZoneSettings& zone : *known) {
        if (zone.source == ZoneSource::ZoneFile && !isThere(zone.sourceName))
            leave(zone.sourceName);
    }
    arm();
    return {};
}

void ZoneDirectory::State::noticed(const std::vector<FolderWatch::Notice>& notices)
{
    for (const FolderWatch::Notice& notice : notices) {
        const fs::path path(notice.path);
        const std::string name = path.filename().string();
        // Kubernetes puts a whole new set of files in place by renaming the link `..data`.
        if (name.rfind("..", 0) == 0 && notice.change == FolderWatch::Change::Complete) {
            directory.rescan();
            continue;
        }
        if (path.parent_path() == folder && zoneOfFile(name))
            noticedFile(name, notice);
        std::vector<std::string> including;
        for (const auto& [other, file] : files) {
            if (std::find(file.included.begin(), file.included.end(), notice.path) !=
                file.included.end())
                including.push_back(other);
        }
        for (const std::string& other : including) {
            if (notice.change == FolderWatch::Change::Complete)
                look(other, Cause::Complete, notice.at);
            else
                wait(other, Cause::Written, notice.at, settle());
        }
    }
    arm();
}

void ZoneDirectory::State::noticedFile(const std::string& name, const FolderWatch::Notice& notice)
{
    switch (notice.change) {
    case FolderWatch::Change::Complete:
        look(name, Cause::Complete, notice.at);
        break;
    case FolderWatch::Change::Written:
        wait(name, Cause::Written, notice.at, settle());
        break;
    case FolderWatch::Change::Gone:
        wait(name, Cause::Gone, notice.at, goneSettle());
        break;
    }
}

/// Nothing is retired: a folder that is not mounted says nothing about its zones.
void ZoneDirectory::State::folderGone()
{
    watching = false;
    Q_EMIT directory.fact(factNow(EngineProblem{
        FolderPlace, folder + " is gone; its zones are served as they are until it is back"}));
    arm();
}

void ZoneDirectory::State::folderBack()
{
    if (!watch->watch(folder))
        return;
    watching = true;
    Q_EMIT directory.fact(factNow(EngineProblemEnded{FolderPlace}));
    directory.rescan();
}

void ZoneDirectory::State::timeHasCome()
{
    if (!watching)
        folderBack();
    for (const WaitingFiles::File& file : waiting.takeDue(Clock::now())) {
        if (!watching)
            continue; // everything is looked at when the folder is back
        if (file.cause != Cause::Gone)
            look(file.name, file.cause, file.at);
        else if (isThere(file.name))
            look(file.name, Cause::Seen, file.at);
        else
            leave(file.name);
    }
    finishRetirements();
    arm();
}

void ZoneDirectory::State::arm()
{
    const Instant now = Clock::now();
    Instant next = now + LongestTimer;
    for (const auto& due : {waiting.nextDue(), retirements.nextDue()})
        next = due && *due < next ? *due : next;
    if (!watching)
        next = std::min(next, Instant(now + FolderRetry));
    const auto time = std::chrono::ceil<Milliseconds>(next - now);
    timer.start(std::clamp(time, Milliseconds{0}, LongestTimer));
}

void ZoneDirectory::State::wait(const std::string& name, Cause cause, Instant at, Microseconds time)
{
    waiting.add({name, cause, at, Clock::now() + time});
}

} // namespace headwater
