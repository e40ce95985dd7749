#include "dns/masterfilereader.h"

#include <algorithm>

#include "dns/lettercase.h"
#include "dns/plaintext.h"
#include "dns/presentation.h"
#include "dns/rdatawords.h"

namespace headwater {

namespace {

bool equalsIgnoringCase(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return lowered(static_cast<std::uint8_t>(x)) == lowered(static_cast<std::uint8_t>(y));
    });
}

constexpr std::size_t MaximumIncludes = 1000; // in all; depth alone would allow thousands to grow

/// "IN", or its number (RFC 3597 section 5).
bool isOurClass(std::string_view word)
{
    return equalsIgnoringCase(word, "IN") || equalsIgnoringCase(word, "CLASS1");
}

bool isOtherClass(std::string_view word)
{
    constexpr std::size_t prefix = 5;
    const bool isNumbered = equalsIgnoringCase(word.substr(0, prefix), "CLASS") &&
                            numberUpTo(word.substr(std::min(prefix, word.size())), 0xFFFF);
    return isNumbered || equalsIgnoringCase(word, "CH") || equalsIgnoringCase(word, "HS") ||
           equalsIgnoringCase(word, "CS") || equalsIgnoringCase(word, "ANY") ||
           equalsIgnoringCase(word, "NONE");
}

Result<Name> nameOf(std::string_view word, const Name& origin)
{
    if (word == "@")
        return origin;
    return Name::parse(word, origin);
}

} // namespace

Result<void> MasterFileReader::read(std::string_view text, const std::string& fileName,
                                    const Name& origin, int depth)
{
    constexpr std::string_view ByteOrderMark = "\xEF\xBB\xBF";
    if (text.substr(0, 3) == ByteOrderMark)
        text.remove_prefix(3);
    Context context{fileName, origin, std::nullopt, depth};
    MasterFileLines lines(text);
    MasterFileEntry current;
    const auto place = [&](std::size_t line) {
        return (fileName.empty() ? std::string() : fileName + ": ") + "line " +
               std::to_string(line);
    };
    for (;;) {
        auto found = lines.next(&current);
        if (!found)
            return failure(found, place(lines.line()));
        if (!*found)
            return {};
        auto done = entry(current, &context);
        // A fault in an included file already names its own place.
        if (!done && !current.startsWithSpace &&
            equalsIgnoringCase(current.words.front(), "$INCLUDE"))
            return failure(done.error().text);
        if (!done)
            return failure(done, place(current.line));
    }
}

Result<void> MasterFileReader::entry(const MasterFileEntry& entry, Context* context)
{
    const bool isDirective = !entry.startsWithSpace && entry.words.front().front() == '$';
    return isDirective ? directive(entry, context) : record(entry, context);
}

Result<void> MasterFileReader::directive(const MasterFileEntry& entry, Context* context)
{
    const std::string_view word = entry.words.front();
    if (equalsIgnoringCase(word, "$ORIGIN")) {
        if (entry.words.size() != 2)
            return failure("$ORIGIN needs one name");
        auto origin = nameOf(entry.words[1], context->origin);
        if (!origin)
            return tl::unexpected<Error>(origin.error());
        context->origin = *origin;
        return {};
    }
    if (equalsIgnoringCase(word, "$TTL")) {
        const auto ttl = entry.words.size() == 2 ? parseTtl(entry.words[1]) : std::nullopt;
        if (!ttl)
            return failure("$TTL needs one number from 0 to 2147483647, or one like 1h30m");
        m_defaultTtl = ttl;
        return {};
    }
    if (equalsIgnoringCase(word, "$INCLUDE"))
        return include(entry, *context);
    return failure("there is no directive " + std::string(word.substr(0, 64)));
}

