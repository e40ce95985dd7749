#include "format.h"

#include <array>
#include <cmath>

#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <QLocale>
#include <QRegularExpression>
#include <QTimeZone>

#include "live.h"

namespace headwater {

namespace {

constexpr double second = 1000.0;
constexpr double minute = 60.0 * second;
constexpr double hour = 60.0 * minute;
constexpr double day = 24.0 * hour;
constexpr double oneUnitBelow = 59950.0; // what rounds to 60.0 s is said as 1m 00s

QDateTime utc(double moment)
{
    return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(std::floor(moment)), Qt::UTC);
}

QString fixed(double value, int decimals)
{
    return QString::number(value, 'f', decimals);
}

QString twoUnits(double ms, double large, double small, QChar largeUnit, QChar smallUnit)
{
    const auto whole = static_cast<qint64>(std::floor(ms / small));
    const auto ratio = static_cast<qint64>(large / small);
    return QStringLiteral("%1%2 %3%4")
        .arg(whole / ratio)
        .arg(largeUnit)
        .arg(whole % ratio, 2, 10, QLatin1Char('0'))
        .arg(smallUnit);
}

/// `digits` significant ones from the second unit on; the first is always whole.
QString stepped(double value, const std::array<const char*, 5>& units, int digits)
{
    if (std::round(value) < 1000) {
        return fixed(value, 0) + QLatin1String(units[0]);
    }
    std::size_t unit = 0;
    do {
        value /= 1000.0;
        ++unit;
    } while (unit + 1 < units.size() && std::round(value) >= 1000);
    const double rounded = fixed(value, digits - 1).toDouble();
    const int whole = static_cast<int>(fixed(std::floor(rounded), 0).size());
    return fixed(value, std::max(0, digits - whole)) + QLatin1String(units[unit]);
}

/// From a minute on: two units, then whole days.
QString longDuration(double ms)
{
    const double whole = std::round(ms / second) * second;
    if (whole < hour) {
        return twoUnits(whole, minute, second, u'm', u's');
    }
    if (whole < 3 * day) {
        return twoUnits(whole, hour, minute, u'h', u'm');
    }
    if (whole < 10 * day) {
        return twoUnits(whole, day, hour, u'd', u'h');
    }
    return fixed(std::floor(whole / day), 0) + QStringLiteral(" d");
}

} // namespace

QString Format::duration(double ms)
{
    if (!std::isfinite(ms)) {
        return {};
    }
    const double time = std::max(0.0, ms);
    if (time < 99.95) {
        return fixed(time, 1) + QStringLiteral(" ms");
    }
    if (time < 999.5) {
        return fixed(time, 0) + QStringLiteral(" ms");
    }
    if (time < oneUnitBelow) {
        return fixed(time / second, time < 9995.0 ? 2 : 1) + QStringLiteral(" s");
    }
    return longDuration(time);
}

QString Format::setDuration(double ms)
{
    static const QRegularExpression zeros(QStringLiteral("\\.(\\d*?)0+ "));
    const QString text = duration(ms);
    const QRegularExpressionMatch match = zeros.match(text);
    if (!match.hasMatch()) {
        return text;
    }
    const QString rest = match.captured(1);
    return text.left(match.capturedStart()) +
           (rest.isEmpty() ? QString() : QLatin1Char('.') + rest) + QLatin1Char(' ') +
           text.mid(match.capturedEnd());
}

QString Format::openDuration(double ms)
{
    if (!std::isfinite(ms)) {
        return {};
    }
    const double time = std::max(0.0, ms);
    const auto floored = [time](double unit, double step, const char* name) {
        return QStringLiteral("> ") + fixed(std::floor(time / unit) * step, 0) +
               QLatin1String(name);
    };
    if (time < second) {
        return floored(100.0, 100.0, " ms");
    }
    if (time < minute) {
        return floored(second, 1, " s");
    }
    if (time < hour) {
        return floored(minute, 1, "m");
    }
    return time < 3 * day ? floored(hour, 1, "h") : floored(day, 1, " d");
}

