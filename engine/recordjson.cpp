#include "recordjson.h"

#include "dns/presentation.h"

namespace headwater {

namespace {

constexpr qsizetype MaximumSets = 10000;
constexpr qsizetype MaximumRecords = 100000;

QString place(const char* list, qsizetype index)
{
    return QStringLiteral("%1[%2]").arg(QLatin1String(list)).arg(index);
}

tl::unexpected<Error> wrong(const QString& where, const char* what)
{
    return failure(where.toStdString() + ": " + what);
}

Result<std::uint32_t> ttlFromJson(const QJsonObject& object, const QString& where)
{
    const QJsonValue value = object.value(QLatin1String("ttl"));
    const double ttl = value.toDouble(-1);
    if (!value.isDouble() || ttl < 0 || ttl > MaximumTtl || ttl != static_cast<std::uint32_t>(ttl))
        return wrong(where + QStringLiteral(".ttl"), "must be a number from 0 to 2147483647");
    return static_cast<std::uint32_t>(ttl);
}

Result<RRset> rrsetFromJson(const QJsonObject& object, const Name& zone, const QString& where)
{
    RRset set;
    auto owner = Name::parse(object.value(QLatin1String("name")).toString().toStdString(), zone);
    if (!owner)
        return failure(owner, where.toStdString() + ".name");
    auto type = parseRecordType(object.value(QLatin1String("type")).toString().toStdString());
    if (!type)
        return failure(type, where.toStdString() + ".type");
    const QJsonValue records = object.value(QLatin1String("records"));
    if (!records.isArray() || records.toArray().size() > MaximumRecords)
        return wrong(where + QStringLiteral(".records"), "must be a list of at most 100000 texts");
    set.owner = *owner;
    set.type = *type;
    const QJsonArray texts = records.toArray();
    if (!texts.isEmpty()) {
        auto ttl = ttlFromJson(object, where);
        if (!ttl)
            return tl::unexpected<Error>(ttl.error());
        set.ttl = *ttl;
    }
    for (qsizetype index = 0; index < texts.size(); ++index) {
        auto rdata = rdataFromText(set.type, texts[index].toString().toStdString(), zone);
        if (!rdata)
            return failure(rdata,
                           (where + QLatin1Char('.') + place("records", index)).toStdString());
        set.rdata.push_back(std::move(*rdata));
    }
    set.normalise();
    return set;
}

} // namespace

double momentToJson(Instant instant)
{
    return static_cast<double>(instant.time_since_epoch().count()) / 1000.0;
}

QJsonArray rrsetsToJson(const std::vector<Record>& records, std::size_t limit)
{
    QJsonArray sets;
    QJsonObject set;
    QJsonArray texts;
    const Record* first = nullptr;
    const auto finish = [&] {
        if (!first)
            return;
        set.insert(QStringLiteral("records"), texts);
        sets.append(set);
        texts = {};
    };
    for (const Record& record : records) {
        if (!first || first->type != record.type || first->owner != record.owner) {
            finish();
            if (static_cast<std::size_t>(sets.size()) >= limit)
                return sets;
            first = &record;
            set = {{QStringLiteral("name"), QString::fromStdString(record.owner.text())},
                   {QStringLiteral("type"), QString::fromStdString(text(record.type))},
                   {QStringLiteral("ttl"), static_cast<qint64>(record.ttl)}};
        }
        texts.append(QString::fromStdString(rdataText(record.type, record.rdata)));
    }
    finish();
    return sets;
}

Result<std::vector<RRset>> rrsetsFromJson(const QJsonObject& body, const Name& zone)
{
    const QJsonValue value = body.value(QLatin1String("rrsets"));
    if (!value.isArray() || value.toArray().isEmpty() || value.toArray().size() > MaximumSets)
        return failure("rrsets: must be a list of 1 to 10000 RRsets");
    std::vector<RRset> sets;
    const QJsonArray array = value.toArray();
    for (qsizetype index = 0; index < array.size(); ++index) {
        auto set = rrsetFromJson(array[index].toObject(), zone, place("rrsets", index));
        if (!set)
            return tl::unexpected<Error>(set.error());
        sets.push_back(std::move(*set));
    }
    return sets;
}

QJsonObject soaToJson(const Soa& soa, std::uint32_t ttl)
{
    return {{QStringLiteral("primary"), QString::fromStdString(soa.primary.text())},
            {QStringLiteral("mailbox"), QString::fromStdString(soa.mailbox.text())},
            {QStringLiteral("serial"), static_cast<qint64>(soa.serial.value())},
            {QStringLiteral("refresh"), static_cast<qint64>(soa.refresh)},
            {QStringLiteral("retry"), static_cast<qint64>(soa.retry)},
            {QStringLiteral("expire"), static_cast<qint64>(soa.expire)},
            {QStringLiteral("minimum"), static_cast<qint64>(soa.minimum)},
            {QStringLiteral("ttl"), static_cast<qint64>(ttl)}};
}

QJsonArray recordTexts(const std::vector<Record>& records, std::size_t limit)
{
    QJsonArray texts;
    for (const Record& record : records) {
        if (static_cast<std::size_t>(texts.size()) >= limit)
            break;
        texts.append(QString::fromStdString(
            recordText(record.owner, record.type, record.ttl, record.rdata)));
    }
    return texts;
}

QJsonObject versionToJson(const VersionRow& row)
{
    return {{QStringLiteral("serial"), static_cast<qint64>(row.serial.value())},
            {QStringLiteral("committedAt"), momentToJson(row.committedAt)},
            {QStringLiteral("publishedAt"), momentToJson(row.publishedAt)},
            {QStringLiteral("author"), QString::fromStdString(row.author)},
            {QStringLiteral("added"), static_cast<qint64>(row.added)},
            {QStringLiteral("removed"), static_cast<qint64>(row.removed)},
            {QStringLiteral("records"), static_cast<qint64>(row.records)},
            {QStringLiteral("digest"), QString::fromStdString(row.digest)},
            {QStringLiteral("differenceOctets"), static_cast<qint64>(row.differenceOctets)}};
}

} // namespace headwater