Result<void> MasterFileReader::include(const MasterFileEntry& entry, const Context& context)
{
    const std::string here = (context.fileName.empty() ? std::string() : context.fileName + ": ") +
                             "line " + std::to_string(entry.line) + ": $INCLUDE";
    if (entry.words.size() < 2 || entry.words.size() > 3)
        return failure(here + " needs a file name, and may have an origin");
    if (!m_options.include)
        return failure(here + " is not allowed here");
    if (context.depth >= m_options.maximumIncludeDepth)
        return failure(here + ": files include one another deeper than " +
                       std::to_string(m_options.maximumIncludeDepth));
    if (++m_includes > MaximumIncludes)
        return failure(here + ": more than " + std::to_string(MaximumIncludes) +
                       " files are included");
    std::string path(entry.words[1]);
    if (path.size() >= 2 && path.front() == '"' && path.back() == '"')
        path = path.substr(1, path.size() - 2);
    Name origin = context.origin;
    if (entry.words.size() == 3) {
        auto given = nameOf(entry.words[2], context.origin);
        if (!given)
            return failure(given, here);
        origin = *given;
    }
    auto text = m_options.include(path);
    if (!text)
        return failure(text, here + " " + path);
    return read(*text, path, origin, context.depth + 1);
}

Result<void> MasterFileReader::record(const MasterFileEntry& entry, Context* context)
{
    if (m_records->size() >= m_options.maximumRecords)
        return failure("more than " + std::to_string(m_options.maximumRecords) + " records");
    std::size_t at = 0;
    if (!entry.startsWithSpace) {
        auto owner = nameOf(entry.words[at++], context->origin);
        if (!owner)
            return tl::unexpected<Error>(owner.error());
        context->owner = *owner;
    }
    if (!context->owner)
        return failure("the first record needs an owner name");
    auto ttl = ttlAndClass(entry, &at);
    if (!ttl)
        return tl::unexpected<Error>(ttl.error());
    if (at == entry.words.size())
        return failure("a record needs a type");
    auto type = parseRecordType(entry.words[at++]);
    if (!type)
        return tl::unexpected<Error>(type.error());

    m_rdataText.clear();
    for (; at < entry.words.size(); ++at) {
        if (!m_rdataText.empty())
            m_rdataText += ' ';
        m_rdataText += entry.words[at];
    }
    auto rdata = rdataFromText(*type, m_rdataText, context->origin);
    if (!rdata)
        return tl::unexpected<Error>(rdata.error());
    return add(Record{*context->owner, *type, 0, std::move(*rdata)}, *ttl);
}

// TTL and class in either order, each at most once (RFC 1035 section 5.1).
Result<std::optional<std::uint32_t>> MasterFileReader::ttlAndClass(const MasterFileEntry& entry,
                                                                   std::size_t* at)
{
    std::optional<std::uint32_t> ttl;
    bool hasClass = false;
    for (; *at < entry.words.size(); ++*at) {
        const std::string_view word = entry.words[*at];
        const bool isNumber = word.front() >= '0' && word.front() <= '9';
        if (!hasClass && isOurClass(word)) {
            hasClass = true;
        } else if (!hasClass && isOtherClass(word)) {
            return failure("only class IN is served, got " + std::string(word));
        } else if (!ttl && isNumber) {
            ttl = parseTtl(word);
            if (!ttl)
                return failure("a TTL is a number from 0 to 2147483647, got \"" +
                               std::string(word.substr(0, 64)) + '"');
        } else {
            break;
        }
    }
    return ttl;
}

Result<void> MasterFileReader::add(Record record, std::optional<std::uint32_t> ttl)
{
    if (!ttl)
        ttl = m_defaultTtl ? m_defaultTtl : m_lastTtl;
    if (!ttl && record.type == RecordType::SOA) {
        // A file without $TTL whose SOA has none: its minimum, as other servers do.
        if (auto soa = Soa::fromRdata(record.rdata))
            ttl = soa->minimum;
    }
    if (!ttl)
        return failure("no TTL: give one, or $TTL above");
    record.ttl = *ttl;
    m_lastTtl = ttl;
    m_records->push_back(std::move(record));
    return {};
}

} // namespace headwater