QString Format::durationNumber(double ms)
{
    const QString text = duration(ms);
    return ms < oneUnitBelow ? text.section(QLatin1Char(' '), 0, 0) : text;
}

QString Format::durationUnit(double ms)
{
    return ms < oneUnitBelow ? duration(ms).section(QLatin1Char(' '), 1) : QString();
}

QString Format::age(double moment, double now)
{
    if (!std::isfinite(moment)) {
        return {};
    }
    return now - moment < day ? elapsed(now - moment) : date(moment, now);
}

QString Format::elapsed(double ms)
{
    if (!std::isfinite(ms)) {
        return {};
    }
    const double time = std::max(0.0, ms);
    if (time < 19950.0) {
        return fixed(time / second, 1) + QStringLiteral(" s");
    }
    return time < 59500.0 ? fixed(time / second, 0) + QStringLiteral(" s") : longDuration(time);
}

QString Format::time(double moment)
{
    return std::isfinite(moment) ? utc(moment).toString(QStringLiteral("HH:mm:ss")) : QString();
}

QString Format::eventTime(double moment)
{
    return std::isfinite(moment) ? utc(moment).toString(QStringLiteral("HH:mm:ss.zzz")) : QString();
}

QString Format::date(double moment, double now)
{
    if (!std::isfinite(moment)) {
        return {};
    }
    const QDate at = utc(moment).date();
    const QString year = at.year() == utc(now).date().year()
                             ? QString()
                             : QLatin1Char(' ') + QString::number(at.year());
    return QString::number(at.day()) + QLatin1Char(' ') +
           QLocale::c().monthName(at.month(), QLocale::ShortFormat) + year;
}

QString Format::dateTime(double moment, double now)
{
    if (!std::isfinite(moment)) {
        return {};
    }
    const QDateTime at = utc(moment);
    return QLocale::c().dayName(at.date().dayOfWeek(), QLocale::ShortFormat) + QLatin1Char(' ') +
           date(moment, now) + QLatin1Char(' ') + at.toString(QStringLiteral("HH:mm"));
}

QString Format::count(double n)
{
    if (!std::isfinite(n)) {
        return {};
    }
    QString digits = fixed(std::abs(n), 0);
    for (qsizetype at = digits.size() - 3; at > 0; at -= 3) {
        digits.insert(at, QLatin1Char(','));
    }
    return n < 0 ? QChar(0x2212) + digits : digits;
}

QString Format::shortCount(double n)
{
    return std::isfinite(n) && n >= 0 ? stepped(n, {"", " k", " M", " G", " T"}, 3) : QString();
}

QString Format::rate(double perSecond)
{
    if (perSecond > 0 && perSecond < 9.95) {
        return fixed(perSecond, 1) + QStringLiteral("/s");
    }
    const QString number = shortCount(perSecond);
    return number.isEmpty() ? number : number + QStringLiteral("/s");
}

QString Format::bytes(double octets)
{
    return std::isfinite(octets) && octets >= 0
               ? stepped(octets, {" B", " kB", " MB", " GB", " TB"}, 2)
               : QString();
}

QString Format::byteRate(double perSecond)
{
    const QString number = bytes(perSecond);
    return number.isEmpty() ? number : number + QStringLiteral("/s");
}

QString Format::share(double part)
{
    if (!std::isfinite(part)) {
        return {};
    }
    if (part >= 1) {
        return QStringLiteral("100 %");
    }
    const double percent = std::max(0.0, part) * 100.0;
    if (percent < 99.0) {
        return fixed(percent, 1) + QStringLiteral(" %");
    }
    // As many nines as it takes to reach another digit, never rounded up to 100 %.
    constexpr int most = 7;
    static const QRegularExpression reached(QStringLiteral("\\.9*[0-8]"));
    static const QRegularExpression zeros(QStringLiteral("(\\.\\d+?)0+$"));
    for (int decimals = 1; decimals <= most; ++decimals) {
        const double factor = std::pow(10.0, decimals);
        QString digits = fixed(std::floor(percent * factor + 1e-6) / factor, decimals);
        if (decimals == most || reached.match(digits).hasMatch()) {
            return digits.replace(zeros, QStringLiteral("\\1")) + QStringLiteral(" %");
        }
    }
    return {};
}

