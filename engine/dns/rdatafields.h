#pragma once

#include "base/octets.h"

namespace headwater {

/// Walks over RDATA field by field, in the letters of rdataForm(), and never behind its end.
class RdataFields
{
public:
    explicit RdataFields(OctetView octets, std::size_t start = 0)
        : m_octets(octets)
        , m_position(start)
    {
    }

    /// Steps over one field: null, or what is wrong with it (a phrase that lives for ever).
    [[nodiscard]] const char* skip(char field);

    [[nodiscard]] std::size_t position() const { return m_position; }
    [[nodiscard]] std::size_t left() const { return m_octets.size() - m_position; }
    [[nodiscard]] bool atEnd() const { return left() == 0; }
    void moveTo(std::size_t position) { m_position = position; }

private:
    [[nodiscard]] const char* skipOctets(std::size_t count);
    [[nodiscard]] const char* skipName();
    [[nodiscard]] const char* skipCounted();
    [[nodiscard]] const char* skipStrings();
    [[nodiscard]] const char* skipBitmap();
    [[nodiscard]] const char* skipLocation();
    [[nodiscard]] const char* skipAddressPrefixes();
    [[nodiscard]] const char* skipGateway();
    [[nodiscard]] const char* skipRelay();
    [[nodiscard]] const char* skipHostIdentity();
    [[nodiscard]] const char* skipA6();
    [[nodiscard]] const char* skipServiceParameters();
    [[nodiscard]] const char* skipAddressOrName(unsigned kind);

    OctetView m_octets;
    std::size_t m_position;
};

} // namespace headwater
