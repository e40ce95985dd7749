#include "status/facttext.h"
#include "status/formats.h"
#include "status/milestones.h"

namespace headwater {

namespace {

/// Writes the fields of a fact under the names they have in the structs.
class FieldWriter
{
public:
    explicit FieldWriter(QJsonObject& row)
        : m_row(row)
    {
    }

    void put(const char* key, const std::string& value)
    {
        m_row.insert(QLatin1String(key), QString::fromStdString(value));
    }
    void put(const char* key, Serial value)
    {
        m_row.insert(QLatin1String(key), static_cast<qint64>(value.value()));
    }
    void put(const char* key, std::size_t value)
    {
        m_row.insert(QLatin1String(key), static_cast<qint64>(value));
    }
    void put(const char* key, int value) { m_row.insert(QLatin1String(key), value); }
    void put(const char* key, Instant value) { m_row.insert(QLatin1String(key), moment(value)); }
    void put(const char* key, Microseconds value)
    {
        m_row.insert(QLatin1String(key), milliseconds(value));
    }
    void put(const char* key, Rcode value) { put(key, text(value)); }
    void put(const char* key, QueryKind value)
    {
        put(key, std::string(value == QueryKind::Soa    ? "SOA"
                             : value == QueryKind::Ixfr ? "IXFR"
                                                        : "AXFR"));
    }
    void put(const char* key, Transport value) { put(key, std::string(text(value))); }
    template <typename Value> void put(const char* key, const std::optional<Value>& value)
    {
        if (value)
            put(key, *value);
    }

    void operator()(const ZonePublished& b)
    {
        put("serial", b.serial);
        put("previous", b.previous);
        put("committedAt", b.committedAt);
        put("publishedAt", b.publishedAt);
        put("added", b.added);
        put("removed", b.removed);
        put("records", b.records);
        put("author", b.author);
    }
    void operator()(const ZoneLoaded& b)
    {
        put("serial", b.serial);
        put("records", b.records);
        put("publishedAt", b.publishedAt);
        put("source", b.source);
    }
    void operator()(const ZoneRejected& b)
    {
        put("source", b.source);
        put("reason", b.reason);
    }
    void operator()(const ZoneAccepted&) {}
    void operator()(const ZoneRetiring& b)
    {
        put("until", b.until);
        put("reason", b.reason);
    }
    void operator()(const ZoneRetired&) {}
    void operator()(const NotifySent& b)
    {
        put("serial", b.serial);
        put("address", b.address);
        put("attempt", b.attempt);
    }
    void operator()(const NotifyAcknowledged& b)
    {
        put("serial", b.serial);
        put("address", b.address);
        put("rcode", b.rcode);
        put("roundTripMs", b.roundTrip);
    }
    void operator()(const NotifyUnanswered& b)
    {
        put("serial", b.serial);
        put("address", b.address);
        put("attempt", b.attempt);
        put("nextAttempt", b.nextAttempt);
        put("reason", b.reason);
    }
    void operator()(const SecondaryAsked& b)
    {
        put("query", b.kind);
        put("transport", b.transport);
        put("address", b.address);
        put("key", b.key);
        put("has", b.has);
        put("answered", b.answered);
    }
    void operator()(const TransferFinished& b)
    {
        put("query", b.kind);
        put("from", b.from);
        put("to", b.to);
        put("octets", b.octets);
        put("messages", b.messages);
        put("records", b.records);
        put("durationMs", b.duration);
        put("address", b.address);
    }
    void operator()(const TransferBroken& b)
    {
        put("query", b.kind);
        put("to", b.to);
        put("octets", b.octets);
        put("address", b.address);
        put("reason", b.reason);
    }
    void operator()(const QueryRefused& b)
    {
        put("query", b.kind);
        put("address", b.address);
        put("key", b.key);
        put("rcode", b.rcode);
        put("code", b.code);
        put("reason", b.reason);
    }
    void operator()(const ProbeAnswered& b)
    {
        put("address", b.address);
        put("serial", b.serial);
        put("rcode", b.rcode);
        put("roundTripMs", b.roundTrip);
    }
    void operator()(const ProbeUnanswered& b)
    {
        put("address", b.address);
        put("reason", b.reason);
    }
    void operator()(const SecondaryLive& b)
    {
        put("serial", b.serial);
        put("sinceCommittedMs", b.sinceCommitted);
    }
    void operator()(const EngineProblem& b)
    {
        put("place", b.place);
        put("problem", b.text);
    }
    void operator()(const EngineProblemEnded& b) { put("place", b.place); }

private:
    QJsonObject& m_row;
};

} // namespace

QJsonObject factRow(const Fact& fact)
{
    QJsonObject row;
    row.insert(QStringLiteral("at"), moment(fact.at));
    row.insert(QStringLiteral("kind"), factKind(fact));
    const FactPlace place = placeOf(fact);
    if (place.zone != nullptr)
        row.insert(QStringLiteral("zone"), QString::fromStdString(place.zone->display()));
    if (place.secondary != nullptr)
        row.insert(QStringLiteral("secondary"), QString::fromStdString(*place.secondary));
    row.insert(QStringLiteral("text"), factText(fact));
    FieldWriter writer(row);
    std::visit(writer, fact.body);
    return row;
}

} // namespace headwater
