#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/octets.h"
#include "base/result.h"

namespace headwater {

/// A domain name in uncompressed wire form, at most 255 octets, labels at most 63 (RFC 1035 section
/// 3.1). Letter case is kept; equality, order and hash ignore it (RFC 4343). A default-made Name is
/// the root. Plain value, any thread.
class Name
{
public:
    Name();

    /// Reads presentation form with \DDD and \X escapes. A name without a final dot is relative to
    /// `origin`; errors name the label.
    [[nodiscard]] static Result<Name> parse(std::string_view text, const Name& origin = Name());
    /// Reads an uncompressed name that fills `wire` exactly.
    [[nodiscard]] static Result<Name> fromWire(OctetView wire);
    /// Reads a possibly compressed name at `*offset` of a message and moves `*offset` behind it.
    /// Pointers must go strictly backwards, so a loop cannot happen (RFC 9267 section 2).
    [[nodiscard]] static Result<Name> fromMessage(OctetView message, std::size_t* offset);

    [[nodiscard]] OctetView wire() const { return {octets(), m_wire.size()}; }
    /// Presentation form, always with the final dot.
    [[nodiscard]] std::string text() const;
    /// For lists and logs: without the final dot; the root is ".".
    [[nodiscard]] std::string display() const;

    /// Labels without the root label; the root has 0.
    [[nodiscard]] std::size_t labelCount() const;
    [[nodiscard]] bool isRoot() const { return m_wire.size() == 1; }
    /// Leftmost label is "*" (RFC 4592).
    [[nodiscard]] bool isWildcard() const;
    /// This name is `zone` or below it.
    [[nodiscard]] bool isWithin(const Name& zone) const;
    /// Without the leftmost label; the root's parent is the root.
    [[nodiscard]] Name parent() const;
    /// The rightmost `labels` labels; `labels` <= labelCount().
    [[nodiscard]] Name suffix(std::size_t labels) const;
    /// "*." in front; fails when that is over 255 octets.
    [[nodiscard]] Result<Name> wildcardChild() const;
    /// The name with `from` at its end replaced by `to`, as DNAME does (RFC 6672 section 2.2).
    [[nodiscard]] Result<Name> withSuffix(const Name& from, const Name& to) const;
    [[nodiscard]] Name lowered() const;

    /// Canonical order (RFC 4034 section 6.1): labels from the right, lower-cased, as unsigned
    /// octets. Negative, zero or positive.
    [[nodiscard]] int compare(const Name& other) const;
    /// A byte string whose plain order is the canonical order, for keys in a store. Case is folded.
    [[nodiscard]] Octets canonicalKey() const;
    [[nodiscard]] std::size_t hash() const;
    /// Same octets, letter case included.
    [[nodiscard]] bool identical(const Name& other) const { return m_wire == other.m_wire; }

    friend bool operator==(const Name& a, const Name& b);
    friend bool operator!=(const Name& a, const Name& b) { return !(a == b); }
    friend bool operator<(const Name& a, const Name& b) { return a.compare(b) < 0; }

private:
    explicit Name(std::string wire)
        : m_wire(std::move(wire))
    {
    }
    [[nodiscard]] const std::uint8_t* octets() const
    {
        return reinterpret_cast<const std::uint8_t*>(m_wire.data());
    }

    std::string m_wire; // std::string for its room of 15 octets without a heap block
};

/// The same order for two whole names in wire form that are no Name yet.
[[nodiscard]] int compareNames(OctetView a, OctetView b);

} // namespace headwater

template <> struct std::hash<headwater::Name>
{
    std::size_t operator()(const headwater::Name& name) const { return name.hash(); }
};
