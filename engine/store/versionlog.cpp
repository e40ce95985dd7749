#include "store/versionlog.h"

#include <algorithm>

#include "zone/zoneversion.h"

namespace headwater {

namespace {

#define HEADWATER_VERSION_COLUMNS                                                                  \
    "number, serial, committed_at, published_at, author, added, removed, records, digest, "        \
    "difference_octets"

/// The chain is brought back within the limits once in a few versions: an eighth of their number.
constexpr std::size_t VersionsASlack = 8;
/// At once behind a difference that takes this share of the octets allowed.
constexpr std::size_t LargeShare = 64;
/// The snapshot lies behind by so many times that number, and by so many differences a page.
constexpr std::size_t SlacksBehind = 64;
constexpr std::size_t DifferencesAPage = 4;

std::string hexOf(OctetView octets)
{
    constexpr std::string_view Digits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t octet : octets) {
        text += Digits[octet >> 4];
        text += Digits[octet & 15];
    }
    return text;
}

VersionLog::Entry read(const Statement& row)
{
    VersionLog::Entry entry;
    entry.number = row.integer(0);
    entry.row.serial = row.serial(1);
    entry.row.committedAt = row.instant(2);
    entry.row.publishedAt = row.instant(3);
    entry.row.author = row.text(4);
    entry.row.added = row.size(5);
    entry.row.removed = row.size(6);
    entry.row.records = row.size(7);
    entry.row.digest = hexOf(row.blob(8));
    entry.row.differenceOctets = row.size(9);
    return entry;
}

} // namespace

Result<void> VersionLog::add(std::int64_t zone, const ZoneVersion& version,
                             const Difference* difference, const VersionRow& row)
{
    const auto present = head(zone, version.zone());
    if (!present)
        return passOn(present);
    const auto anew = beginsAnew(zone, *present, version, difference);
    if (!anew)
        return passOn(anew);
    Entry entry{present->number + 1, row};
    entry.row.serial = version.serial();
    entry.row.records = version.recordCount();
    entry.row.added = difference != nullptr ? difference->addedCount() : version.recordCount();
    entry.row.removed = difference != nullptr ? difference->removedCount() : 0;
    entry.row.differenceOctets = difference != nullptr ? difference->sequence().size() : 0;
    if (*anew) {
        // A serial that the circle has come round to must not stand twice in the list.
        Statement same(m_database, "DELETE FROM version WHERE zone = ? AND serial = ?");
        if (auto removed = same.with(zone).with(version.serial()).run("adding a version"); !removed)
            return removed;
    } else if (present->snapshot == 0) {
        return m_database.failure("adding a version", "there is no snapshot to start from");
    }
    m_touched.push_back(zone);
    if (auto inserted = insert(zone, entry, version.digest().octets()); !inserted)
        return inserted;
    std::int64_t snapshot = present->snapshot;
    if (*anew) {
        if (auto begun = beginAnew(zone, version, entry.number); !begun)
            return begun;
        snapshot = entry.number;
    } else {
        if (auto added = insertDifference(zone, entry.number, *difference); !added)
            return added;
        if (isDue(entry.number, *difference)) {
            if (auto tidied = tidy(zone, version, entry.number, &snapshot); !tidied)
                return tidied;
        }
    }
    m_heads[zone] = {entry.number, version.serial(), snapshot};
    return {};
}

Result<VersionLog::Head> VersionLog::head(std::int64_t zone, const Name& name)
{
    if (const auto known = m_heads.find(zone); known != m_heads.end())
        return known->second;
    const auto present = newest(zone);
    if (!present)
        return passOn(present);
    const auto snapshot = SnapshotPages(m_database, zone, name).number();
    if (!snapshot)
        return passOn(snapshot);
    if (!*present)
        return Head{};
    return Head{(*present)->number, (*present)->row.serial, snapshot->value_or(0)};
}

