#include "dns/rdatafields.h"

namespace headwater {

const char* RdataFields::skip(char field)
{
    switch (field) {
    case '1':
    case '2':
    case '4':
    case '6':
    case '8':
        return skipOctets(static_cast<std::size_t>(field - '0'));
    case 'V':
        return skipOctets(16);
    case 'n':
        return skipName();
    case 's':
    case 'a':
        return skipCounted();
    case 'A':
        return left() > 0 && m_octets[m_position] == 0 ? "an empty field" : skipCounted();
    case 'o':
        return atEnd() ? nullptr : skipCounted();
    case 'S':
        return skipStrings();
    case 'r':
        return skipOctets(left());
    case 'R':
        return atEnd() ? "it ends too early" : skipOctets(left());
    case 'b':
        return skipBitmap();
    case 'L':
        return skipLocation();
    case 'P':
        return skipAddressPrefixes();
    case 'G':
        return skipGateway();
    case 'M':
        return skipRelay();
    case 'H':
        return skipHostIdentity();
    case 'X':
        return skipA6();
    case 'C':
        return skipServiceParameters();
    default:
        return "a form that is not known";
    }
}

const char* RdataFields::skipOctets(std::size_t count)
{
    if (count > left())
        return "it ends too early";
    m_position += count;
    return nullptr;
}

const char* RdataFields::skipName()
{
    const std::size_t start = m_position;
    while (!atEnd()) {
        const std::uint8_t length = m_octets[m_position];
        if (length > 63)
            return "a label of a name is longer than 63 octets or compressed";
        if (const char* fault = skipOctets(length + 1U))
            return fault;
        if (m_position - start > 255)
            return "a name is longer than 255 octets";
        if (length == 0)
            return nullptr;
    }
    return "a name has no end";
}

const char* RdataFields::skipCounted()
{
    return atEnd() ? "it ends too early" : skipOctets(m_octets[m_position] + 1U);
}

const char* RdataFields::skipStrings()
{
    do {
        if (const char* fault = skipCounted())
            return fault;
    } while (!atEnd());
    return nullptr;
}

const char* RdataFields::skipBitmap()
{
    // Windows of 256 types in rising order, each with 1 to 32 octets and no zero at its end
    // (RFC 4034 section 4.1.2).
    int last = -1;
    while (!atEnd()) {
        if (left() < 3)
            return "a type bitmap ends too early";
        const int window = m_octets[m_position];
        const std::size_t length = m_octets[m_position + 1];
        if (window <= last || length == 0 || length > 32 || length + 2 > left())
            return "a type bitmap is not well formed";
        if (m_octets[m_position + 1 + length] == 0)
            return "a type bitmap has a zero octet at its end";
        last = window;
        m_position += length + 2;
    }
    return nullptr;
}

const char* RdataFields::skipLocation()
{
    if (atEnd())
        return "it ends too early";
    // Only version 0 has a form (RFC 1876 section 2).
    return skipOctets(m_octets[m_position] == 0 ? 16 : left());
}

const char* RdataFields::skipAddressPrefixes()
{
    // family, prefix length, negation and length, address without zeros at its end (RFC 3123).
    while (!atEnd()) {
        if (left() < 4)
            return "an address prefix ends too early";
        const std::size_t length = m_octets[m_position + 3] & 0x7FU;
        const unsigned family = uint16At(m_octets, m_position);
        const unsigned bits = m_octets[m_position + 2];
        if ((family == 1 && (bits > 32 || length > 4)) ||
            (family == 2 && (bits > 128 || length > 16)))
            return "an address prefix is too long for its family";
        if (length + 4 > left())
            return "an address prefix ends too early";
        if (length > 0 && m_octets[m_position + 3 + length] == 0)
            return "an address prefix has a zero octet at its end";
        m_position += length + 4;
    }
    return nullptr;
}

const char* RdataFields::skipAddressOrName(unsigned kind)
{
    switch (kind) {
    case 0:
        return nullptr;
    case 1:
        return skipOctets(4);
    case 2:
        return skipOctets(16);
    case 3:
        return skipName();
    default:
        return skipOctets(left()); // not defined yet
    }
}

const char* RdataFields::skipGateway()
{
    if (left() < 3)
        return "it ends too early";
    const unsigned kind = m_octets[m_position + 1];
    m_position += 3; // precedence, gateway type, algorithm (RFC 4025 section 2.1)
    if (const char* fault = skipAddressOrName(kind))
        return fault;
    return skipOctets(left());
}

const char* RdataFields::skipRelay()
{
    if (left() < 2)
        return "it ends too early";
    const unsigned kind = m_octets[m_position + 1] & 0x7FU; // above it the discovery bit (RFC 8777)
    m_position += 2;
    return skipAddressOrName(kind);
}

const char* RdataFields::skipHostIdentity()
{
    if (left() < 4)
        return "it ends too early";
    const std::size_t tag = m_octets[m_position];
    const std::size_t key = uint16At(m_octets, m_position + 2);
    m_position += 4; // tag length, algorithm, key length (RFC 8005 section 5)
    if (tag == 0 || key == 0)
        return "an empty host identity tag or public key";
    if (const char* fault = skipOctets(tag + key))
        return fault;
    while (!atEnd()) {
        if (const char* fault = skipName())
            return fault;
    }
    return nullptr;
}

const char* RdataFields::skipA6()
{
    if (atEnd())
        return "it ends too early";
    const unsigned prefix = m_octets[m_position];
    if (prefix > 128)
        return "a prefix is longer than 128 bits";
    if (const char* fault = skipOctets(1 + (128 - prefix + 7) / 8))
        return fault;
    return prefix == 0 ? nullptr : skipName();
}

const char* RdataFields::skipServiceParameters()
{
    // key, length, value; keys strictly rising (RFC 9460 section 2.2).
    int last = -1;
    while (!atEnd()) {
        if (left() < 4)
            return "a service parameter ends too early";
        const int key = uint16At(m_octets, m_position);
        const std::size_t length = uint16At(m_octets, m_position + 2);
        if (key <= last)
            return "service parameters are not in rising order";
        last = key;
        if (const char* fault = skipOctets(length + 4))
            return fault;
    }
    return nullptr;
}

} // namespace headwater
