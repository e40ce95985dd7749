#include "dns/presentation.h"

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "dns/genericrdata.h"
#include "dns/plaintext.h"

#include <ldns/ldns.h> // last: it defines true and false as macros

namespace headwater {

namespace {

constexpr std::size_t MaximumText = 256UL * 1024;

struct Free
{
    void operator()(ldns_rr* record) const { ldns_rr_free(record); }
    void operator()(ldns_rdf* field) const { ldns_rdf_deep_free(field); }
    void operator()(char* text) const { std::free(text); }
};
using LdnsRecord = std::unique_ptr<ldns_rr, Free>;
using LdnsField = std::unique_ptr<ldns_rdf, Free>;
using LdnsText = std::unique_ptr<char, Free>;

bool isKnownToLdns(RecordType type)
{
    return !isMetaType(type) && text(type).rfind("TYPE", 0) != 0;
}

Result<Rdata> ldnsRdataFromText(RecordType type, std::string_view rdata, const Name& origin)
{
    const LdnsField originField(
        ldns_rdf_new_frm_data(LDNS_RDF_TYPE_DNAME, origin.wire().size(), origin.wire().data()));
    ldns_rdf* originPointer = originField.get();
    const std::string line = ". 0 IN " + text(type) + " " + std::string(rdata);
    ldns_rr* parsed = nullptr;
    const ldns_status status =
        ldns_rr_new_frm_str(&parsed, line.c_str(), 0, originPointer, nullptr);
    const LdnsRecord record(parsed);
    if (status != LDNS_STATUS_OK || !record)
        return failure(text(type) + " record: " + ldns_get_errorstr_by_id(status) + ", got \"" +
                       std::string(rdata.substr(0, 300)) + '"');
    Rdata wire;
    for (std::size_t i = 0; i < ldns_rr_rd_count(record.get()); ++i) {
        const ldns_rdf* field = ldns_rr_rdf(record.get(), i);
        append(wire, {ldns_rdf_data(field), ldns_rdf_size(field)});
    }
    return wire;
}

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
    else if (isKnownToLdns(type))
        rdata = ldnsRdataFromText(type, text, origin);
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
    if (!isKnownToLdns(type))
        return genericRdataText(rdata);
    // What ldns prints but does not read back as the same octets is no presentation form.
    std::string text = ldnsRdataText(type, rdata);
    if (text.empty() && !rdata.empty())
        return genericRdataText(rdata);
    const auto again = ldnsRdataFromText(type, text, Name());
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
