#include <algorithm>
#include <filesystem>
#include <utility>

#include "ingest/folderfile.h"
#include "ingest/zonedirectorystate.h"
#include "ingest/zonefilename.h"

namespace headwater {
namespace {

namespace fs = std::filesystem;

constexpr Seconds StoreRetry{1};
/// A writer that is quiet for so long without closing its file is reported.
constexpr Seconds OpenTooLong{30};

} // namespace

/// Reads a zone file and does what follows from it.
void ZoneDirectory::State::look(const std::string& name, Cause cause, Instant at)
{
    const auto zone = zoneOfFile(name);
    if (!zone)
        return;
    waiting.remove(name);
    File& file = files[name];
    file.zone = *zone;
    const auto read = FolderFile::read(folder, folder + '/' + name, settings.maximumFileOctets);
    if (read && read->state == FolderFile::State::NotThere)
        return wait(name, Cause::Gone, at, goneSettle());
    std::string fault;
    if (!keep(name, *zone, &fault))
        return reject(name, file, fault);
    if (!read)
        return reject(name, file, name + ": " + read.error().text);
    const bool perhapsUnfinished = cause == Cause::Written &&
                                   read->writers == FolderFile::Writers::Unknown &&
                                   Clock::now() - at < OpenTooLong;
    if (read->state == FolderFile::State::BeingWritten || perhapsUnfinished)
        return waitForWriter(name, file, at);

    Inclusion inclusion;
    const auto contents =
        ZoneFileContents::read(read->text, *zone, name, includeFor(file, inclusion));
    if (inclusion.unfinished)
        return waitForWriter(name, file, at);
    if (contents)
        return take(name, file, *contents, cause == Cause::Seen ? read->modifiedAt : at);
    if (cause == Cause::Complete)
        return wait(name, Cause::Settled, at, settle());
    reject(name, file, contents.error().text);
}

/// Its close is an event; the timer is for writers that never come to it.
void ZoneDirectory::State::waitForWriter(const std::string& name, File& file, Instant at)
{
    if (Clock::now() - at >= OpenTooLong)
        return reject(name, file,
                      name + " is still open for writing; it is read when its writer closes it");
    wait(name, Cause::Written, at, std::max<Milliseconds>(settle() * 10, Seconds{1}));
}

/// Does this file speak for its zone? False, and why, when another source does. It is there, so its
/// zone is not retired, whatever is in it.
bool ZoneDirectory::State::keep(const std::string& name, const Name& zone, std::string* fault)
{
    const auto known = store.zone(zone);
    if (!known || !*known)
        return true; // what the store has to say comes out when it is written to
    if ((*known)->source != ZoneSource::ZoneFile) {
        *fault = name + " is not used: zone " + zone.display() +
                 " is kept in the engine's own store; remove one of the two";
        return false;
    }
    if ((*known)->sourceName != name && isThere((*known)->sourceName)) {
        *fault =
            name + " is not used: zone " + zone.display() + " is kept in " + (*known)->sourceName;
        return false;
    }
    if ((*known)->retiresAt && retirements.cancel(**known) && files[name].rejected.empty())
        Q_EMIT directory.fact(factNow(ZoneAccepted{zone}));
    return true;
}

ZoneFileContents::Include ZoneDirectory::State::includeFor(File& file, Inclusion& inclusion)
{
    file.included.clear();
    return [this, &file, &inclusion](const std::string& path) -> Result<std::string> {
        const fs::path wanted = (fs::path(folder) / path).lexically_normal();
        const std::string parent = wanted.parent_path().string();
        file.included.push_back(wanted.string());
        auto read = FolderFile::read(folder, wanted.string(), settings.maximumFileOctets);
        if (!read)
            return failure(read, path);
        // Only now is it known to be inside; a folder that cannot be watched is read all the same.
        if (parent.rfind(folder, 0) == 0)
            static_cast<void>(watch->watch(parent));
        if (read->state == FolderFile::State::NotThere)
            return failure(path + " is not there");
        inclusion.unfinished |= read->state == FolderFile::State::BeingWritten;
        return std::move(read->text);
    };
}

void ZoneDirectory::State::take(const std::string& name, File& file,
                                const ZoneFileContents& contents, Instant at)
{
    const auto changed = write(name, file, contents, std::min(at, Clock::now()));
    if (!changed)
        return storeFailed(name, file, changed.error(), at);
    accept(name, file);
    if (*changed)
        Q_EMIT directory.zoneChanged(file.zone);
}

/// Returns whether desired records differ from before.
Result<bool> ZoneDirectory::State::write(const std::string& name, const File& file,
                                         const ZoneFileContents& contents, Instant at)
{
    const auto known = store.zone(file.zone);
    if (!known)
        return tl::unexpected<Error>(known.error());
    ZoneSettings zone = known->value_or(ZoneSettings{});
    if (!*known || zone.sourceName != name || zone.policy != settings.policy) {
        zone.zone = file.zone;
        zone.source = ZoneSource::ZoneFile;
        zone.sourceName = name;
        zone.policy = settings.policy;
        if (!*known) {
            zone.soa = contents.soa;
            zone.soaTtl = contents.soaTtl;
        }
        if (const auto saved = store.saveZone(zone); !saved)
            return tl::unexpected<Error>(saved.error());
    }
    DesiredChange change;
    change.zone = file.zone;
    change.sets = contents.sets;
    change.soa = contents.soa;
    change.soaTtl = contents.soaTtl;
    change.author = "file " + name;
    change.committedAt = at;
    const auto owners = store.replaceAll(change);
    if (!owners)
        return tl::unexpected<Error>(owners.error());
    return *owners > 0;
}

void ZoneDirectory::State::accept(const std::string& name, File& file)
{
    if (std::exchange(file.storeFailed, false))
        Q_EMIT directory.fact(factNow(EngineProblemEnded{"zone file " + name}));
    if (!std::exchange(file.rejected, {}).empty())
        Q_EMIT directory.fact(factNow(ZoneAccepted{file.zone}));
}

void ZoneDirectory::State::reject(const std::string& name, File& file, const std::string& reason)
{
    if (std::exchange(file.rejected, reason) != reason)
        Q_EMIT directory.fact(factNow(ZoneRejected{file.zone, name, reason}));
}

void ZoneDirectory::State::storeFailed(const std::string& name, File& file, const Error& error,
                                       Instant at)
{
    if (!std::exchange(file.storeFailed, true))
        Q_EMIT directory.fact(factNow(EngineProblem{"zone file " + name, error.text}));
    wait(name, Cause::Settled, at, StoreRetry);
}

/// A file is gone for good: its zone goes to another file that holds it, or is retired.
void ZoneDirectory::State::leave(const std::string& name)
{
    const auto zone = zoneOfFile(name);
    const auto file = files.find(name);
    const bool wasRejected = file != files.end() && !file->second.rejected.empty();
    if (file != files.end())
        files.erase(file);
    if (!zone)
        return;
    const auto others = zoneFiles();
    for (const std::string& other : others ? *others : std::vector<std::string>()) {
        if (zoneOfFile(other) == zone)
            return look(other, Cause::Seen, Clock::now());
    }
    const auto known = store.zone(*zone);
    if (known && *known && (*known)->source == ZoneSource::ZoneFile && (*known)->sourceName == name)
        return retire(**known);
    if (!wasRejected)
        return;
    // What was wrong with the file is over; if it was all there was of the zone, so is the zone.
    if (known && *known)
        Q_EMIT directory.fact(factNow(ZoneAccepted{*zone}));
    else
        Q_EMIT directory.fact(factNow(ZoneRetired{*zone}));
}

void ZoneDirectory::State::retire(const ZoneSettings& zone)
{
    const auto until = retirements.begin(zone, Clock::now());
    if (!until)
        return wait(zone.sourceName, Cause::Gone, Clock::now(), StoreRetry);
    Q_EMIT directory.fact(
        factNow(ZoneRetiring{zone.zone, *until, "its file " + zone.sourceName + " is gone"}));
    finishRetirements();
}

void ZoneDirectory::State::finishRetirements()
{
    while (true) {
        const auto finished = retirements.finishNext(Clock::now());
        if (!finished) {
            Q_EMIT directory.fact(factNow(EngineProblem{"zone directory", finished.error().text}));
            return;
        }
        if (!*finished)
            return;
        Q_EMIT directory.zoneRemoved(**finished);
    }
}

bool ZoneDirectory::State::isThere(const std::string& name) const
{
    std::error_code error;
    return fs::exists(fs::symlink_status(folder + '/' + name, error));
}

Result<std::vector<std::string>> ZoneDirectory::State::zoneFiles() const
{
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        std::string name = entry->path().filename().string();
        if (zoneOfFile(name))
            names.push_back(std::move(name));
    }
    if (error)
        return failure("zone directory " + folder + " cannot be read: " + error.message());
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace headwater
