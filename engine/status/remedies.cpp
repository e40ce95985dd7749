#include "status/remedies.h"

#include <map>

#include "status/formats.h"

namespace headwater {

namespace {

using Facts = RemedyFacts;

QString str(const std::string& text)
{
    return QString::fromStdString(text);
}

QString keyOr(const QString& key, const char* otherwise)
{
    return key.isEmpty() ? QLatin1String(otherwise) : key;
}

QString withoutStop(QString text)
{
    while (text.endsWith(QLatin1Char('.')))
        text.chop(1);
    return text;
}

Remedy badKey(const Facts& f)
{
    const QString used = str(f.error.key);
    const QString text =
        used.isEmpty()
            ? QStringLiteral("BADKEY: it does not sign with a key that is known here")
            : QStringLiteral("BADKEY: it signs with %1, which is unknown here").arg(used);
    return {QStringLiteral("Transfer refused"), QStringLiteral("transfer"), text,
            QStringLiteral("Install %1 on %2, then retry.")
                .arg(keyOr(f.keyWanted, "its key"), f.place)};
}

Remedy badSig(const Facts& f)
{
    return {QStringLiteral("Transfer refused"), QStringLiteral("transfer"),
            QStringLiteral("BADSIG: the key name matches, the secret or algorithm does not"),
            QStringLiteral("Copy the secret of %1 to %2 again.")
                .arg(keyOr(f.keyWanted, "its key"), f.place)};
}

Remedy badTime(const Facts& f)
{
    const QString reason = withoutStop(str(f.error.text));
    return {QStringLiteral("Transfer refused"), QStringLiteral("transfer"),
            QStringLiteral("BADTIME: ") +
                (reason.isEmpty() ? QStringLiteral("its clock is far from ours") : reason),
            QStringLiteral("Correct the clock on %1, then retry.").arg(f.place)};
}

Remedy transferRefused(const Facts& f)
{
    const QString address = f.error.address.empty() ? f.place : str(f.error.address);
    return {
        QStringLiteral("Transfer refused"), QStringLiteral("transfer"),
        QStringLiteral("Refused by our access list: %1 may not fetch %2").arg(address, f.zone),
        QStringLiteral("Add %1 to %2, or check which address it asks from.").arg(address, f.place)};
}

Remedy transferAborted(const Facts& f)
{
    const auto times = static_cast<std::uint64_t>(f.error.times);
    return {QStringLiteral("Transfer broken off"), QStringLiteral("transfer"),
            QStringLiteral("It closed the connection after %1, %2")
                .arg(octetsText(f.error.octets), countOf(times, QStringLiteral("time"))),
            QStringLiteral("Check disk space and message size limits on %1.").arg(f.place)};
}

Remedy transferSlow(const Facts& f)
{
    return {QStringLiteral("Transfer slow"), QStringLiteral("transfer"),
            QStringLiteral("It asked %1 ago and has not finished the transfer")
                .arg(durationText(f.sinceStep)),
            QStringLiteral("Check the path to %1.").arg(f.site)};
}

Remedy transferLimit(const Facts& f)
{
    return {QStringLiteral("Transfer waits"), QStringLiteral("transfer"),
            QStringLiteral("Answered SERVFAIL: as many transfers run as may at a time"),
            QStringLiteral("Let %1 fetch fewer zones at once, or raise dns.transfers and "
                           "dns.transfers-per-secondary.")
                .arg(f.place)};
}

Remedy connectionLimit(const Facts& f)
{
    return {QStringLiteral("Connection refused"), QStringLiteral("ask"),
            QStringLiteral("Answered SERVFAIL: it has as many connections open as it may"),
            QStringLiteral("Let %1 use fewer connections, or raise dns.connections-per-secondary.")
                .arg(f.place)};
}

Remedy rateLimit(const Facts& f)
{
    const QString address = f.error.address.empty() ? f.place : str(f.error.address);
    return {QStringLiteral("Asks too often"), QStringLiteral("ask"),
            QStringLiteral("Answered SERVFAIL: %1 asks more often than it may").arg(address),
            QStringLiteral("Find out why %1 asks so often, or raise dns.questions-per-second.")
                .arg(f.place)};
}

Remedy notLoaded(const Facts& f)
{
    return {QStringLiteral("Nothing to serve"), QStringLiteral("publish"),
            QStringLiteral("Answered SERVFAIL: %1 is known here, but no version of it is loaded")
                .arg(f.zone),
            QStringLiteral("Look at why %1 was refused or cannot be read here.").arg(f.zone)};
}

Remedy tls(const Facts& f)
{
    return {QStringLiteral("TLS failed"), QStringLiteral("transfer"),
            QStringLiteral("TLS failed: ") + withoutStop(str(f.error.text)),
            QStringLiteral("Renew the certificate of %1.").arg(f.place)};
}

Remedy notifyTimeout(const Facts& f)
{
    QString text = f.silent == 1
                       ? QStringLiteral("1 address does not answer NOTIFY")
                       : QStringLiteral("%1 addresses do not answer NOTIFY").arg(f.silent);
    if (f.others == 1)
        text += QStringLiteral("; the other secondary does");
    else if (f.others > 1)
        text += QStringLiteral("; the other %1 secondaries do").arg(f.others);
    const QString reason = withoutStop(str(f.error.text));
    if (!reason.isEmpty())
        text += QStringLiteral(" (%1)").arg(reason);
    const QString remedy = reason.startsWith(QStringLiteral("port closed"))
                               ? QStringLiteral("Start the name server on %1.").arg(f.place)
                               : QStringLiteral("Check the path to %1.").arg(f.site);
    return {QStringLiteral("NOTIFY not acked"), QStringLiteral("ack"), text, remedy};
}

Remedy notifyRefused(const Facts& f)
{
    const QString ours = keyOr(f.ourAddress, "our address");
    return {QStringLiteral("NOTIFY refused"), QStringLiteral("ack"),
            QStringLiteral("Refused: it does not accept NOTIFY from %1").arg(ours),
            QStringLiteral("Allow %1 as a primary on %2.").arg(ours, f.place)};
}

Remedy notifyUnsupported(const Facts& f)
{
    return {QStringLiteral("NOTIFY not supported"), QStringLiteral("ack"),
            QStringLiteral("It answers %1; it probably polls")
                .arg(f.error.rcode.empty() ? QStringLiteral("NOTIMP") : str(f.error.rcode)),
            QStringLiteral("Set %1 to \"polls\", with its interval as budget.").arg(f.place)};
}

Remedy noAsk(const Facts& f)
{
    return {QStringLiteral("It does not ask"), QStringLiteral("ask"),
            QStringLiteral("It acked %1 ago and has not asked").arg(durationText(f.sinceStep)),
            QStringLiteral("Raise its parallel transfers, or spread NOTIFY.")};
}

Remedy notConfigured(const Facts& f)
{
    return {
        QStringLiteral("Zone not set up"), QStringLiteral("ask"),
        QStringLiteral("It answers %1 for the zone: the zone is not set up there")
            .arg(f.error.rcode.empty() ? QStringLiteral("NOTAUTH or REFUSED") : str(f.error.rcode)),
        QStringLiteral("Add %1 on %2, or to its catalog zone.").arg(f.zone, f.place)};
}

Remedy oldAnswer(const Facts& f)
{
    const QString shown = keyOr(f.shown, "something older");
    const QString who =
        f.addresses == 1
            ? QStringLiteral("its public address still answers %1").arg(shown)
            : QStringLiteral("not all of its %1 public addresses do, the oldest answer is %2")
                  .arg(countText(f.addresses), shown);
    return {QStringLiteral("Old answer"), QStringLiteral("activate"),
            QStringLiteral("The transfer succeeded, ") + who,
            QStringLiteral("Check whether %1 reloaded, and every node behind its address.")
                .arg(f.place)};
}

Remedy serialAhead(const Facts& f)
{
    return {QStringLiteral("Serial ahead"), QStringLiteral("activate"),
            QStringLiteral("It answers %1, newer than anything we published").arg(f.shown),
            QStringLiteral("Publish with a serial above %1.").arg(f.shown)};
}

Remedy expiring(const Facts& f)
{
    return {QStringLiteral("Zone expires"), QStringLiteral("transfer"),
            QStringLiteral("SOA EXPIRE runs out at %1; after that it stops answering").arg(f.until),
            QStringLiteral("Restore transfers before %1.").arg(f.until)};
}

Remedy unobserved(const Facts& f)
{
    return {QStringLiteral("Not observed"), QStringLiteral("activate"),
            QStringLiteral("Probes time out from 1 of 1 vantages"),
            QStringLiteral("Check the public address of %1.").arg(f.place)};
}

Remedy sourceDown(const Facts& f)
{
    return {QStringLiteral("Source down"), QStringLiteral("publish"),
            withoutStop(str(f.error.text)), QStringLiteral("Restore the source.")};
}

Remedy rejected(const Facts& f)
{
    return {QStringLiteral("Zone refused"), QStringLiteral("publish"),
            QStringLiteral("%1 was refused: %2").arg(f.zone, withoutStop(str(f.error.text))),
            QStringLiteral("Fix the record. The last good version stays live.")};
}

Remedy inFlight(const Facts&)
{
    return {QStringLiteral("In flight"), {}, QStringLiteral("inside budget"), {}};
}

} // namespace

Remedy remedyFor(const std::string& code, const RemedyFacts& facts)
{
    static const std::map<std::string, Remedy (*)(const Facts&)> Table{
        {"badkey", badKey},
        {"badsig", badSig},
        {"badtime", badTime},
        {"xfr-refused", transferRefused},
        {"xfr-aborted", transferAborted},
        {"xfr-slow", transferSlow},
        {"transfer-limit", transferLimit},
        {"connection-limit", connectionLimit},
        {"rate-limit", rateLimit},
        {"not-loaded", notLoaded},
        {"tls", tls},
        {"notify-timeout", notifyTimeout},
        {"notify-refused", notifyRefused},
        {"notify-unsupported", notifyUnsupported},
        {"no-ask", noAsk},
        {"not-configured", notConfigured},
        {"old-answer", oldAnswer},
        {"serial-ahead", serialAhead},
        {"expiring", expiring},
        {"unobserved", unobserved},
        {"source-down", sourceDown},
        {"rejected", rejected},
        {"in-flight", inFlight},
    };
    const auto found = Table.find(code);
    if (found != Table.end())
        return found->second(facts);
    // The server may name a code that has no words here yet: its own sentence is better than none.
    return {str(code), QStringLiteral("transfer"), withoutStop(str(facts.error.text)),
            QStringLiteral("Look at the log of %1.").arg(facts.place)};
}

} // namespace headwater