bool VersionLog::isDue(std::int64_t number, const Difference& difference) const
{
    const std::size_t slack = m_limits.versions / VersionsASlack;
    return static_cast<std::uint64_t>(number) % (slack + 1) == 0 ||
           difference.sequence().size() > m_limits.octets / LargeShare;
}

Result<void> VersionLog::tidy(std::int64_t zone, const ZoneVersion& version, std::int64_t number,
                              std::int64_t* snapshot)
{
    const auto oldest = oldestKept(zone, number);
    if (!oldest)
        return passOn(oldest);
    if (*snapshot + 1 < *oldest) {
        const auto far = isFarBehind(zone, version, number, *snapshot);
        if (!far)
            return passOn(far);
        if (*far) {
            if (auto moved = moveSnapshot(zone, version, number); !moved)
                return moved;
            *snapshot = number;
        }
    }
    return dropBefore(zone, std::min(*oldest, *snapshot + 1),
                      std::min(number - static_cast<std::int64_t>(m_limits.versions), *snapshot));
}

/// A move writes the pages that changed since the last one, a start follows the differences: they
/// shall cost about the same.
Result<bool> VersionLog::isFarBehind(std::int64_t zone, const ZoneVersion& version,
                                     std::int64_t number, std::int64_t snapshot)
{
    const std::size_t most = std::min(m_limits.versions / VersionsASlack * SlacksBehind,
                                      version.pages().size() * DifferencesAPage);
    if (number - snapshot > static_cast<std::int64_t>(most))
        return true;
    Statement row(m_database, "SELECT sum(difference_octets) FROM version"
                              " WHERE zone = ? AND number > ?");
    row.with(zone).with(snapshot);
    const bool far = row.next() && row.size(0) > m_limits.octets;
    if (auto done = row.check("reading versions"); !done)
        return passOn(done);
    return far;
}

Result<void> VersionLog::beginAnew(std::int64_t zone, const ZoneVersion& version,
                                   std::int64_t number)
{
    if (auto moved = moveSnapshot(zone, version, number); !moved)
        return moved;
    return dropBefore(zone, number + 1, number - static_cast<std::int64_t>(m_limits.versions));
}

Result<bool> VersionLog::beginsAnew(std::int64_t zone, const Head& present,
                                    const ZoneVersion& version, const Difference* difference)
{
    if (present.number == 0 || difference == nullptr)
        return true;
    const std::string doing = "adding a version of zone " + version.zone().display();
    if (difference->from() != present.serial || difference->to() != version.serial())
        return m_database.failure(doing, "the difference leads from " + difference->from().text() +
                                             " to " + difference->to().text() + ", not from " +
                                             present.serial.text() + " to " +
                                             version.serial().text());
    if (difference->sequence().size() > m_limits.octets)
        return true;
    const auto same = find(zone, version.serial());
    if (!same)
        return passOn(same);
    return same->has_value();
}

Result<void> VersionLog::insert(std::int64_t zone, const Entry& entry, const Octets& digest)
{
    Statement row(m_database, "INSERT INTO version (" HEADWATER_VERSION_COLUMNS ", zone)"
                              " VALUES (?,?,?,?,?,?,?,?,?,?,?)");
    row.with(entry.number).with(entry.row.serial).with(entry.row.committedAt);
    row.with(entry.row.publishedAt).with(entry.row.author).with(entry.row.added);
    row.with(entry.row.removed).with(entry.row.records).with(digest);
    return row.with(entry.row.differenceOctets).with(zone).run("adding a version");
}

Result<std::int64_t> VersionLog::oldestKept(std::int64_t zone, std::int64_t newest)
{
    const std::int64_t first = newest - static_cast<std::int64_t>(m_limits.versions) + 1;
    std::int64_t oldest = newest + 1;
    std::size_t octets = 0;
    Statement row(m_database, "SELECT number, difference_octets FROM version"
                              " WHERE zone = ? AND number >= ? ORDER BY number DESC");
    row.with(zone).with(first);
    while (row.next()) {
        octets += row.size(1);
        if (octets > m_limits.octets)
            break;
        oldest = row.integer(0);
    }
    if (auto done = row.check("reading versions"); !done)
        return passOn(done);
    return oldest;
}