QString Format::outOf(double part, double whole)
{
    return count(part) + QStringLiteral(" / ") + count(whole);
}

QString Format::added(double n)
{
    return n > 0 ? QLatin1Char('+') + count(n) : QString();
}

QString Format::removed(double n)
{
    return n > 0 ? QChar(0x2212) + count(n) : QString();
}

QString Format::change(double plus, double minus)
{
    return (added(plus) + QLatin1Char(' ') + removed(minus)).trimmed();
}

QString Format::serialHead(double serial)
{
    const QString digits = fixed(serial, 0);
    return digits.left(std::max<qsizetype>(0, digits.size() - 4));
}

QString Format::serialTail(double serial)
{
    return fixed(serial, 0).right(4);
}

QString Format::plural(double n, const QString& word)
{
    if (n == 1.0) {
        return QStringLiteral("1 ") + word;
    }
    const bool ies = word.endsWith(QLatin1Char('y'));
    return count(n) + QLatin1Char(' ') +
           (ies ? word.chopped(1) + QStringLiteral("ies") : word + QLatin1Char('s'));
}

QString Format::stateLabel(int state)
{
    return Live::stateLabel(static_cast<Live::State>(state));
}

QString Format::address(const QString& address)
{
    return address.endsWith(QLatin1String(":53")) ? address.chopped(3) : address;
}

QString Format::dig(const QString& zone, const QString& address)
{
    QString host = address;
    QString port;
    const qsizetype colon = address.lastIndexOf(QLatin1Char(':'));
    const bool bracketed = address.startsWith(QLatin1Char('['));
    if (colon > 0 && (bracketed ? address.at(colon - 1) == QLatin1Char(']')
                                : address.count(QLatin1Char(':')) == 1)) {
        host = address.left(colon);
        port = address.mid(colon + 1);
    }
    host.remove(QLatin1Char('[')).remove(QLatin1Char(']'));
    const QString withPort =
        port.isEmpty() || port == QLatin1String("53") ? QString() : QStringLiteral(" -p ") + port;
    return QStringLiteral("dig @%1%2 %3 SOA +norec +nsid +tries=1 +time=2")
        .arg(host, withPort, zone);
}

QString Format::sentence(const QString& text, const QStringList& names, const QString& strong,
                         const QColor& ink)
{
    const QString mono = QStringLiteral("<span style=\"font-family:'JetBrains Mono'\">\\1</span>");
    QString result = text.toHtmlEscaped();
    const QString bold = strong.toHtmlEscaped();
    if (!bold.isEmpty() && result.endsWith(bold)) {
        result = result.chopped(bold.size()) +
                 QStringLiteral("<span style=\"font-weight:500\">%1</span>").arg(bold);
    }
    static const QRegularExpression code(QStringLiteral("\\b((?!NOTIFY\\b)[A-Z]{6,})\\b"));
    result.replace(
        code, QStringLiteral("<span style=\"font-family:'JetBrains Mono';color:%1\">\\1</span>")
                  .arg(ink.name()));
    for (const QString& name : names) {
        if (!name.isEmpty()) {
            const QRegularExpression whole(QStringLiteral("(?<![\\w.-])(") +
                                           QRegularExpression::escape(name.toHtmlEscaped()) +
                                           QStringLiteral(")(?![\\w-]|\\.\\w)"));
            result.replace(whole, mono);
        }
    }
    return result;
}

void Format::copy(const QString& text)
{
    if (QClipboard* clipboard = QGuiApplication::clipboard()) {
        clipboard->setText(text);
    }
}

} // namespace headwater
