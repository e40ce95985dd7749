#include "status/facttext.h"

#include <array>

#include "status/formats.h"
#include "status/milestones.h"

namespace headwater {

namespace {

QString str(const std::string& text)
{
    return QString::fromStdString(text);
}

QString kindText(QueryKind kind)
{
    static constexpr std::array Names{"SOA", "IXFR", "AXFR"};
    return QLatin1String(Names[static_cast<std::size_t>(kind)]);
}

QString place(const Name& zone, const std::string& secondary)
{
    return str(zone.display()) + QStringLiteral(" on ") + str(secondary) + QStringLiteral(": ");
}

/// The same for what anybody permitted may do, not only a secondary.
QString client(const Name& zone, const std::string& secondary, const std::string& address)
{
    return place(zone, secondary.empty() ? address : secondary);
}

QString serialText(Serial serial)
{
    return QString::number(serial.value());
}

struct TextOf
{
    QString operator()(const ZonePublished& b) const
    {
        QString text = str(b.zone.display()) + QLatin1Char(' ') + serialText(b.serial) +
                       QStringLiteral(" published");
        const QString change = changeText(b.added, b.removed);
        if (!change.isEmpty())
            text += QStringLiteral(", ") + change;
        text += QStringLiteral(", in ") + durationText(b.publishedAt - b.committedAt);
        return b.author.empty() ? text : text + QStringLiteral(", by ") + str(b.author);
    }
    QString operator()(const ZoneLoaded& b) const
    {
        return QStringLiteral("%1 %2 loaded, %3, from %4")
            .arg(str(b.zone.display()), serialText(b.serial),
                 countOf(b.records, QStringLiteral("record")), str(b.source));
    }
    QString operator()(const ZoneRejected& b) const
    {
        return QStringLiteral("%1 was refused: %2").arg(str(b.zone.display()), str(b.reason));
    }
    QString operator()(const ZoneAccepted& b) const
    {
        return str(b.zone.display()) + QStringLiteral(" is good again");
    }
    QString operator()(const ZoneRetiring& b) const
    {
        return QStringLiteral("%1 is served until %2: %3")
            .arg(str(b.zone.display()), timeText(b.until), str(b.reason));
    }
    QString operator()(const ZoneRetired& b) const
    {
        return str(b.zone.display()) + QStringLiteral(" is no longer served");
    }
    QString operator()(const NotifySent& b) const
    {
        const QString attempt =
            b.attempt > 1 ? QStringLiteral(", try %1").arg(b.attempt) : QString();
        return place(b.zone, b.secondary) +
               QStringLiteral("NOTIFY %1 sent to %2").arg(serialText(b.serial), str(b.address)) +
               attempt;
    }
    QString operator()(const NotifyAcknowledged& b) const
    {
        const QString what = b.rcode == Rcode::NoError
                                 ? QStringLiteral("acked")
                                 : QStringLiteral("answered with %1").arg(str(text(b.rcode)));
        return place(b.zone, b.secondary) +
               QStringLiteral("NOTIFY %1 %2 in %3")
                   .arg(serialText(b.serial), what, durationText(b.roundTrip));
    }
    QString operator()(const NotifyUnanswered& b) const
    {
        const QString next =
            b.nextAttempt ? QStringLiteral("; next at ") + timeText(*b.nextAttempt) : QString();
        return place(b.zone, b.secondary) +
               QStringLiteral("NOTIFY %1, try %2, not answered: %3%4")
                   .arg(serialText(b.serial), QString::number(b.attempt), str(b.reason), next);
    }
    QString operator()(const SecondaryAsked& b) const
    {
        const QString has = b.has ? QStringLiteral(" from ") + serialText(*b.has) : QString();
        return client(b.zone, b.secondary, b.address) +
               QStringLiteral("asked for %1%2, given %3")
                   .arg(kindText(b.kind), has, serialText(b.answered));
    }
    QString operator()(const TransferFinished& b) const
    {
        if (b.kind == QueryKind::Soa)
            return client(b.zone, b.secondary, b.address) +
                   QStringLiteral("up to date at %1").arg(serialText(b.to));
        return client(b.zone, b.secondary, b.address) +
               QStringLiteral("%1 to %2, %3, %4 in %5")
                   .arg(kindText(b.kind), serialText(b.to), octetsText(b.octets),
                        countOf(b.messages, QStringLiteral("message")), durationText(b.duration));
    }
    QString operator()(const TransferBroken& b) const
    {
        return client(b.zone, b.secondary, b.address) +
               QStringLiteral("%1 to %2 broken after %3: %4")
                   .arg(kindText(b.kind), serialText(b.to), octetsText(b.octets), str(b.reason));
    }
    QString operator()(const QueryRefused& b) const
    {
        const QString who = b.secondary.empty() ? str(b.address)
                                                : str(b.secondary) + QStringLiteral(" (") +
                                                      str(b.address) + QLatin1Char(')');
        return QStringLiteral("%1 to %2 answered with %3: %4")
            .arg(kindText(b.kind) + QStringLiteral(" of ") + str(b.zone.display()), who,
                 str(text(b.rcode)), str(b.reason));
    }
    QString operator()(const ProbeAnswered& b) const
    {
        const QString what =
            b.serial ? QStringLiteral("shows ") + serialText(*b.serial)
                     : QStringLiteral("answers %1 without the SOA").arg(str(text(b.rcode)));
        return place(b.zone, b.secondary) + str(b.address) + QLatin1Char(' ') + what +
               QStringLiteral(" in ") + durationText(b.roundTrip);
    }
    QString operator()(const ProbeUnanswered& b) const
    {
        return place(b.zone, b.secondary) + str(b.address) + QStringLiteral(" does not answer: ") +
               str(b.reason);
    }
    QString operator()(const SecondaryLive& b) const
    {
        return place(b.zone, b.secondary) +
               QStringLiteral("%1 live after %2")
                   .arg(serialText(b.serial), durationText(b.sinceCommitted));
    }
    QString operator()(const EngineProblem& b) const
    {
        return str(b.place) + QStringLiteral(": ") + str(b.text);
    }
    QString operator()(const EngineProblemEnded& b) const
    {
        return str(b.place) + QStringLiteral(": works again");
    }
};

struct LevelOf
{
    LogLevel operator()(const ZoneRejected&) const { return LogLevel::Warning; }
    LogLevel operator()(const ZoneRetiring&) const { return LogLevel::Warning; }
    LogLevel operator()(const NotifyUnanswered& b) const
    {
        // The first is common when a server restarts; then each doubling of the wait is one line.
        return b.attempt >= 2 ? LogLevel::Warning : LogLevel::Notice;
    }
    LogLevel operator()(const NotifyAcknowledged& b) const
    {
        return b.rcode == Rcode::NoError ? LogLevel::Notice : LogLevel::Warning;
    }
    LogLevel operator()(const TransferBroken&) const { return LogLevel::Warning; }
    LogLevel operator()(const QueryRefused&) const { return LogLevel::Warning; }
    LogLevel operator()(const ProbeUnanswered&) const { return LogLevel::Warning; }
    LogLevel operator()(const EngineProblem&) const { return LogLevel::Warning; }
    LogLevel operator()(const ZoneLoaded&) const { return LogLevel::Debug; }
    LogLevel operator()(const SecondaryAsked&) const { return LogLevel::Debug; }
    LogLevel operator()(const ProbeAnswered&) const { return LogLevel::Debug; }
    template <typename Body> LogLevel operator()(const Body&) const { return LogLevel::Notice; }
};

} // namespace

QString factText(const Fact& fact)
{
    return std::visit(TextOf{}, fact.body);
}

LogLine logLine(const Fact& fact)
{
    return {std::visit(LevelOf{}, fact.body), factText(fact)};
}

QString factKind(const Fact& fact)
{
    static constexpr std::array Kinds{"ZonePublished",  "ZoneLoaded",         "ZoneRejected",
                                      "ZoneAccepted",   "ZoneRetiring",       "ZoneRetired",
                                      "NotifySent",     "NotifyAcknowledged", "NotifyUnanswered",
                                      "SecondaryAsked", "TransferFinished",   "TransferBroken",
                                      "QueryRefused",   "ProbeAnswered",      "ProbeUnanswered",
                                      "SecondaryLive",  "EngineProblem",      "EngineProblemEnded"};
    static_assert(Kinds.size() == std::variant_size_v<Fact::Body>);
    return QLatin1String(Kinds[fact.body.index()]);
}

} // namespace headwater
