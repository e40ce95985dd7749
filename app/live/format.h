#pragma once

#include <QColor>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

namespace headwater {

/// Numbers and moments as a person reads them; tests/formats.json is the table of cases, shared
/// with the web page. Unknown numbers (NaN) give an empty text. Times are UTC. Durations in ms,
/// moments in ms since 1970.
class Format : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON

public:
    using QObject::QObject;

    /// "1.9 ms", "186 ms", "1.42 s", "4m 12s", "6d 23h", "12 d".
    Q_INVOKABLE [[nodiscard]] static QString duration(double ms);
    /// Of what was set or stands on an axis, without needless zeros: "5 s", "1.5 s".
    Q_INVOKABLE [[nodiscard]] static QString setDuration(double ms);
    /// Still running: "> 4m".
    Q_INVOKABLE [[nodiscard]] static QString openDuration(double ms);
    /// The number of a duration without its unit, and the unit; two-unit durations have none.
    Q_INVOKABLE [[nodiscard]] static QString durationNumber(double ms);
    Q_INVOKABLE [[nodiscard]] static QString durationUnit(double ms);
    /// Of something that happened at `moment`: as duration, from 24 h on the date.
    Q_INVOKABLE [[nodiscard]] static QString age(double moment, double now);
    /// How long something has been going on: "1.1 s", "21 s", "4m 12s".
    Q_INVOKABLE [[nodiscard]] static QString elapsed(double ms);
    Q_INVOKABLE [[nodiscard]] static QString time(double moment);             ///< "14:32:07"
    Q_INVOKABLE [[nodiscard]] static QString eventTime(double moment);        ///< "14:32:06.912"
    Q_INVOKABLE [[nodiscard]] static QString date(double moment, double now); ///< "19 Nov"
    /// "Tue 18 Nov 11:14", with the year if it is not that of `now`.
    Q_INVOKABLE [[nodiscard]] static QString dateTime(double moment, double now);
    Q_INVOKABLE [[nodiscard]] static QString count(double n);      ///< "48,213"
    Q_INVOKABLE [[nodiscard]] static QString shortCount(double n); ///< "18.4 k", for tiles and axes
    Q_INVOKABLE [[nodiscard]] static QString rate(double perSecond);     ///< "18.4 k/s"
    Q_INVOKABLE [[nodiscard]] static QString bytes(double octets);       ///< "711 kB"
    Q_INVOKABLE [[nodiscard]] static QString byteRate(double perSecond); ///< "1.2 MB/s"
    /// Of a share 0..1: "1.2 %", "99.92 %", "99.99998 %".
    Q_INVOKABLE [[nodiscard]] static QString share(double part);
    Q_INVOKABLE [[nodiscard]] static QString outOf(double part, double whole); ///< "11 / 12"
    /// "+4 −4"; what is zero is left out.
    Q_INVOKABLE [[nodiscard]] static QString change(double added, double removed);
    Q_INVOKABLE [[nodiscard]] static QString added(double n);   ///< "+4", empty if 0
    Q_INVOKABLE [[nodiscard]] static QString removed(double n); ///< "−4", empty if 0
    /// A serial in two parts: the muted head, and the last four digits.
    Q_INVOKABLE [[nodiscard]] static QString serialHead(double serial);
    Q_INVOKABLE [[nodiscard]] static QString serialTail(double serial);
    /// "37 zones", "1 zone".
    Q_INVOKABLE [[nodiscard]] static QString plural(double n, const QString& word);

    /// The word of a Live.State: "Stuck", "Late", ...
    Q_INVOKABLE [[nodiscard]] static QString stateLabel(int state);
    /// A runnable command that asks `address` (port only if not 53) for the zone's SOA.
    Q_INVOKABLE [[nodiscard]] static QString dig(const QString& zone, const QString& address);
    /// An address as shown: the port is dropped if it is 53.
    Q_INVOKABLE [[nodiscard]] static QString address(const QString& address);
    /// Escaped for Text.RichText: each of `names` in the mono family, codes (BADKEY) too and in the
    /// colour `ink`, `strong` in bold if the text ends with it.
    Q_INVOKABLE [[nodiscard]] static QString sentence(const QString& text, const QStringList& names,
                                                      const QString& strong, const QColor& ink);

    /// Puts a text on the clipboard.
    Q_INVOKABLE static void copy(const QString& text);
};

} // namespace headwater
