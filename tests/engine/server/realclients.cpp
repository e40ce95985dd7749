#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include "servedzone.h"

using namespace headwater;

/// dig and kdig as clients that somebody else wrote.
class RealClients : public QObject
{
    Q_OBJECT

private:
    static QString ask(const ServedZone& served, const QString& program,
                       const QStringList& arguments)
    {
        QProcess process;
        QStringList all{QStringLiteral("@127.0.0.1"), QStringLiteral("-p"),
                        QString::number(served.endpoint().port)};
        process.start(program, all + arguments);
        if (!process.waitForFinished(20'000))
            return QStringLiteral("did not end");
        return QString::fromUtf8(process.readAllStandardOutput()) +
               QString::fromUtf8(process.readAllStandardError());
    }

private Q_SLOTS:
    void aTransferOfTheWholeZone();
    void anIncrementalTransfer();
    void signedWithTheRightAndTheWrongKey();
    void ordinaryQuestions();
};

void RealClients::aTransferOfTheWholeZone()
{
    ServedZone served({}, 3'000);
    for (const QString& program : {QStringLiteral("dig"), QStringLiteral("kdig")}) {
        if (QStandardPaths::findExecutable(program).isEmpty())
            QSKIP("dig and kdig are not installed");
        const QString output =
            ask(served, program, {QStringLiteral("big.example"), QStringLiteral("AXFR")});
        QVERIFY2(output.contains(QStringLiteral("host2999.big.example.")), qPrintable(output));
        QCOMPARE(output.count(QStringLiteral("SOA\tns.big.example.")), 2);
    }
}

void RealClients::anIncrementalTransfer()
{
    ServedZone served;
    for (const QString& program : {QStringLiteral("dig"), QStringLiteral("kdig")}) {
        const QString output = ask(
            served, program,
            {QStringLiteral("apps.example"), QStringLiteral("IXFR=10"), QStringLiteral("+tcp")});
        QVERIFY2(output.contains(QStringLiteral("added.apps.example.")), qPrintable(output));
        QCOMPARE(output.count(QStringLiteral("SOA\tns1.apps.example.")), 4);
    }
}

void RealClients::signedWithTheRightAndTheWrongKey()
{
    ServedZone served({}, 3'000);
    const QString right = QStringLiteral("hmac-sha256:knot-key:c2VjcmV0IG9mIHRoZSB0ZXN0");
    const QString wrong = QStringLiteral("hmac-sha256:knot-key:bm90IHRoZSBzZWNyZXQ=");
    for (const QString& program : {QStringLiteral("dig"), QStringLiteral("kdig")}) {
        const QStringList axfr{QStringLiteral("big.example"), QStringLiteral("AXFR"),
                               QStringLiteral("-y")};
        const QString good = ask(served, program, axfr + QStringList{right});
        QVERIFY2(good.contains(QStringLiteral("host2999.big.example.")), qPrintable(good));
        QVERIFY2(!good.contains(QStringLiteral("TSIG could not be validated")) &&
                     !good.contains(QStringLiteral("erify")),
                 qPrintable(good));
        const QString bad = ask(served, program, axfr + QStringList{wrong});
        QVERIFY2(!bad.contains(QStringLiteral("host2999.big.example.")), qPrintable(bad));
    }
    QVERIFY(becomesTrue([&] { return served.facts<TransferFinished>().size() == 2; }));
    QCOMPARE(served.facts<TransferFinished>().front().secondary, std::string("knot"));
    QCOMPARE(served.facts<QueryRefused>().front().code, std::string("badsig"));
}

void RealClients::ordinaryQuestions()
{
    ServedZone served;
    const QString output =
        ask(served, QStringLiteral("dig"),
            {QStringLiteral("chain.apps.example"), QStringLiteral("A"), QStringLiteral("+norec")});
    QVERIFY2(output.contains(QStringLiteral("192.0.2.2")), qPrintable(output));
    QVERIFY(output.contains(QStringLiteral("flags: qr aa;")));
    const QString expire =
        ask(served, QStringLiteral("dig"),
            {QStringLiteral("apps.example"), QStringLiteral("SOA"), QStringLiteral("+expire")});
    QVERIFY2(expire.contains(QStringLiteral("EXPIRE: 604800")), qPrintable(expire));
}

QTEST_GUILESS_MAIN(RealClients)
#include "realclients.moc"
