#include "dns/rdataform.h"

#include <algorithm>

#include "dns/name.h"
#include "dns/rdatafields.h"

namespace headwater {

namespace {

struct Form
{
    std::uint16_t type;
    std::string_view fields;
};

constexpr auto Forms = std::to_array<Form>({
    {1, "4"},       {2, "n"},     {3, "n"},     {4, "n"},          {5, "n"},
    {6, "nn44444"}, {7, "n"},     {8, "n"},     {9, "n"},          {10, "r"},
    {11, "41r"},    {12, "n"},    {13, "ss"},   {14, "nn"},        {15, "2n"},
    {16, "S"},      {17, "nn"},   {18, "2n"},   {19, "s"},         {20, "so"},
    {21, "2n"},     {22, "R"},    {23, "n"},    {24, "2114442nR"}, {25, "211r"},
    {26, "2nn"},    {27, "sss"},  {28, "V"},    {29, "L"},         {30, "nR"},
    {31, "R"},      {32, "R"},    {33, "222n"}, {34, "1R"},        {35, "22sssn"},
    {36, "2n"},     {37, "221R"}, {38, "X"},    {39, "n"},         {40, "r"},
    {42, "P"},      {43, "211R"}, {44, "11R"},  {45, "G"},         {46, "2114442nR"},
    {47, "nb"},     {48, "211R"}, {49, "R"},    {50, "112aAb"},    {51, "112a"},
    {52, "111R"},   {53, "111R"}, {55, "H"},    {56, "S"},         {57, "211R"},
    {58, "nn"},     {59, "211R"}, {60, "211R"}, {61, "R"},         {62, "42b"},
    {63, "411R"},   {64, "2nC"},  {65, "2nC"},  {99, "S"},         {104, "28"},
    {105, "24"},    {106, "28"},  {107, "2n"},  {108, "6"},        {109, "8"},
    {256, "22R"},   {257, "1Ar"}, {258, "S"},   {259, "441sr"},    {260, "M"},
});

constexpr std::array<std::string_view, 261> formsByNumber()
{
    std::array<std::string_view, 261> table{};
    for (const Form& form : Forms)
        table[form.type] = form.fields;
    return table;
}

constexpr auto FormsByNumber = formsByNumber();

/// Types of RFC 1035 and those RFC 3597 section 4 names: a receiver must decompress them.
bool mayArriveCompressed(RecordType type)
{
    constexpr std::array<std::uint16_t, 9> more{17, 18, 21, 24, 26, 30, 33, 35, 36};
    return hasCompressibleNames(type) ||
           std::find(more.begin(), more.end(), static_cast<std::uint16_t>(type)) != more.end();
}

} // namespace

std::string_view rdataForm(RecordType type)
{
    const auto number = static_cast<std::uint16_t>(type);
    if (number < FormsByNumber.size())
        return FormsByNumber[number];
    return number == 32768 || number == 32769 ? "211R" : std::string_view(); // TA, DLV as DS
}

Result<NameSpans> readRdataForm(RecordType type, OctetView rdata)
{
    if (rdata.size() > 0xFFFF)
        return failure("RDATA is longer than 65535 octets");
    const std::string_view form = rdataForm(type);
    NameSpans names;
    if (form.empty())
        return names;
    RdataFields fields(rdata);
    for (const char field : form) {
        const std::size_t start = fields.position();
        if (const char* fault = fields.skip(field))
            return failure(text(type) + " record: " + fault);
        if (field == 'n')
            names.spans[names.count++] = {start, fields.position() - start};
        if (field == 'X' && rdata[start] > 0) {
            const std::size_t name = start + 1 + (128U - rdata[start] + 7U) / 8U;
            names.spans[names.count++] = {name, fields.position() - name};
        }
    }
    if (!fields.atEnd())
        return failure(text(type) + " record: " + std::to_string(fields.left()) +
                       " octets too many");
    return names;
}

Result<Octets> expandedRdata(RecordType type, OctetView message, std::size_t offset,
                             std::size_t length)
{
    if (offset > message.size() || length > message.size() - offset)
        return failure("the RDATA of a record runs past the end at octet " +
                       std::to_string(offset));
    const OctetView asSent = message.subspan(offset, length);
    if (!mayArriveCompressed(type))
        return Octets(asSent.begin(), asSent.end());
    // Names may point anywhere before, but nothing may reach behind this RDATA.
    const OctetView visible = message.first(offset + length);
    RdataFields fields(visible, offset);
    Octets expanded;
    expanded.reserve(length);
    for (const char field : rdataForm(type)) {
        std::size_t at = fields.position();
        if (field == 'n') {
            const auto name = Name::fromMessage(visible, &at);
            if (!name)
                return failure(name, text(type) + " record");
            append(expanded, name->wire());
            fields.moveTo(at);
            continue;
        }
        if (const char* fault = fields.skip(field))
            return failure(text(type) + " record: " + fault);
        append(expanded, visible.subspan(at, fields.position() - at));
    }
    if (!fields.atEnd())
        return failure(text(type) + " record: " + std::to_string(fields.left()) +
                       " octets too many");
    return expanded;
}

bool foldsNames(RecordType type)
{
    constexpr std::array<std::uint16_t, 23> types{2,  3,  4,  5,  6,  7,  8,  9,  12, 14, 15, 17,
                                                  18, 21, 24, 26, 30, 33, 35, 36, 38, 39, 46};
    return std::find(types.begin(), types.end(), static_cast<std::uint16_t>(type)) != types.end();
}

} // namespace headwater
