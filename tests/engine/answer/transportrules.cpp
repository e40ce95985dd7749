#include <QTest>

#include "answerfixture.h"

using namespace headwater;

/// Access as all of address, key and certificate, judged on the transport really used.
class TransportRules : public QObject
{
    Q_OBJECT

private:
    static AnswerFixture fixture()
    {
        AnswerFixture made;
        made.addSecondary("tls", "192.0.2.60", nullptr);
        made.rules->secondaries.back().transferTransport = TransferTransport::Tls;
        made.addSecondary("pinned", "192.0.2.61", nullptr);
        made.rules->secondaries.back().certificateKeys = {Octets(32, 1), Octets(32, 2)};
        made.addSecondary("named", "192.0.2.62", nullptr);
        made.rules->secondaries.back().certificateName = name("ns1.example.");
        return made;
    }
    static Answer ask(const AnswerFixture& asked, const QByteArray& peer, RecordType type,
                      Transport transport, const PeerCertificate* certificate)
    {
        RequestContext context;
        context.peer = address(peer.constData());
        context.transport = transport;
        context.certificate = certificate;
        context.now = asked.now;
        Query query{name("apps.example."), type};
        query.edns = std::make_shared<Edns>();
        return Answerer(asked.zones, asked.rules).answer(query.wire(), context);
    }
    static QString told(Answer answer)
    {
        const QString who = QString::fromStdString(answer.report.secondary);
        return who + QLatin1Char(' ') + QString::fromStdString(text(messageOf(answer).rcode()));
    }

private Q_SLOTS:
    void everyDemandMustBeMet_data();
    void everyDemandMustBeMet();
    void CVE_2026_12490_aZoneThatDemandsTlsIsRefusedInTheClear();
    void rfc9103_6_refusalsSayProhibited();
    void rfc9103_9_otherQuestionsAreNotAnsweredOverTls();
    void theKeyAndTheCertificateAreBothDemanded();
};

void TransportRules::everyDemandMustBeMet_data()
{
    QTest::addColumn<QByteArray>("peer");
    QTest::addColumn<int>("transport");
    QTest::addColumn<int>("certificate"); // 0: none, 1 and 9: of that key, 7: of that name
    QTest::addColumn<QString>("told");
    const auto row = [](const char* tag, const char* peer, Transport transport, int certificate,
                        const char* says) {
        QTest::newRow(tag) << QByteArray(peer) << static_cast<int>(transport) << certificate
                           << QString::fromLatin1(says);
    };
    row("TLS demanded and used", "192.0.2.60", Transport::Tls, 0, "tls NOERROR");
    row("TLS demanded, TCP used", "192.0.2.60", Transport::Tcp, 0, "tls REFUSED");
    row("TLS demanded, any certificate", "192.0.2.60", Transport::Tls, 9, "tls NOERROR");
    row("the first key", "192.0.2.61", Transport::Tls, 1, "pinned NOERROR");
    row("the second key", "192.0.2.61", Transport::Tls, 2, "pinned NOERROR");
    row("another key", "192.0.2.61", Transport::Tls, 9, "pinned REFUSED");
    row("no certificate", "192.0.2.61", Transport::Tls, 0, "pinned REFUSED");
    row("certificate demanded, TCP used", "192.0.2.61", Transport::Tcp, 0, "pinned REFUSED");
    row("the name", "192.0.2.62", Transport::Tls, 7, "named NOERROR");
    row("no name that a CA vouches for", "192.0.2.62", Transport::Tls, 1, "named REFUSED");
    row("the certificate at another address", "192.0.2.63", Transport::Tls, 1, " REFUSED");
    row("nothing demanded, TLS used", "192.0.2.200", Transport::Tls, 0, "open NOERROR");
}

void TransportRules::everyDemandMustBeMet()
{
    QFETCH(QByteArray, peer);
    QFETCH(int, transport);
    QFETCH(int, certificate);
    const AnswerFixture asked = fixture();
    PeerCertificate shown{Octets(32, static_cast<std::uint8_t>(certificate)), {}};
    if (certificate == 7)
        shown.names = {name("other.example."), name("NS1.example.")};
    QTEST(told(ask(asked, peer, RecordType::AXFR, static_cast<Transport>(transport),
                   certificate == 0 ? nullptr : &shown)),
          "told");
}

void TransportRules::CVE_2026_12490_aZoneThatDemandsTlsIsRefusedInTheClear()
{
    const AnswerFixture asked = fixture();
    for (const RecordType type : {RecordType::AXFR, RecordType::A, RecordType::ANY}) {
        for (const Transport transport : {Transport::Tcp, Transport::Udp})
            QCOMPARE(told(ask(asked, "192.0.2.60", type, transport, nullptr)),
                     QStringLiteral("tls REFUSED"));
    }
    // The serial alone may be asked for: secondaries look over UDP whether they shall come.
    QCOMPARE(told(ask(asked, "192.0.2.60", RecordType::SOA, Transport::Udp, nullptr)),
             QStringLiteral("tls NOERROR"));
    Answer refused = ask(asked, "192.0.2.60", RecordType::AXFR, Transport::Tcp, nullptr);
    QCOMPARE(QString::fromStdString(refused.report.reason),
             QStringLiteral("192.0.2.60 may not fetch apps.example: it asks over TCP, and tls must "
                            "use TLS"));
}

void TransportRules::rfc9103_6_refusalsSayProhibited()
{
    Answer answer = ask(fixture(), "192.0.2.61", RecordType::AXFR, Transport::Tls, nullptr);
    const Message message = messageOf(answer);
    const EdnsOption* error = message.edns->option(15);
    QVERIFY(error);
    QCOMPARE(uint16At(error->data, 0), std::uint16_t(18));
}

void TransportRules::rfc9103_9_otherQuestionsAreNotAnsweredOverTls()
{
    Answer answer = ask(fixture(), "127.0.0.1", RecordType::NS, Transport::Tls, nullptr);
    const Message message = messageOf(answer);
    QCOMPARE(message.rcode(), Rcode::Refused);
    QCOMPARE(uint16At(message.edns->option(15)->data, 0), std::uint16_t(21));
    QCOMPARE(told(ask(fixture(), "127.0.0.1", RecordType::SOA, Transport::Tls, nullptr)),
             QStringLiteral(" NOERROR"));
}

void TransportRules::theKeyAndTheCertificateAreBothDemanded()
{
    AnswerFixture asked;
    Secondary& knot = asked.rules->secondaries.front();
    knot.certificateKeys = {Octets(32, 1)};
    const Name key = name("knot-key.");
    const PeerCertificate right{Octets(32, 1), {}};
    const PeerCertificate wrong{Octets(32, 2), {}};
    const auto fits = [&](const Name* used, Transport transport, const PeerCertificate* shown) {
        const auto match = asked.rules->match({address("192.0.2.100"), used, transport, shown},
                                              name("apps.example."));
        return match.fits && match.secondary == &knot;
    };
    QVERIFY(fits(&key, Transport::Tls, &right));
    QVERIFY(!fits(&key, Transport::Tls, &wrong));
    QVERIFY(!fits(nullptr, Transport::Tls, &right));
    QVERIFY(!fits(&key, Transport::Tcp, nullptr));
}

QTEST_APPLESS_MAIN(TransportRules)
#include "transportrules.moc"
