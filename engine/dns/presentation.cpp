#include "dns/presentation.h"

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "dns/compositetext.h"
#include "dns/genericrdata.h"
#include "dns/ldnsfields.h"
#include "dns/plaintext.h"
#include "dns/rdatawords.h"

#include <ldns/ldns.h> // last: it defines true and false as macros

namespace headwater {

namespace {

constexpr std::size_t MaximumText = 256UL * 1024;
constexpr RecordType WellKnownServices{11};

struct Free
{
    void operator()(ldns_rr* record) const { ldns_rr_free(record); }
    void operator()(char* text) const { std::free(text); }
};
using LdnsRecord = std::unique_ptr<ldns_rr, Free>;
using LdnsText = std::unique_ptr<char, Free>;

/// The text ldns makes of RDATA; empty when it cannot read it.
std::string ldnsRdataText(RecordType type, OctetView rdata)
{
    Octets wire;
    appendUint16(wire, static_cast<std::uint16_t>(rdata.size()));
    append(wire, rdata);
    const LdnsRecord record(ldns_rr_new());
    ldns_rr_set_type(record.get(), static_cast<ldns_rr_type>(type));
    ldns_rr_set_class(record.get(), LDNS_RR_CLASS_IN);
    ldns_rr_set_ttl(record.get(), 0);
    ldns_rr_set_owner(record.get(), ldns_dname_new_frm_str("."));
    std::size_t position = 0;
    if (ldns_wire2rdf(record.get(), wire.data(), wire.size(), &position) != LDNS_STATUS_OK ||
        position != wire.size())
        return {};
    const LdnsText line(ldns_rr2str_fmt(ldns_output_format_nocomments, record.get()));
    if (!line)
        return {};
    // Owner, TTL, class and type, each ended by a tab, stand in front of the RDATA.
    std::string_view text(line.get());
    for (int field = 0; field < 4; ++field) {
        const std::size_t tab = text.find('\t');
        if (tab == std::string_view::npos)
            return {};
        text.remove_prefix(tab + 1);
    }
    while (!text.empty() && (text.back() == '\n' || text.back() == ' '))
        text.remove_suffix(1);
    return std::string(text);
}

/// ldns leaves some octets of some fields as they are. A text must be fit for a line, for JSON, and
/// for a master file, where a bare ; ( or ) would mean something else.
bool isFitForALine(std::string_view text)
{
    bool quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c < ' ' || c > '~' || (!quoted && (c == ';' || c == '(' || c == ')')))
            return false;
        if (c == '\\' && at + 1 < text.size() && text[at + 1] >= ' ' && text[at + 1] <= '~')
            ++at; // what is behind it is itself
        else if (c == '"')
            quoted = !quoted;
    }
    return true;
}

/// ldns puts two blanks between some fields.
std::string withoutDoubleBlanks(std::string_view text)
{
    std::string single;
    RdataWords words(text);
    for (std::string_view word = words.next(); !word.empty(); word = words.next()) {
        // A quote that follows its word without a blank belongs to it: key="value".
        const bool joined = word.front() == '"' && !single.empty() && single.back() == '=';
        if (!single.empty() && !joined)
            single += ' ';
        single += word;
    }
    return single;
}

} // namespace

Result<Rdata> rdataFromText(RecordType type, std::string_view text, const Name& origin)
{
    if (text.size() > MaximumText)
        return failure(headwater::text(type) + " record: its text is longer than 256 KiB");
    if (text.find('\0') != std::string_view::npos || text.find('\n') != std::string_view::npos)
        return failure(headwater::text(type) + " record: a line end or NUL in its text");
    if (isMetaType(type))
        return failure(headwater::text(type) + " is never a record of a zone");
    Result<Rdata> rdata;
    if (isGenericRdata(text))
        rdata = genericRdataFromText(text);
    else if (isPlainType(type))
        rdata = plainRdataFromText(type, text, origin);
    else if (hasTextFields(type))
        rdata = fieldRdataFromText(type, text, origin);
    else
        return failure(headwater::text(type) + " record needs \\# and its octets in hexadecimal");
    if (!rdata)
        return rdata;
    if (auto checked = checkRdata(type, *rdata); !checked)
        return tl::unexpected<Error>(checked.error());
    return rdata;
}

std::string rdataText(RecordType type, OctetView rdata)
{
    if (isPlainType(type))
        return plainRdataText(type, rdata).value_or(genericRdataText(rdata));
    if (!hasTextFields(type) || !checkRdata(type, rdata))
        return genericRdataText(rdata);
    // What is printed but not read back as the same octets is no presentation form.
    const std::string text = type == WellKnownServices
                                 ? wellKnownServicesText(rdata).value_or(std::string())
                                 : withoutDoubleBlanks(ldnsRdataText(type, rdata));
    if ((text.empty() && !rdata.empty()) || !isFitForALine(text))
        return genericRdataText(rdata);
    const auto again = fieldRdataFromText(type, text, Name());
    const bool same = again && OctetView(*again).size() == rdata.size() &&
                      std::equal(again->begin(), again->end(), rdata.begin());
    return same ? text : genericRdataText(rdata);
}

std::string recordText(const Name& owner, RecordType type, std::uint32_t ttl, OctetView rdata)
{
    return owner.text() + " " + std::to_string(ttl) + " IN " + text(type) + " " +
           rdataText(type, rdata);
}

} // namespace headwater
