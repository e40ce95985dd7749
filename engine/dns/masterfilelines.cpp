#include "dns/masterfilelines.h"

namespace headwater {

namespace {

constexpr std::size_t MaximumWords = 100000;

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

bool endsWord(char c)
{
    return isBlank(c) || c == '\n' || c == ';' || c == '(' || c == ')';
}

} // namespace

void MasterFileLines::skipComment()
{
    while (m_at < m_text.size() && m_text[m_at] != '\n')
        ++m_at;
}

Result<std::string_view> MasterFileLines::word()
{
    const std::size_t start = m_at;
    bool quoted = false;
    for (; m_at < m_text.size(); ++m_at) {
        const char c = m_text[m_at];
        if (c == '\\' && m_at + 1 < m_text.size() && m_text[m_at + 1] != '\n')
            ++m_at; // whatever is escaped does not end the word
        else if (c == '"')
            quoted = !quoted;
        else if (c == '\n' && quoted)
            return failure("a quoted text that does not end on its line");
        else if (!quoted && endsWord(c))
            break;
    }
    if (quoted)
        return failure("a quoted text that does not end");
    return m_text.substr(start, m_at - start);
}

Result<bool> MasterFileLines::entry(MasterFileEntry* entry)
{
    int depth = 0;
    while (m_at < m_text.size()) {
        const char c = m_text[m_at];
        if (c == '\0')
            return failure("a NUL octet");
        if (isBlank(c)) {
            ++m_at;
        } else if (c == ';') {
            skipComment();
        } else if (c == '\n') {
            ++m_at;
            ++m_line;
            if (depth == 0)
                return !entry->words.empty();
        } else if (c == '(') {
            ++m_at;
            ++depth;
        } else if (c == ')') {
            if (depth-- == 0)
                return failure("a closing parenthesis without an opening one");
            ++m_at;
        } else {
            if (entry->words.size() == MaximumWords)
                return failure("an entry of more than 100000 words");
            auto found = word();
            if (!found)
                return tl::unexpected<Error>(found.error());
            entry->words.push_back(*found);
        }
    }
    if (depth > 0)
        return failure("a parenthesis that is not closed");
    return !entry->words.empty();
}

Result<bool> MasterFileLines::next(MasterFileEntry* entry)
{
    while (m_at < m_text.size()) {
        entry->words.clear();
        entry->line = m_line;
        entry->startsWithSpace = isBlank(m_text[m_at]);
        auto found = this->entry(entry);
        if (!found || *found)
            return found;
    }
    return false;
}

} // namespace headwater
