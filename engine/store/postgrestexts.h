#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dns/name.h"

namespace headwater {

/// A name as the database keeps it: lower case, with the final dot.
[[nodiscard]] inline std::string canonicalText(const Name& name)
{
    return name.lowered().text();
}

/// Texts that must outlive the parameters that show them.
class PostgresTexts
{
public:
    PostgresTexts() = default;
    explicit PostgresTexts(const std::vector<Name>& names)
    {
        m_texts.reserve(names.size());
        for (const Name& name : names)
            add(canonicalText(name));
    }
    void add(std::string text) { m_texts.push_back(std::move(text)); }
    [[nodiscard]] std::vector<std::string_view> views() const
    {
        return {m_texts.begin(), m_texts.end()};
    }

private:
    std::vector<std::string> m_texts;
};

} // namespace headwater
