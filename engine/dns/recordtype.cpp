#include "dns/recordtype.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <unordered_map>

#include <ldns/ldns.h>

namespace headwater {

namespace {

/// What ldns calls a type; empty when it only has a number for it.
std::string knownName(std::uint16_t number)
{
    switch (number) { // its table calls the question types TYPE251 and so on
    case 251:
        return "IXFR";
    case 252:
        return "AXFR";
    case 253:
        return "MAILB";
    case 254:
        return "MAILA";
    case 255:
        return "ANY";
    default:
        break;
    }
    const ldns_rr_descriptor* descriptor = ldns_rr_descript(number);
    if (descriptor == nullptr || descriptor->_type != number || descriptor->_name == nullptr)
        return {};
    std::string name = descriptor->_name;
    return name.rfind("TYPE", 0) == 0 ? std::string() : name;
}

/// Mnemonics both ways. Built once; ldns's own lookup walks its table with strcasecmp.
struct Mnemonics
{
    std::unordered_map<std::uint16_t, std::string> byNumber;
    std::unordered_map<std::string, std::uint16_t> byName;

    Mnemonics()
    {
        for (std::uint32_t number = 1; number <= 0xFFFF; ++number) {
            const auto type = static_cast<std::uint16_t>(number);
            std::string name = knownName(type);
            if (name.empty())
                continue;
            byName.emplace(name, type);
            byNumber.emplace(type, std::move(name));
        }
    }
};

const Mnemonics& mnemonics()
{
    static const Mnemonics table;
    return table;
}

std::optional<std::uint16_t> genericNumber(std::string_view upper)
{
    constexpr std::string_view prefix = "TYPE";
    if (upper.substr(0, prefix.size()) != prefix || upper.size() == prefix.size())
        return std::nullopt;
    const char* const end = upper.data() + upper.size();
    std::uint16_t number = 0;
    const auto [stop, fault] = std::from_chars(upper.data() + prefix.size(), end, number);
    if (fault != std::errc() || stop != end)
        return std::nullopt;
    return number;
}

} // namespace

std::string text(RecordType type)
{
    const auto number = static_cast<std::uint16_t>(type);
    const auto known = mnemonics().byNumber.find(number);
    return known != mnemonics().byNumber.end() ? known->second : "TYPE" + std::to_string(number);
}

Result<RecordType> parseRecordType(std::string_view text)
{
    constexpr std::size_t longest = 16; // mnemonics and TYPE65535 are shorter
    std::string upper(text.substr(0, longest));
    std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    if (text.size() <= longest) {
        const auto known = mnemonics().byName.find(upper);
        if (known != mnemonics().byName.end())
            return RecordType{known->second};
        if (const auto number = genericNumber(upper))
            return RecordType{*number};
    }
    return failure('"' + std::string(text.substr(0, longest)) + "\" is not a record type");
}

bool isMetaType(RecordType type)
{
    const auto number = static_cast<std::uint16_t>(type);
    return number == 0 || type == RecordType::OPT || (number >= 128 && number <= 255);
}

bool hasCompressibleNames(RecordType type)
{
    constexpr std::array<std::uint16_t, 11> types{2, 3, 4, 5, 6, 7, 8, 9, 12, 14, 15};
    return std::find(types.begin(), types.end(), static_cast<std::uint16_t>(type)) != types.end();
}

} // namespace headwater
