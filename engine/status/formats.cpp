#include "status/formats.h"

#include <algorithm>
#include <cmath>

#include <QDateTime>
#include <QTimeZone>

namespace headwater {

namespace {

QString twoUnits(std::int64_t large, QChar largeUnit, std::int64_t rest, QChar restUnit)
{
    return QString::number(large) + largeUnit + QLatin1Char(' ') +
           QStringLiteral("%1").arg(rest, 2, 10, QLatin1Char('0')) + restUnit;
}

QString utc(Instant at, const QString& format)
{
    const auto ms = std::chrono::floor<Milliseconds>(at).time_since_epoch().count();
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(format);
}

/// Three significant digits of a value in 1 ... 60.
QString seconds(double value)
{
    const bool small = std::round(value * 100) < 1000;
    return QString::number(value, 'f', small ? 2 : 1) + QStringLiteral(" s");
}

} // namespace

QString durationText(Microseconds duration)
{
    const double ms = std::max(0.0, milliseconds(duration));
    if (std::round(ms * 10) < 1000)
        return QString::number(ms, 'f', 1) + QStringLiteral(" ms");
    if (std::round(ms) < 1000)
        return QString::number(ms, 'f', 0) + QStringLiteral(" ms");
    if (std::round(ms / 100) < 600)
        return seconds(ms / 1000);
    const auto whole = std::max<std::int64_t>(60, static_cast<std::int64_t>(ms / 1000));
    if (whole < 3600)
        return twoUnits(whole / 60, QLatin1Char('m'), whole % 60, QLatin1Char('s'));
    if (whole < 72 * 3600)
        return twoUnits(whole / 3600, QLatin1Char('h'), whole / 60 % 60, QLatin1Char('m'));
    if (whole < 10 * 86400)
        return twoUnits(whole / 86400, QLatin1Char('d'), whole / 3600 % 24, QLatin1Char('h'));
    return QString::number(whole / 86400) + QStringLiteral(" d");
}

QString openDurationText(Microseconds duration)
{
    const std::int64_t whole = std::max<std::int64_t>(0, duration.count() / 1'000'000);
    if (whole < 10)
        return QStringLiteral("> %1 s").arg(whole);
    if (whole < 60)
        return QStringLiteral("> %1 s").arg(whole / 10 * 10);
    if (whole < 3600)
        return QStringLiteral("> %1m").arg(whole / 60);
    if (whole < 72 * 3600)
        return QStringLiteral("> %1h").arg(whole / 3600);
    return QStringLiteral("> %1 d").arg(whole / 86400);
}

QString timeText(Instant at)
{
    return utc(at, QStringLiteral("HH:mm:ss"));
}

QString eventTimeText(Instant at)
{
    return utc(at, QStringLiteral("HH:mm:ss.zzz"));
}

QString countText(std::uint64_t count)
{
    QString digits = QString::number(count);
    for (qsizetype place = digits.size() - 3; place > 0; place -= 3)
        digits.insert(place, QLatin1Char(','));
    return digits;
}

QString countOf(std::uint64_t count, const QString& noun)
{
    const bool yEnding = noun.endsWith(QLatin1Char('y'));
    const QString plural = yEnding ? noun.chopped(1) + QStringLiteral("ies")
                                   : noun + (noun.endsWith(QLatin1Char('s')) ? QStringLiteral("es")
                                                                             : QStringLiteral("s"));
    return countText(count) + QLatin1Char(' ') + (count == 1 ? noun : plural);
}

QString octetsText(std::uint64_t octets)
{
    static const char* const Units[] = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    auto value = static_cast<double>(octets);
    std::size_t unit = 0;
    while (unit < 6 && std::round(value) >= 1000) {
        value /= 1000;
        ++unit;
    }
    const bool fraction = unit > 0 && std::round(value * 10) < 100;
    return QString::number(value, 'f', fraction ? 1 : 0) + QLatin1Char(' ') +
           QLatin1String(Units[unit]);
}

QString shareText(double share)
{
    const double percent = std::clamp(share, 0.0, 1.0) * 100;
    int decimals = 1;
    if (percent >= 100)
        decimals = 0;
    else if (percent >= 99)
        decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(100 - percent))), 1, 8);
    return QString::number(percent, 'f', decimals) + QStringLiteral(" %");
}

QString changeText(std::uint64_t added, std::uint64_t removed)
{
    QStringList parts;
    if (added != 0)
        parts.append(QLatin1Char('+') + countText(added));
    if (removed != 0)
        parts.append(QChar(0x2212) + countText(removed));
    return parts.join(QLatin1Char(' '));
}

double moment(Instant at)
{
    return static_cast<double>(at.time_since_epoch().count()) / 1000.0;
}

} // namespace headwater
