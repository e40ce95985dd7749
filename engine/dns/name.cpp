#include "dns/name.h"

#include <algorithm>
#include <array>

#include "dns/lettercase.h"

namespace headwater {

namespace {

constexpr std::size_t MaximumSize = 255;
constexpr std::size_t MaximumLabel = 63;

/// Where the labels of a name begin; the root label is not counted.
struct Labels
{
    std::array<std::uint8_t, 128> offset{};
    std::size_t count = 0;

    explicit Labels(OctetView wire)
    {
        for (std::size_t at = 0; wire[at] != 0; at += wire[at] + 1U)
            offset[count++] = static_cast<std::uint8_t>(at);
    }
};

int compareLabels(OctetView a, OctetView b)
{
    const std::size_t shared = std::min(a.size(), b.size());
    std::size_t i = 0;
    while (i + 8 <= shared &&
           lowered(eightOctetsAt(a.data() + i)) == lowered(eightOctetsAt(b.data() + i)))
        i += 8;
    for (; i < shared; ++i) {
        const int difference = lowered(a[i]) - lowered(b[i]);
        if (difference != 0)
            return difference;
    }
    return static_cast<int>(a.size()) - static_cast<int>(b.size());
}

OctetView labelAt(OctetView wire, std::size_t at)
{
    return wire.subspan(at + 1, wire[at]);
}

/// What stands behind the first label; nothing behind the root.
OctetView above(OctetView wire)
{
    return wire.subspan(wire[0] == 0 ? 1U : wire[0] + 1U);
}

std::string at(std::size_t offset)
{
    return " at octet " + std::to_string(offset);
}

} // namespace

Name::Name()
    : m_wire(1, '\0')
{
}

Result<Name> Name::fromWire(OctetView wire)
{
    std::size_t at = 0;
    while (at < wire.size() && wire[at] != 0) {
        if (wire[at] > MaximumLabel)
            return failure("a name has a label that is longer than 63 octets or compressed");
        at += wire[at] + 1U;
    }
    if (at >= wire.size())
        return failure("a name ends before its root label");
    if (at + 1 != wire.size())
        return failure("a name has octets behind its root label");
    if (wire.size() > MaximumSize)
        return failure("a name is longer than 255 octets");
    return Name(std::string(reinterpret_cast<const char*>(wire.data()), wire.size()));
}

Result<Name> Name::fromMessage(OctetView message, std::size_t* offset)
{
    std::array<char, MaximumSize> wire{};
    std::size_t size = 0;
    std::size_t cursor = *offset;
    std::size_t segment = cursor; // where the labels now being read begin
    std::size_t behind = 0;       // where reading goes on; 0 until a pointer was followed
    while (true) {
        if (cursor >= message.size())
            return failure("a name runs past the end" + at(cursor));
        const std::size_t length = message[cursor];
        if (length >= 0xC0) {
            if (cursor + 2 > message.size())
                return failure("a compression pointer runs past the end" + at(cursor));
            const std::size_t target = uint16At(message, cursor) & 0x3FFFU;
            // Only ever further back than the labels read so far: so it must come to an end.
            if (target >= segment)
                return failure("a compression pointer does not point backwards" + at(cursor));
            if (behind == 0)
                behind = cursor + 2;
            segment = cursor = target;
            continue;
        }
        if (length > MaximumLabel)
            return failure("a label of an unknown kind" + at(cursor));
        if (size + length + 1 > MaximumSize || (length != 0 && size + length + 2 > MaximumSize))
            return failure("a name is longer than 255 octets" + at(*offset));
        if (cursor + length + 1 > message.size())
            return failure("a label runs past the end" + at(cursor));
        std::copy_n(message.begin() + static_cast<std::ptrdiff_t>(cursor), length + 1,
                    wire.begin() + static_cast<std::ptrdiff_t>(size));
        size += length + 1;
        cursor += length + 1;
        if (length == 0)
            break;
    }
    *offset = behind == 0 ? cursor : behind;
    return Name(std::string(wire.data(), size));
}

std::size_t Name::labelCount() const
{
    std::size_t count = 0;
    const OctetView octets = wire();
    for (std::size_t at = 0; octets[at] != 0; at += octets[at] + 1U)
        ++count;
    return count;
}

bool Name::isWildcard() const
{
    return m_wire.size() > 2 && m_wire[0] == 1 && m_wire[1] == '*';
}

bool Name::isWithin(const Name& zone) const
{
    if (zone.m_wire.size() > m_wire.size())
        return false;
    const OctetView octets = wire();
    const std::size_t start = octets.size() - zone.m_wire.size();
    std::size_t at = 0;
    while (at < start)
        at += octets[at] + 1U; // octets[at] is 0 only at the very end, which is >= start
    return at == start && equalIgnoringCase(octets.subspan(start), zone.wire());
}

Name Name::parent() const
{
    if (isRoot())
        return *this;
    return Name(m_wire.substr(octets()[0] + 1U));
}

Name Name::suffix(std::size_t labels) const
{
    const Labels own(wire());
    if (labels >= own.count)
        return *this;
    if (labels == 0)
        return Name();
    return Name(m_wire.substr(own.offset[own.count - labels]));
}

Result<Name> Name::wildcardChild() const
{
    if (m_wire.size() + 2 > MaximumSize)
        return failure("a wildcard below " + display() + " is longer than 255 octets");
    return Name("\1*" + m_wire);
}

Result<Name> Name::withSuffix(const Name& from, const Name& to) const
{
    if (!isWithin(from))
        return failure(display() + " is not within " + from.display());
    const std::size_t kept = m_wire.size() - from.m_wire.size();
    if (kept + to.m_wire.size() > MaximumSize)
        return failure(display() + " moved below " + to.display() + " is longer than 255 octets");
    return Name(m_wire.substr(0, kept) + to.m_wire);
}

Name Name::lowered() const
{
    Name name = *this;
    for (char& octet : name.m_wire)
        octet = static_cast<char>(headwater::lowered(static_cast<std::uint8_t>(octet)));
    return name;
}

int Name::compare(const Name& other) const
{
    return compareNames(wire(), other.wire());
}

int compareNames(OctetView a, OctetView b)
{
    // Most names that are compared stand side by side in one zone.
    const OctetView aboveA = above(a);
    const OctetView aboveB = above(b);
    if (aboveA.size() == aboveB.size() && std::equal(aboveA.begin(), aboveA.end(), aboveB.begin()))
        return compareLabels(labelAt(a, 0), labelAt(b, 0));
    const Labels labelsOfA(a);
    const Labels labelsOfB(b);
    const std::size_t shared = std::min(labelsOfA.count, labelsOfB.count);
    for (std::size_t i = 1; i <= shared; ++i) {
        const std::size_t atA = labelsOfA.offset[labelsOfA.count - i];
        const std::size_t atB = labelsOfB.offset[labelsOfB.count - i];
        const int order = compareLabels(labelAt(a, atA), labelAt(b, atB));
        if (order != 0)
            return order;
    }
    return static_cast<int>(labelsOfA.count) - static_cast<int>(labelsOfB.count);
}

Octets Name::canonicalKey() const
{
    // Labels from the right, each closed by 0; 0 and 1 inside a label become 1 1 and 1 2, so that
    // the end of a label sorts before everything that could follow. The key of a name is thereby a
    // prefix of the keys below it. The root is the empty key.
    const OctetView octets = wire();
    const Labels labels(octets);
    Octets key;
    key.reserve(octets.size() + 4);
    for (std::size_t i = labels.count; i-- > 0;) {
        for (const std::uint8_t octet : labelAt(octets, labels.offset[i])) {
            if (octet <= 1) {
                key.push_back(1);
                key.push_back(static_cast<std::uint8_t>(octet + 1));
            } else {
                key.push_back(headwater::lowered(octet));
            }
        }
        key.push_back(0);
    }
    return key;
}

std::size_t Name::hash() const
{
    // Folded eight octets at a time; each step mixes as splitmix64 does.
    const OctetView octets = wire();
    std::uint64_t state = 0x9E3779B97F4A7C15 ^ octets.size();
    const auto mix = [&state](std::uint64_t eight) {
        state = (state ^ eight) * 0xBF58476D1CE4E5B9;
        state ^= state >> 31;
    };
    std::size_t at = 0;
    for (; at + 8 <= octets.size(); at += 8)
        mix(headwater::lowered(eightOctetsAt(octets.data() + at)));
    std::uint64_t rest = 0;
    for (; at < octets.size(); ++at)
        rest = (rest << 8) | headwater::lowered(octets[at]);
    mix(rest);
    return static_cast<std::size_t>(state ^ (state >> 29));
}

bool operator==(const Name& a, const Name& b)
{
    return equalIgnoringCase(a.wire(), b.wire());
}

} // namespace headwater
