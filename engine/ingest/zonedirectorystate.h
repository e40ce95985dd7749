#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <QTimer>

#include "ingest/folderwatch.h"
#include "ingest/retirements.h"
#include "ingest/waitingfiles.h"
#include "ingest/zonedirectory.h"
#include "ingest/zonefilecontents.h"

namespace headwater {

/// What a ZoneDirectory works with. zonedirectory.cpp: what happens in the folder, and when files
/// are looked at. zonedirectoryfiles.cpp: what a file, or its absence, means for its zone.
struct ZoneDirectory::State
{
    /// What is known of a zone file that is, or was a moment ago, in the folder.
    struct File
    {
        Name zone;
        std::vector<std::string> included; ///< paths it asked for, there or not
        std::string rejected;              ///< why it is not served; empty: it is
        bool storeFailed = false;
    };

    /// An $INCLUDE that was reached while its file was being written.
    struct Inclusion
    {
        bool unfinished = false;
    };

    State(ZoneDirectory& owner, Store& records, Settings wanted)
        : directory(owner)
        , store(records)
        , settings(std::move(wanted))
        , retirements(records, settings.retireAfter)
    {
        timer.setSingleShot(true);
        timer.setTimerType(Qt::PreciseTimer);
    }

    Result<void> open();
    Result<void> scan();
    void noticed(const std::vector<FolderWatch::Notice>& notices);
    void noticedFile(const std::string& name, const FolderWatch::Notice& notice);
    void folderGone();
    void folderBack();
    void timeHasCome();
    void arm();

    void look(const std::string& name, Cause cause, Instant at);
    void wait(const std::string& name, Cause cause, Instant at, Microseconds time);
    void waitForWriter(const std::string& name, File& file, Instant at);
    bool keep(const std::string& name, const Name& zone, std::string* fault);
    ZoneFileContents::Include includeFor(File& file, Inclusion& inclusion);
    void take(const std::string& name, File& file, const ZoneFileContents& contents, Instant at);
    Result<bool> write(const std::string& name, const File& file, const ZoneFileContents& contents,
                       Instant at);
    void accept(const std::string& name, File& file);
    void reject(const std::string& name, File& file, const std::string& reason);
    void storeFailed(const std::string& name, File& file, const Error& error, Instant at);
    void leave(const std::string& name);
    void retire(const ZoneSettings& zone);
    void finishRetirements();
    [[nodiscard]] bool isThere(const std::string& name) const;
    /// Names of the zone files in the folder, sorted.
    [[nodiscard]] Result<std::vector<std::string>> zoneFiles() const;
    [[nodiscard]] Milliseconds settle() const { return settings.settle; }
    /// Editors move a file away before they write it anew.
    [[nodiscard]] Milliseconds goneSettle() const { return settings.settle * 10; }

    ZoneDirectory& directory;
    Store& store;
    Settings settings;
    std::string folder;
    std::unique_ptr<FolderWatch> watch;
    bool watching = false;
    std::unordered_map<std::string, File> files;
    WaitingFiles waiting;
    Retirements retirements;
    QTimer timer;
};

} // namespace headwater
