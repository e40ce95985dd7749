#include "ingest/waitingfiles.h"

namespace headwater {

std::vector<WaitingFiles::File> WaitingFiles::takeDue(Instant now)
{
    std::vector<File> due;
    for (auto file = m_files.begin(); file != m_files.end();) {
        if (file->second.due > now) {
            ++file;
            continue;
        }
        due.push_back(std::move(file->second));
        file = m_files.erase(file);
    }
    return due;
}

std::optional<Instant> WaitingFiles::nextDue() const
{
    std::optional<Instant> next;
    for (const auto& [name, file] : m_files) {
        if (!next || file.due < *next)
            next = file.due;
    }
    return next;
}

} // namespace headwater
