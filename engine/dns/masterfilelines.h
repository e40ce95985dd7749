#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace headwater {

/// One entry of a master file: what stands on a line, or on several within parentheses, cut into
/// words. Comments are gone, quotes are kept.
struct MasterFileEntry
{
    std::size_t line = 0;         ///< where it begins, from 1
    bool startsWithSpace = false; ///< the owner is the one before (RFC 1035 section 5.1)
    std::vector<std::string_view> words;
};

/// Cuts a master file into entries. Views point into the text. One pass, no copies.
class MasterFileLines
{
public:
    explicit MasterFileLines(std::string_view text)
        : m_text(text)
    {
    }

    /// The next entry with at least one word; false at the end. A parenthesis or quote that is not
    /// closed is an error, and so is an entry of more than 100,000 words.
    [[nodiscard]] Result<bool> next(MasterFileEntry* entry);
    [[nodiscard]] std::size_t line() const { return m_line; }

private:
    [[nodiscard]] Result<std::string_view> word();
    [[nodiscard]] Result<bool> entry(MasterFileEntry* entry);
    void skipComment();

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_line = 1;
};

} // namespace headwater