Result<void> VersionLog::moveSnapshot(std::int64_t zone, const ZoneVersion& version,
                                      std::int64_t number)
{
    SnapshotPages snapshot(m_database, zone, version.zone());
    const auto known = m_snapshots.find(zone);
    auto stored =
        snapshot.write(number, version, known == m_snapshots.end() ? nullptr : &known->second);
    if (!stored)
        return passOn(stored);
    remember(zone, std::move(*stored));
    return {};
}

Result<void> VersionLog::dropBefore(std::int64_t zone, std::int64_t difference,
                                    std::int64_t version)
{
    Statement differences(m_database, "DELETE FROM difference WHERE zone = ? AND number < ?");
    if (auto dropped = differences.with(zone).with(difference).run("dropping old differences");
        !dropped)
        return dropped;
    Statement versions(m_database, "DELETE FROM version WHERE zone = ? AND number < ?");
    return versions.with(zone).with(version).run("dropping old versions");
}

Result<void> VersionLog::insertDifference(std::int64_t zone, std::int64_t number,
                                          const Difference& difference)
{
    Statement row(m_database, "INSERT INTO difference (zone, number, body) VALUES (?,?,?)");
    return row.with(zone).with(number).with(difference.stored()).run("adding a difference");
}

Result<std::shared_ptr<const Difference>>
VersionLog::difference(std::int64_t zone, const Name& name, std::int64_t number)
{
    const std::string doing = "reading a difference of zone " + name.display();
    Statement row(m_database, "SELECT body FROM difference WHERE zone = ? AND number = ?");
    row.with(zone).with(number);
    if (!row.next()) {
        if (auto done = row.check(doing); !done)
            return passOn(done);
        return m_database.failure(doing, "it is not kept any more");
    }
    auto difference = Difference::fromStored(name, row.blob(0));
    if (!difference)
        return m_database.failure(doing, difference.error().text);
    return difference;
}

Result<void> VersionLog::setPublishedAt(std::int64_t zone, Serial serial, Instant at)
{
    Statement row(m_database, "UPDATE version SET published_at = ? WHERE zone = ? AND serial = ?");
    return row.with(at).with(zone).with(serial).run("noting when a version was published");
}

Result<std::optional<VersionLog::Entry>> VersionLog::newest(std::int64_t zone)
{
    auto entries = list(zone, 1);
    if (!entries)
        return passOn(entries);
    if (entries->empty())
        return std::optional<Entry>();
    return std::optional<Entry>(std::move(entries->front()));
}

Result<std::optional<VersionLog::Entry>> VersionLog::find(std::int64_t zone, Serial serial)
{
    std::optional<Entry> found;
    Statement row(m_database, "SELECT " HEADWATER_VERSION_COLUMNS
                              " FROM version WHERE zone = ? AND serial = ?");
    row.with(zone).with(serial);
    if (row.next())
        found = read(row);
    if (auto done = row.check("reading versions"); !done)
        return passOn(done);
    return found;
}

Result<std::vector<VersionLog::Entry>> VersionLog::list(std::int64_t zone, std::size_t limit)
{
    std::vector<Entry> entries;
    Statement row(m_database, "SELECT " HEADWATER_VERSION_COLUMNS
                              " FROM version WHERE zone = ? ORDER BY number DESC LIMIT ?");
    row.with(zone).with(std::min<std::size_t>(limit, 1'000'000));
    while (row.next())
        entries.push_back(read(row));
    if (auto done = row.check("reading versions"); !done)
        return passOn(done);
    return entries;
}

} // namespace headwater
