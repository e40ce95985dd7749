#include <algorithm>

#include "status/feed.h"
#include "status/formats.h"

namespace headwater {

namespace {

constexpr std::chrono::hours Range{1};
constexpr std::size_t OpenAges = 1000; ///< the oldest; they decide the percentiles

QString str(const std::string& text)
{
    return QString::fromStdString(text);
}

QJsonValue optionalNumber(const std::optional<double>& value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

QJsonValue serialValue(const std::optional<Serial>& serial)
{
    return serial ? QJsonValue(static_cast<qint64>(serial->value())) : QJsonValue();
}

QString stateText(LastNotify::State state)
{
    switch (state) {
    case LastNotify::State::None:
        return QStringLiteral("none");
    case LastNotify::State::Waiting:
        return QStringLiteral("waiting");
    case LastNotify::State::Acknowledged:
        return QStringLiteral("acked");
    case LastNotify::State::Unanswered:
        return QStringLiteral("unanswered");
    case LastNotify::State::Refused:
        break;
    }
    return QStringLiteral("refused");
}

QString notifyText(const LedgerSecondary& peer)
{
    const LastNotify& last = peer.notify;
    switch (last.state) {
    case LastNotify::State::None:
        return peer.config.polls ? QStringLiteral("polls") : QStringLiteral("none");
    case LastNotify::State::Waiting:
        return last.attempt > 1 ? QStringLiteral("try %1").arg(last.attempt)
                                : QStringLiteral("sent");
    case LastNotify::State::Acknowledged:
        return QStringLiteral("acked in ") + durationText(last.roundTrip);
    case LastNotify::State::Unanswered:
        return last.nextRetry ? QStringLiteral("try %1 at %2")
                                    .arg(last.attempt + 1)
                                    .arg(timeText(*last.nextRetry))
                              : QStringLiteral("try %1 not answered").arg(last.attempt);
    case LastNotify::State::Refused:
        break;
    }
    return QStringLiteral("refused: ") + str(last.rcode);
}

QJsonObject notifyRow(const LedgerSecondary& peer)
{
    const LastNotify& last = peer.notify;
    const bool answered =
        last.state == LastNotify::State::Acknowledged || last.state == LastNotify::State::Refused;
    return {{QStringLiteral("state"), stateText(last.state)},
            {QStringLiteral("text"), notifyText(peer)},
            {QStringLiteral("rttMs"),
             answered ? QJsonValue(milliseconds(last.roundTrip)) : QJsonValue()},
            {QStringLiteral("attempt"), last.attempt},
            {QStringLiteral("nextRetryAt"),
             last.nextRetry ? QJsonValue(moment(*last.nextRetry)) : QJsonValue()},
            {QStringLiteral("rcode"), str(last.rcode)}};
}

QJsonValue transferRow(const std::optional<LastTransfer>& transfer)
{
    if (!transfer)
        return {};
    return QJsonObject{{QStringLiteral("kind"), transfer->kind == QueryKind::Ixfr
                                                    ? QStringLiteral("IXFR")
                                                    : QStringLiteral("AXFR")},
                       {QStringLiteral("octets"), static_cast<qint64>(transfer->octets)},
                       {QStringLiteral("ms"), milliseconds(transfer->duration)},
                       {QStringLiteral("at"), moment(transfer->at)},
                       {QStringLiteral("from"), serialValue(transfer->from)},
                       {QStringLiteral("to"), serialValue(transfer->to)}};
}

QJsonValue probeRow(const std::optional<LastProbe>& probe)
{
    if (!probe)
        return {};
    return QJsonObject{{QStringLiteral("serial"), serialValue(probe->serial)},
                       {QStringLiteral("rttMs"), milliseconds(probe->roundTrip)},
                       {QStringLiteral("at"), moment(probe->at)}};
}

/// The greatest number of versions a zone lacks there; over the 500 oldest open pairs.
std::uint64_t versionsBehind(const Ledger& ledger, const LedgerSecondary& peer,
                             SecondaryId secondary)
{
    std::uint64_t most = 0;
    std::size_t looked = 0;
    for (const auto& open : peer.open) {
        if (++looked > 500)
            break;
        const LedgerZone& zone = ledger.zone(open.second);
        most = std::max(most, zone.behind(zone.pairs[secondary]));
    }
    return most;
}

} // namespace

QJsonObject secondaryRow(Ledger& ledger, SecondaryId secondary,
                         const std::vector<CauseView>& causes, Instant now)
{
    LedgerSecondary& peer = ledger.secondaries()[secondary];
    std::uint32_t zones = 0;
    for (const std::uint32_t each : peer.counts)
        zones += each;
    std::vector<double> times = peer.toLive.since(now - Range);
    std::size_t ages = 0;
    for (auto it = peer.open.begin(); it != peer.open.end() && ages < OpenAges; ++it, ++ages)
        times.push_back(milliseconds(now - it->first));
    const Percentiles spread = percentiles(std::move(times));

    QString error;
    QString code;
    const QString name = str(peer.config.name);
    const auto cause = std::find_if(causes.begin(), causes.end(), [&](const CauseView& each) {
        return each.state != SyncState::Moving && each.secondaries.contains(name);
    });
    if (cause != causes.end()) {
        error = cause->remedy.text;
        code = str(cause->code);
    }
    QJsonArray roundTrips;
    for (const double each : peer.roundTrips)
        roundTrips.append(each);
    return {{QStringLiteral("name"), name},
            {QStringLiteral("site"), str(peer.config.site)},
            {QStringLiteral("address"), str(peer.config.address)},
            {QStringLiteral("state"), text(peer.state())},
            {QStringLiteral("zones"), static_cast<qint64>(zones)},
            {QStringLiteral("zonesLive"), static_cast<qint64>(peer.counts[index(SyncState::Ok)])},
            {QStringLiteral("zonesBehind"), static_cast<qint64>(peer.open.size())},
            {QStringLiteral("versionsBehind"),
             static_cast<qint64>(versionsBehind(ledger, peer, secondary))},
            {QStringLiteral("notify"), notifyRow(peer)},
            {QStringLiteral("rttsMs"), roundTrips},
            {QStringLiteral("p50Ms"), optionalNumber(spread.p50)},
            {QStringLiteral("p99Ms"), optionalNumber(spread.p99)},
            {QStringLiteral("samples"), static_cast<qint64>(spread.samples)},
            {QStringLiteral("budgetMs"), milliseconds(peer.budgetAt(now))},
            {QStringLiteral("lastTransfer"), transferRow(peer.transfer)},
            {QStringLiteral("key"), str(peer.config.key)},
            {QStringLiteral("error"), error},
            {QStringLiteral("causeCode"), code},
            {QStringLiteral("probe"), probeRow(peer.probe)}};
}

} // namespace headwater
