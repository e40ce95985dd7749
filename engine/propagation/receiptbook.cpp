#include "propagation/receiptbook.h"

#include <algorithm>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace headwater {

namespace {

QString kindText(QueryKind kind)
{
    switch (kind) {
    case QueryKind::Soa:
        return QStringLiteral("SOA");
    case QueryKind::Ixfr:
        return QStringLiteral("IXFR");
    case QueryKind::Axfr:
        break;
    }
    return QStringLiteral("AXFR");
}

void put(QJsonObject& object, const QString& key, const std::string& value)
{
    if (!value.empty())
        object.insert(key, QString::fromStdString(value));
}

std::string detailOf(const Milestones& m)
{
    QJsonObject detail;
    detail.insert(QStringLiteral("attempts"), m.attempts);
    if (m.rcode)
        put(detail, QStringLiteral("rcode"), text(*m.rcode));
    if (m.kind)
        detail.insert(QStringLiteral("kind"), kindText(*m.kind));
    if (m.transferTime) {
        detail.insert(QStringLiteral("octets"), static_cast<qint64>(m.octets));
        detail.insert(QStringLiteral("messages"), static_cast<qint64>(m.messages));
        detail.insert(QStringLiteral("transferMs"), milliseconds(*m.transferTime));
    }
    put(detail, QStringLiteral("key"), m.key);
    put(detail, QStringLiteral("address"), m.address);
    put(detail, QStringLiteral("error"), m.error);
    QJsonArray skipped;
    for (const std::string_view name : m.skipped())
        skipped.append(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
    if (!skipped.isEmpty())
        detail.insert(QStringLiteral("skipped"), skipped);
    return QJsonDocument(detail).toJson(QJsonDocument::Compact).toStdString();
}

} // namespace

void ReceiptBook::published(const Name& zone, Serial serial, Instant committedAt,
                            Instant publishedAt, const std::vector<std::string>& secondaries)
{
    Versions& versions = m_zones[zone];
    if (!versions.empty() && !serial.isNewerThan(versions.back().serial))
        return;
    if (!versions.empty() && versions.back().secondaries.empty())
        versions.pop_back(); // was kept for its serial only
    Version version{serial, std::min(committedAt, publishedAt), publishedAt, {}, 0};
    for (const std::string& secondary : secondaries)
        version.secondaries.emplace(secondary, Milestones{});
    version.open = version.secondaries.size();
    versions.push_back(std::move(version));
    for (const std::string& secondary : secondaries)
        changed(zone, serial, secondary);
    if (versions.back().open == 0)
        close(zone, serial);
    else
        thinOut(versions);
}

void ReceiptBook::expect(const Name& zone, Serial serial, Instant publishedAt,
                         const std::string& secondary)
{
    Versions& versions = m_zones[zone];
    if (versions.empty())
        versions.push_back(Version{serial, publishedAt, publishedAt, {}, 0});
    Version& newest = versions.back();
    if (newest.serial == serial && newest.secondaries.emplace(secondary, Milestones{}).second)
        ++newest.open;
}

void ReceiptBook::removed(const Name& zone)
{
    m_zones.erase(zone);
    m_changed.erase(zone);
}

void ReceiptBook::keepOnly(const std::set<std::string>& secondaries)
{
    for (auto& [zone, versions] : m_zones) {
        for (Version& version : versions) {
            for (auto it = version.secondaries.begin(); it != version.secondaries.end();) {
                if (secondaries.count(it->first) != 0) {
                    ++it;
                    continue;
                }
                if (!it->second.live)
                    --version.open;
                it = version.secondaries.erase(it);
            }
        }
    }
}

void ReceiptBook::note(const Fact& fact)
{
    const FactPlace place = placeOf(fact);
    if (place.zone == nullptr || place.secondary == nullptr)
        return;
    const auto zone = m_zones.find(*place.zone);
    if (zone == m_zones.end())
        return;
    for (Version& version : zone->second) {
        const auto found = version.secondaries.find(*place.secondary);
        if (found == version.secondaries.end() || !Milestones::concerns(fact, version.serial))
            continue;
        if (found->second.note(fact))
            changed(*place.zone, version.serial, *place.secondary);
    }
}

std::optional<ReceiptBook::Reached>
ReceiptBook::shows(const Name& zone, const std::string& secondary, Serial serial, Instant at)
{
    const auto found = m_zones.find(zone);
    if (found == m_zones.end())
        return {};
    std::optional<Reached> reached;
    std::vector<Serial> closed;
    for (Version& version : found->second) {
        const auto place = version.secondaries.find(secondary);
        if (place == version.secondaries.end() || place->second.live ||
            !isAtLeast(serial, version.serial))
            continue;
        place->second.noteLive(at);
        reached = Reached{version.serial, at - version.committedAt};
        changed(zone, version.serial, secondary);
        if (--version.open == 0)
            closed.push_back(version.serial);
    }
    for (const Serial each : closed)
        close(zone, each);
    return reached;
}

std::optional<Serial> ReceiptBook::newest(const Name& zone) const
{
    const auto found = m_zones.find(zone);
    if (found == m_zones.end() || found->second.empty())
        return {};
    return found->second.back().serial;
}

std::optional<Instant> ReceiptBook::openSince(const Name& zone, const std::string& secondary) const
{
    const auto found = m_zones.find(zone);
    if (found == m_zones.end())
        return {};
    for (const Version& version : found->second) {
        const auto place = version.secondaries.find(secondary);
        if (place != version.secondaries.end() && !place->second.live)
            return version.committedAt;
    }
    return {};
}

std::optional<Receipt> ReceiptBook::receipt(const Name& zone, Serial serial,
                                            const std::string& secondary) const
{
    const auto found = m_zones.find(zone);
    if (found == m_zones.end())
        return {};
    for (const Version& version : found->second) {
        if (version.serial == serial && version.secondaries.count(secondary) != 0)
            return receiptOf(zone, version, secondary);
    }
    return {};
}

std::size_t ReceiptBook::versionCount() const
{
    std::size_t count = 0;
    for (const auto& [zone, versions] : m_zones)
        count += versions.size();
    return count;
}

std::vector<Receipt> ReceiptBook::takeChanged()
{
    std::vector<Receipt> receipts;
    for (const auto& [zone, places] : m_changed) {
        for (const auto& [serial, secondary] : places) {
            if (auto one = receipt(zone, Serial(serial), secondary))
                receipts.push_back(std::move(*one));
        }
    }
    m_changed.clear();
    return receipts;
}

Receipt ReceiptBook::receiptOf(const Name& zone, const Version& version,
                               const std::string& secondary)
{
    const Milestones& m = version.secondaries.at(secondary);
    return Receipt{zone,    version.serial, secondary, m.sent,     m.acknowledged,
                   m.asked, m.transferred,  m.live,    detailOf(m)};
}

void ReceiptBook::changed(const Name& zone, Serial serial, const std::string& secondary)
{
    m_changed[zone].emplace(serial.value(), secondary);
}

/// Closed versions wait for late facts in one row over all zones; the newest of a zone always
/// stays, so that newest() can be told.
void ReceiptBook::close(const Name& zone, Serial serial)
{
    m_closed.emplace_back(zone, serial);
    while (m_closed.size() > m_limits.closedVersions) {
        const auto [oldZone, oldSerial] = m_closed.front();
        m_closed.pop_front();
        const auto found = m_zones.find(oldZone);
        if (found == m_zones.end())
            continue;
        Versions& versions = found->second;
        const Serial gone = oldSerial;
        const auto place = std::find_if(versions.begin(), versions.end(),
                                        [&](const Version& v) { return v.serial == gone; });
        if (place == versions.end() || place->open != 0)
            continue;
        if (place + 1 == versions.end())
            place->secondaries.clear();
        else
            versions.erase(place);
    }
    thinOut(m_zones[zone]);
}

void ReceiptBook::thinOut(Versions& versions) const
{
    while (versions.size() > std::max<std::size_t>(m_limits.versionsOfZone, 2)) {
        // The oldest open version keeps the age of its pairs; the closed ones go first.
        const auto closed = std::find_if(versions.begin(), versions.end(),
                                         [](const Version& v) { return v.open == 0; });
        const bool keepsNewest = closed != versions.end() && closed + 1 != versions.end();
        versions.erase(keepsNewest ? closed : versions.begin() + 1);
    }
}

} // namespace headwater
