#include "dns/record.h"

#include <algorithm>

#include "dns/lettercase.h"
#include "dns/rdataform.h"

namespace headwater {

namespace {

/// The names of the RDATA that canonical form folds; none when it is not well formed.
NameSpans foldedNames(RecordType type, OctetView rdata)
{
    if (!foldsNames(type))
        return {};
    const auto names = readRdataForm(type, rdata);
    return names ? *names : NameSpans{};
}

bool holds(const NameSpans& names, std::size_t position)
{
    for (std::size_t i = 0; i < names.count; ++i) {
        if (position - names.spans[i].offset < names.spans[i].size) // wraps below the offset
            return true;
    }
    return false;
}

bool hasNamesToCheck(RecordType type)
{
    return type == RecordType::NS || type == RecordType::CNAME || type == RecordType::DNAME ||
           type == RecordType::MX || type == RecordType::SRV || type == RecordType::PTR ||
           type == RecordType::SOA;
}

} // namespace

void RRset::normalise()
{
    const auto before = [this](const Rdata& a, const Rdata& b) {
        return compareRdata(type, a, b) < 0;
    };
    const auto same = [this](const Rdata& a, const Rdata& b) {
        return compareRdata(type, a, b) == 0;
    };
    // Stable: of two that differ in letter case only, the first one is kept.
    std::stable_sort(rdata.begin(), rdata.end(), before);
    rdata.erase(std::unique(rdata.begin(), rdata.end(), same), rdata.end());
}

bool operator==(const RRset& a, const RRset& b)
{
    return a.type == b.type && a.ttl == b.ttl && a.owner == b.owner && a.rdata == b.rdata;
}

Result<Soa> Soa::fromRdata(OctetView rdata)
{
    const auto names = readRdataForm(RecordType::SOA, rdata);
    if (!names)
        return tl::unexpected(names.error());
    const auto nameAt = [&rdata](NameSpans::Span span) {
        return Name::fromWire(rdata.subspan(span.offset, span.size));
    };
    auto primary = nameAt(names->spans[0]);
    auto mailbox = nameAt(names->spans[1]);
    if (!primary || !mailbox)
        return failure(primary ? mailbox : primary, "SOA record");
    const std::size_t numbers = names->spans[1].offset + names->spans[1].size;
    Soa soa;
    soa.primary = std::move(*primary);
    soa.mailbox = std::move(*mailbox);
    soa.serial = Serial(uint32At(rdata, numbers));
    soa.refresh = uint32At(rdata, numbers + 4);
    soa.retry = uint32At(rdata, numbers + 8);
    soa.expire = uint32At(rdata, numbers + 12);
    soa.minimum = uint32At(rdata, numbers + 16);
    return soa;
}

Rdata Soa::rdata() const
{
    Rdata rdata;
    rdata.reserve(primary.wire().size() + mailbox.wire().size() + 5 * sizeof(std::uint32_t));
    append(rdata, primary.wire());
    append(rdata, mailbox.wire());
    for (const std::uint32_t number : {serial.value(), refresh, retry, expire, minimum})
        appendUint32(rdata, number);
    return rdata;
}

bool operator==(const Soa& a, const Soa& b)
{
    return a.serial == b.serial && a.refresh == b.refresh && a.retry == b.retry &&
           a.expire == b.expire && a.minimum == b.minimum && a.primary == b.primary &&
           a.mailbox == b.mailbox;
}

Result<void> checkRdata(RecordType type, OctetView rdata)
{
    const auto names = readRdataForm(type, rdata);
    if (!names)
        return tl::unexpected(names.error());
    return {};
}

Rdata canonicalRdata(RecordType type, OctetView rdata)
{
    Rdata canonical(rdata.begin(), rdata.end());
    const NameSpans names = foldedNames(type, rdata);
    for (std::size_t i = 0; i < names.count; ++i) {
        const auto first = canonical.begin() + static_cast<std::ptrdiff_t>(names.spans[i].offset);
        std::transform(first, first + static_cast<std::ptrdiff_t>(names.spans[i].size), first,
                       [](std::uint8_t octet) { return lowered(octet); });
    }
    return canonical;
}

int compareRdata(RecordType type, OctetView a, OctetView b)
{
    const NameSpans namesOfA = foldedNames(type, a);
    const NameSpans namesOfB = foldedNames(type, b);
    const std::size_t shared = std::min(a.size(), b.size());
    if (namesOfA.count == 0 && namesOfB.count == 0) {
        const auto [first, second] =
            std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(shared), b.begin());
        if (second != b.begin() + static_cast<std::ptrdiff_t>(shared))
            return static_cast<int>(*first) - static_cast<int>(*second);
    } else {
        for (std::size_t i = 0; i < shared; ++i) {
            const int octetOfA = holds(namesOfA, i) ? lowered(a[i]) : a[i];
            const int octetOfB = holds(namesOfB, i) ? lowered(b[i]) : b[i];
            if (octetOfA != octetOfB)
                return octetOfA - octetOfB;
        }
    }
    return a.size() == b.size() ? 0 : (a.size() < b.size() ? -1 : 1);
}

std::vector<Name> namesIn(RecordType type, OctetView rdata)
{
    std::vector<Name> found;
    if (!hasNamesToCheck(type))
        return found;
    const auto names = readRdataForm(type, rdata);
    if (!names)
        return found;
    for (std::size_t i = 0; i < names->count; ++i) {
        auto name = Name::fromWire(rdata.subspan(names->spans[i].offset, names->spans[i].size));
        if (name)
            found.push_back(std::move(*name));
    }
    return found;
}

} // namespace headwater
