#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "format.h"

using headwater::Format;

/// The table is shared with the web page: both consoles write the same texts.
class FormatTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isWrittenAsTheTableSays_data();
    void isWrittenAsTheTableSays();
    void unknownNumbersAreEmpty();
    void aDigCommandNamesThePortOnlyWhenItIsNot53();
    void namesInASentenceAreMonoAndMarkupIsEscaped();
};

namespace {

QString written(const QString& format, const QJsonValue& in)
{
    const QJsonObject object = in.toObject();
    const double number = in.toDouble();
    const double at = object.value(QLatin1String("at")).toDouble();
    const double now = object.value(QLatin1String("now")).toDouble();
    if (format == QLatin1String("duration")) {
        return Format::duration(number);
    }
    if (format == QLatin1String("setDuration")) {
        return Format::setDuration(number);
    }
    if (format == QLatin1String("openDuration")) {
        return Format::openDuration(number);
    }
    if (format == QLatin1String("age")) {
        return Format::age(at, now);
    }
    if (format == QLatin1String("time")) {
        return Format::time(number);
    }
    if (format == QLatin1String("eventTime")) {
        return Format::eventTime(number);
    }
    if (format == QLatin1String("dateTime")) {
        return Format::dateTime(at, now);
    }
    if (format == QLatin1String("count")) {
        return Format::count(number);
    }
    if (format == QLatin1String("shortCount")) {
        return Format::shortCount(number);
    }
    if (format == QLatin1String("rate")) {
        return Format::rate(number);
    }
    if (format == QLatin1String("byteRate")) {
        return Format::byteRate(number);
    }
    if (format == QLatin1String("bytes")) {
        return Format::bytes(number);
    }
    if (format == QLatin1String("share")) {
        return Format::share(number);
    }
    if (format == QLatin1String("outOf")) {
        return Format::outOf(object.value(QLatin1String("part")).toDouble(),
                             object.value(QLatin1String("whole")).toDouble());
    }
    if (format == QLatin1String("change")) {
        return Format::change(object.value(QLatin1String("added")).toDouble(),
                              object.value(QLatin1String("removed")).toDouble());
    }
    return QStringLiteral("no such format: ") + format;
}

} // namespace

void FormatTest::isWrittenAsTheTableSays_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QJsonValue>("in");
    QTest::addColumn<QString>("out");
    QFile file(QStringLiteral(TESTS_FOLDER "/formats.json"));
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));
    const QJsonArray cases = QJsonDocument::fromJson(file.readAll()).array();
    QVERIFY(cases.size() > 50);
    int row = 0;
    for (const QJsonValue& value : cases) {
        const QString format = value[QLatin1String("format")].toString();
        const QJsonValue in = value[QLatin1String("in")];
        const QString out = value[QLatin1String("out")].toString();
        QTest::addRow("%d %s %s", ++row, qPrintable(format), qPrintable(out))
            << format << in << out;
    }
}

void FormatTest::isWrittenAsTheTableSays()
{
    QFETCH(const QString, format);
    QFETCH(const QJsonValue, in);
    QFETCH(const QString, out);
    QCOMPARE(written(format, in), out);
}

void FormatTest::unknownNumbersAreEmpty()
{
    const double unknown = qQNaN();
    QCOMPARE(Format::duration(unknown), QString());
    QCOMPARE(Format::age(unknown, 0), QString());
    QCOMPARE(Format::count(unknown), QString());
    QCOMPARE(Format::bytes(unknown), QString());
    QCOMPARE(Format::rate(unknown), QString());
    QCOMPARE(Format::share(unknown), QString());
}

void FormatTest::aDigCommandNamesThePortOnlyWhenItIsNot53()
{
    const QString tail = QStringLiteral(" apps.example SOA +norec +nsid +tries=1 +time=2");
    const QString zone = QStringLiteral("apps.example");
    QCOMPARE(Format::dig(zone, QStringLiteral("192.0.2.32:53")),
             QStringLiteral("dig @192.0.2.32") + tail);
    QCOMPARE(Format::dig(zone, QStringLiteral("127.0.0.1:5301")),
             QStringLiteral("dig @127.0.0.1 -p 5301") + tail);
    QCOMPARE(Format::dig(zone, QStringLiteral("[2001:db8::1]:53")),
             QStringLiteral("dig @2001:db8::1") + tail);
    QCOMPARE(Format::dig(zone, QStringLiteral("2001:db8::1")),
             QStringLiteral("dig @2001:db8::1") + tail);
}

void FormatTest::namesInASentenceAreMonoAndMarkupIsEscaped()
{
    const QString text =
        Format::sentence(QStringLiteral("<b> BADKEY on nbg1-b. Retry."), {QStringLiteral("nbg1-b")},
                         QStringLiteral("Retry."), QColor(Qt::red));
    QVERIFY(text.startsWith(QStringLiteral("&lt;b&gt; ")));
    QVERIFY(text.contains(QStringLiteral("\">BADKEY</span>")));
    QVERIFY(text.contains(QStringLiteral("\">nbg1-b</span>")));
    QVERIFY(text.endsWith(QStringLiteral("\">Retry.</span>")));
    const QString zone = QStringLiteral("bad.example");
    const QString inFile = Format::sentence(QStringLiteral("bad.example.zone: line 5"), {zone},
                                            QString(), QColor(Qt::red));
    QCOMPARE(inFile, QStringLiteral("bad.example.zone: line 5"));
}

QTEST_GUILESS_MAIN(FormatTest)
#include "format.moc"
