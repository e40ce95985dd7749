#include "dns/ldnsfields.h"

#include <map>
#include <memory>

#include <arpa/inet.h>

#include "dns/characterstring.h"
#include "dns/compositetext.h"
#include "dns/fieldtext.h"
#include "dns/rdatawords.h"

#include <ldns/ldns.h> // last: it defines true and false as macros

namespace headwater {

namespace {

constexpr RecordType Sink{40};

/// What a field wants to be, for errors.
const char* wanted(ldns_rdf_type field)
{
    switch (field) {
    case LDNS_RDF_TYPE_DNAME:
        return "a name";
    case LDNS_RDF_TYPE_INT8:
        return "a number from 0 to 255";
    case LDNS_RDF_TYPE_INT16:
        return "a number from 0 to 65535";
    case LDNS_RDF_TYPE_INT32:
        return "a number from 0 to 4294967295";
    case LDNS_RDF_TYPE_CERT_ALG:
    case LDNS_RDF_TYPE_ALG:
    case LDNS_RDF_TYPE_CERTIFICATE_USAGE:
    case LDNS_RDF_TYPE_SELECTOR:
    case LDNS_RDF_TYPE_MATCHING_TYPE:
        return "a number or a mnemonic";
    case LDNS_RDF_TYPE_A:
        return "an IPv4 address";
    case LDNS_RDF_TYPE_STR:
    case LDNS_RDF_TYPE_LONG_STR:
        return "a text";
    case LDNS_RDF_TYPE_TAG:
        return "a tag of letters and digits";
    case LDNS_RDF_TYPE_TYPE:
        return "a record type";
    case LDNS_RDF_TYPE_NSEC:
        return "record types";
    case LDNS_RDF_TYPE_TIME:
        return "a time, YYYYMMDDHHMMSS or seconds";
    case LDNS_RDF_TYPE_B64:
        return "base64";
    case LDNS_RDF_TYPE_HEX:
    case LDNS_RDF_TYPE_NSAP:
        return "pairs of hexadecimal digits";
    case LDNS_RDF_TYPE_NSEC3_SALT:
        return "a salt, - or pairs of hexadecimal digits";
    case LDNS_RDF_TYPE_NSEC3_NEXT_OWNER:
        return "a hash in base32";
    case LDNS_RDF_TYPE_APL:
        return "address prefixes like 1:192.0.2.0/24";
    case LDNS_RDF_TYPE_EUI48:
        return "six pairs of hexadecimal digits like 00-00-5e-00-53-2a";
    case LDNS_RDF_TYPE_EUI64:
        return "eight pairs of hexadecimal digits like 00-00-5e-ef-10-00-00-2a";
    case LDNS_RDF_TYPE_ILNP64:
        return "four groups of hexadecimal digits like 2001:0db8:1140:1000";
    default:
        return "something else";
    }
}

struct Free
{
    void operator()(ldns_rdf* field) const { ldns_rdf_deep_free(field); }
};

/// One field through the reader ldns has for its kind.
bool appendByLdns(ldns_rdf_type field, std::string_view word, Octets& to)
{
    const std::unique_ptr<ldns_rdf, Free> read(
        ldns_rdf_new_frm_str(field, std::string(word).c_str()));
    if (read)
        append(to, {ldns_rdf_data(read.get()), ldns_rdf_size(read.get())});
    return read != nullptr;
}

bool appendNumber(std::string_view word, std::size_t octets, Octets& to)
{
    const auto number =
        numberUpTo(word, static_cast<std::uint32_t>((std::uint64_t{1} << (octets * 8)) - 1));
    for (std::size_t left = octets; number && left > 0; --left)
        to.push_back(static_cast<std::uint8_t>(*number >> (8 * (left - 1))));
    return number.has_value();
}

/// A number, or a word of ldns's tables; those readers would wrap a number that is too large.
bool appendNumberOrMnemonic(ldns_rdf_type field, std::string_view word, std::size_t octets,
                            Octets& to)
{
    if (word.front() >= '0' && word.front() <= '9')
        return appendNumber(word, octets, to);
    const bool isMnemonic = (word.front() | 0x20) >= 'a' && (word.front() | 0x20) <= 'z';
    return isMnemonic && appendByLdns(field, word, to);
}

/// 14 digits are a moment, fewer are seconds since 1970 (RFC 4034 section 3.2).
bool appendTime(std::string_view word, Octets& to)
{
    if (word.size() != 14)
        return appendNumber(word, 4, to);
    const bool digits = word.find_first_not_of("0123456789") == std::string_view::npos;
    return digits && appendByLdns(LDNS_RDF_TYPE_TIME, word, to);
}

/// The types, in any order, as windows of a bitmap (RFC 4034 section 4.1.2).
bool appendBitmap(std::string_view& word, RdataWords& words, Octets& to)
{
    std::map<std::uint8_t, Octets> windows;
    for (; !word.empty(); word = words.next()) {
        const auto type = parseRecordType(word);
        if (!type)
            return false;
        const auto number = static_cast<std::uint16_t>(*type);
        Octets& bits = windows[static_cast<std::uint8_t>(number >> 8)];
        const std::size_t octet = (number & 0xFFU) / 8;
        if (bits.size() <= octet)
            bits.resize(octet + 1);
        bits[octet] = static_cast<std::uint8_t>(bits[octet] | (0x80U >> (number % 8)));
    }
    for (const auto& [window, bits] : windows) {
        to.push_back(window);
        to.push_back(static_cast<std::uint8_t>(bits.size()));
        append(to, bits);
    }
    return true;
}

bool appendDecoded(const std::optional<Octets>& decoded, Octets& to)
{
    if (decoded)
        append(to, *decoded);
    return decoded.has_value();
}

/// Reads a field that ends with the RDATA, `word` and all behind it. `word` becomes the bad one.
bool appendLastField(ldns_rdf_type field, std::string_view& word, RdataWords& words, Octets& to)
{
    switch (field) {
    case LDNS_RDF_TYPE_NSEC:
        return appendBitmap(word, words, to);
    case LDNS_RDF_TYPE_B64:
        return appendDecoded(decodedBase64(std::string(word) + words.joinedRest()), to);
    default:
        return appendDecoded(decodedHexadecimal(std::string(word) + words.joinedRest()), to);
    }
}

bool appendField(ldns_rdf_type field, std::string_view word, const Name& origin, Octets& to)
{
    switch (field) {
    case LDNS_RDF_TYPE_DNAME:
        return appendNameText(word, origin, to);
    case LDNS_RDF_TYPE_INT8:
        return appendNumber(word, 1, to);
    case LDNS_RDF_TYPE_INT16:
        return appendNumber(word, 2, to);
    case LDNS_RDF_TYPE_INT32:
        return appendNumber(word, 4, to);
    case LDNS_RDF_TYPE_CERT_ALG:
        return appendNumberOrMnemonic(field, word, 2, to);
    case LDNS_RDF_TYPE_ALG:
    case LDNS_RDF_TYPE_CERTIFICATE_USAGE:
    case LDNS_RDF_TYPE_SELECTOR:
    case LDNS_RDF_TYPE_MATCHING_TYPE:
        return appendNumberOrMnemonic(field, word, 1, to);
    case LDNS_RDF_TYPE_A:
        return appendAddressText(AF_INET, word, to);
    case LDNS_RDF_TYPE_STR:
        return appendCharacterString(word, to);
    case LDNS_RDF_TYPE_LONG_STR:
        return appendTextOctets(word, to);
    case LDNS_RDF_TYPE_TAG:
        return appendTag(word, to);
    case LDNS_RDF_TYPE_TYPE: {
        const auto type = parseRecordType(word);
        appendUint16(to, type ? static_cast<std::uint16_t>(*type) : std::uint16_t{0});
        return type.has_value();
    }
    case LDNS_RDF_TYPE_TIME:
        return appendTime(word, to);
    case LDNS_RDF_TYPE_NSAP:
        return appendNsap(word, to);
    default:
        return appendByLdns(field, word, to);
    }
}

bool isLastField(ldns_rdf_type field)
{
    return field == LDNS_RDF_TYPE_B64 || field == LDNS_RDF_TYPE_HEX || field == LDNS_RDF_TYPE_NSEC;
}

/// May the field be missing as a whole? checkRdata decides for which type.
bool mayBeMissing(ldns_rdf_type field)
{
    return field == LDNS_RDF_TYPE_B64 || field == LDNS_RDF_TYPE_NSEC;
}

} // namespace

bool hasTextFields(RecordType type)
{
    if (isMetaType(type) || type == Sink)
        return false;
    const ldns_rr_descriptor* form = ldns_rr_descript(static_cast<std::uint16_t>(type));
    if (form == nullptr || text(type).rfind("TYPE", 0) == 0)
        return false;
    for (std::size_t i = 0; i < ldns_rr_descriptor_minimum(form); ++i) {
        const ldns_rdf_type field = ldns_rr_descriptor_field_type(form, i);
        if (field == LDNS_RDF_TYPE_UNKNOWN || field == LDNS_RDF_TYPE_ATMA)
            return false;
    }
    return true;
}

Result<Rdata> fieldRdataFromText(RecordType type, std::string_view text, const Name& origin)
{
    if (const auto read = compositeRdataFromText(type, text, origin))
        return *read;
    const ldns_rr_descriptor* form = ldns_rr_descript(static_cast<std::uint16_t>(type));
    const std::string name = headwater::text(type);
    Rdata rdata;
    RdataWords words(text);
    for (std::size_t i = 0; i < ldns_rr_descriptor_maximum(form); ++i) {
        const ldns_rdf_type field = ldns_rr_descriptor_field_type(form, i);
        std::string_view word = words.next();
        if (word.empty() && (i >= ldns_rr_descriptor_minimum(form) || mayBeMissing(field)))
            return rdata;
        if (word.empty())
            return failure(name + " record needs " + wanted(field) + ", got nothing");
        const bool done = isLastField(field) ? appendLastField(field, word, words, rdata)
                                             : appendField(field, word, origin, rdata);
        if (!done)
            return failure(name + " record needs " + wanted(field) + ", got \"" +
                           std::string(word.substr(0, 300)) + '"');
        if (rdata.size() > 0xFFFF)
            return failure(name + " record: longer than 65535 octets");
    }
    if (const std::string_view more = words.next(); !more.empty())
        return failure(name + " record: \"" + std::string(more.substr(0, 300)) + "\" is too much");
    return rdata;
}

} // namespace headwater
