#pragma once

#include <random>

#include "dns/rdataform.h"
#include "dns/record.h"

/// Well-formed RDATA of any type, over octets that presentation form finds hard.
class RandomRdata
{
public:
    explicit RandomRdata(unsigned seed)
        : m_random(seed)
    {
    }

    headwater::Rdata of(headwater::RecordType type)
    {
        m_rdata.clear();
        const std::string_view form = headwater::rdataForm(type);
        for (const char field : form)
            add(field);
        if (form.empty())
            octets(below(40));
        return m_rdata;
    }

private:
    unsigned below(unsigned limit) { return static_cast<unsigned>(m_random() % limit); }

    std::uint8_t octet()
    {
        constexpr std::string_view hard = " \t\n\"\\.;()@$,=#-*aZ09\x7F\x80\xFF";
        if (below(3) == 0)
            return static_cast<std::uint8_t>(below(256));
        return static_cast<std::uint8_t>(hard[below(static_cast<unsigned>(hard.size()))]);
    }

    void octets(std::size_t count)
    {
        for (; count > 0; --count)
            m_rdata.push_back(below(4) == 0 ? std::uint8_t{0} : octet());
    }

    /// A length octet and as many octets of text.
    void counted(unsigned shortest, unsigned longest)
    {
        const unsigned size = shortest + below(longest - shortest + 1);
        m_rdata.push_back(static_cast<std::uint8_t>(size));
        for (unsigned i = 0; i < size; ++i)
            m_rdata.push_back(octet());
    }

    void name()
    {
        for (unsigned labels = below(4); labels > 0; --labels)
            counted(1, below(5) == 0 ? 50 : 5);
        m_rdata.push_back(0);
    }

    void bitmap()
    {
        unsigned window = below(3);
        for (unsigned windows = below(4); windows > 0 && window < 256; --windows) {
            const unsigned size = 1 + below(32);
            m_rdata.push_back(static_cast<std::uint8_t>(window));
            m_rdata.push_back(static_cast<std::uint8_t>(size));
            octets(size - 1);
            m_rdata.push_back(static_cast<std::uint8_t>(1 + below(255)));
            window += 1 + below(100);
        }
    }

    void addressPrefixes()
    {
        for (unsigned prefixes = below(4); prefixes > 0; --prefixes) {
            const unsigned family = 1 + below(3);
            const unsigned size = below(family == 1 ? 5 : 17);
            const unsigned negated = below(2) * 0x80;
            headwater::appendUint16(m_rdata, static_cast<std::uint16_t>(family));
            m_rdata.push_back(static_cast<std::uint8_t>(below(family == 1 ? 33 : 129)));
            m_rdata.push_back(static_cast<std::uint8_t>(negated | size));
            if (size > 0) {
                octets(size - 1);
                m_rdata.push_back(static_cast<std::uint8_t>(1 + below(255)));
            }
        }
    }

    void addressOrName(unsigned kind)
    {
        if (kind == 1)
            octets(4);
        else if (kind == 2)
            octets(16);
        else if (kind == 3)
            name();
    }

    void hostIdentity()
    {
        const unsigned tag = 1 + below(20);
        const unsigned key = 1 + below(60);
        m_rdata.push_back(static_cast<std::uint8_t>(tag));
        octets(1);
        headwater::appendUint16(m_rdata, static_cast<std::uint16_t>(key));
        octets(tag + key);
        for (unsigned servers = below(3); servers > 0; --servers)
            name();
    }

    void serviceParameters()
    {
        unsigned key = below(3);
        for (unsigned left = below(5); left > 0; --left) {
            const unsigned size = below(12);
            headwater::appendUint16(m_rdata, static_cast<std::uint16_t>(key));
            headwater::appendUint16(m_rdata, static_cast<std::uint16_t>(size));
            octets(size);
            key += 1 + below(3);
        }
    }

    void addComposite(char field)
    {
        if (field == 'L') {
            m_rdata.push_back(0);
            octets(15);
        } else if (field == 'P') {
            addressPrefixes();
        } else if (field == 'G' || field == 'M') {
            octets(1);
            const unsigned kind = below(4);
            m_rdata.push_back(static_cast<std::uint8_t>(kind));
            if (field == 'G')
                octets(1);
            addressOrName(kind);
            octets(field == 'G' ? below(30) : 0);
        } else if (field == 'H') {
            hostIdentity();
        } else if (field == 'X') {
            const unsigned prefix = below(129);
            m_rdata.push_back(static_cast<std::uint8_t>(prefix));
            octets((128 - prefix + 7) / 8);
            addressOrName(prefix == 0 ? 0 : 3);
        } else {
            serviceParameters();
        }
    }

    void add(char field)
    {
        if (field >= '1' && field <= '8')
            octets(static_cast<std::size_t>(field - '0'));
        else if (field == 'V')
            octets(16);
        else if (field == 'n')
            name();
        else if (field == 's' || (field == 'o' && below(2) == 0))
            counted(0, below(9) == 0 ? 255 : 9);
        else if (field == 'S')
            for (unsigned strings = 1 + below(4); strings > 0; --strings)
                counted(0, below(9) == 0 ? 255 : 9);
        else if (field == 'r' || field == 'R')
            octets((field == 'R' ? 1 : 0) + below(below(20) == 0 ? 9000 : 40));
        else if (field == 'b')
            bitmap();
        else if (field == 'a' || field == 'A')
            counted(field == 'A' ? 1 : 0, 40);
        else if (field != 'o')
            addComposite(field);
    }

    std::mt19937 m_random;
    headwater::Rdata m_rdata;
};
