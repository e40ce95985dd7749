#pragma once

#include <optional>

#include "dns/masterfile.h"
#include "dns/masterfilelines.h"

namespace headwater {

/// Turns the entries of a master file into records. One reader for a file and all it includes.
class MasterFileReader
{
public:
    MasterFileReader(const MasterFile::Options& options, std::vector<Record>* records)
        : m_options(options)
        , m_records(records)
    {
    }

    /// Reads a whole file; errors are `file: line n: reason`.
    [[nodiscard]] Result<void> read(std::string_view text, const std::string& fileName,
                                    const Name& origin, int depth);

private:
    /// What a file may change for the entries behind, and an included file only for itself.
    struct Context
    {
        std::string fileName;
        Name origin;
        std::optional<Name> owner; ///< of the last record
        int depth = 0;
    };

    [[nodiscard]] Result<void> entry(const MasterFileEntry& entry, Context* context);
    [[nodiscard]] Result<void> directive(const MasterFileEntry& entry, Context* context);
    [[nodiscard]] Result<void> include(const MasterFileEntry& entry, const Context& context);
    [[nodiscard]] Result<void> record(const MasterFileEntry& entry, Context* context);
    [[nodiscard]] static Result<std::optional<std::uint32_t>>
    ttlAndClass(const MasterFileEntry& entry, std::size_t* at);
    /// `ttl` is none when the entry names none.
    [[nodiscard]] Result<void> add(Record record, std::optional<std::uint32_t> ttl);

    const MasterFile::Options& m_options;
    std::vector<Record>* m_records;
    std::optional<std::uint32_t> m_defaultTtl; ///< $TTL (RFC 2308 section 4)
    std::optional<std::uint32_t> m_lastTtl;    ///< of the last record (RFC 1035 section 5.1)
    std::size_t m_includes = 0;                ///< files included so far
    std::string m_rdataText;                   ///< kept for its room
};

} // namespace headwater
