#pragma once

#include <vector>

#include <QString>

#include "status/ledger.h"

namespace headwater {

/// A filter for zones as people type it: words that the name contains (`*` and `?` match as in file
/// names, then the whole name counts), `state:stuck,late`, `on:nbg1-b` (some pair there is not
/// live), `source:files`; a `-` in front negates; all parts must hold. Value.
class ZoneQuery
{
public:
    /// At most 16 parts of a text of at most 256 characters are used; an unknown field matches all.
    explicit ZoneQuery(const QString& text);
    [[nodiscard]] bool matches(const Ledger& ledger, ZoneId zone) const;
    [[nodiscard]] bool matchesAll() const { return m_parts.empty(); }

private:
    struct Part
    {
        QString field;               ///< empty: the name
        std::vector<QString> values; ///< one of them
        bool negated = false;
    };
    [[nodiscard]] static bool holds(const Part& part, const Ledger& ledger, ZoneId zone);

    std::vector<Part> m_parts;
};

} // namespace headwater
