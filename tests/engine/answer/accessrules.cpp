#include <QTest>

#include "answerfixture.h"

using namespace headwater;

class AccessRulesTest : public QObject
{
    Q_OBJECT

private:
    AnswerFixture m_fixture;
    Name m_zone = name("apps.example.");

    [[nodiscard]] QString who(const char* peer, const char* keyName) const
    {
        const Name used = keyName ? name(keyName) : Name();
        const auto match =
            m_fixture.rules->match({address(peer), keyName ? &used : nullptr}, m_zone);
        const QString secondary =
            match.secondary ? QString::fromStdString(match.secondary->name) : QStringLiteral("-");
        return secondary + (match.fits ? QStringLiteral("+") : QString());
    }

private Q_SLOTS:
    void aRequestBelongsToTheSecondaryOfItsAddressAndKey_data();
    void aRequestBelongsToTheSecondaryOfItsAddressAndKey();
    void aSecondaryOnlyHasTheZonesItServes();
    void permittedIsAPrefix();
};

void AccessRulesTest::aRequestBelongsToTheSecondaryOfItsAddressAndKey_data()
{
    QTest::addColumn<QByteArray>("peer");
    QTest::addColumn<QByteArray>("keyName");
    QTest::addColumn<QString>("who");
    const auto row = [](const char* tag, const char* peer, const char* keyName, const char* who) {
        QTest::newRow(tag) << QByteArray(peer) << QByteArray(keyName) << QString::fromLatin1(who);
    };
    row("first of two by key", "192.0.2.100", "knot-key.", "knot+");
    row("second of two by key", "192.0.2.100", "nsd-key.", "nsd+");
    row("two, unsigned", "192.0.2.100", "", "-");
    row("two, other key", "192.0.2.100", "other-key.", "-");
    row("without key, unsigned", "192.0.2.200", "", "open+");
    row("without key, signed", "192.0.2.200", "nsd-key.", "open+");
    row("one, unsigned", "192.0.2.50", "", "single");
    row("one, other key", "192.0.2.50", "nsd-key.", "single");
    row("one, its key", "192.0.2.50", "single-key.", "single+");
    row("nobody", "192.0.2.1", "knot-key.", "-");
    row("IPv6 prefix", "2001:db8:7::9", "six-key.", "six+");
}

void AccessRulesTest::aRequestBelongsToTheSecondaryOfItsAddressAndKey()
{
    if (m_fixture.rules->secondaries.size() == 3) {
        m_fixture.addSecondary("single", "192.0.2.50", "single-key.");
        m_fixture.addSecondary("six", "2001:db8:7::/48", "six-key.");
    }
    QFETCH(QByteArray, peer);
    QFETCH(QByteArray, keyName);
    QTEST(who(peer.constData(), keyName.isEmpty() ? nullptr : keyName.constData()), "who");
}

void AccessRulesTest::aSecondaryOnlyHasTheZonesItServes()
{
    AnswerFixture fixture;
    fixture.rules->secondaries[2].zones = {name("other.example.")};
    const auto match = fixture.rules->match({address("192.0.2.200")}, m_zone);
    QVERIFY(!match.secondary && !match.fits);
    QVERIFY(fixture.rules->match({address("192.0.2.200")}, name("OTHER.example.")).fits);
    QVERIFY(fixture.rules->isSecondary(address("192.0.2.200")));
}

void AccessRulesTest::permittedIsAPrefix()
{
    QVERIFY(m_fixture.rules->isPermitted(address("127.9.9.9")));
    QVERIFY(!m_fixture.rules->isPermitted(address("128.0.0.1")));
    QVERIFY(!m_fixture.rules->isPermitted(address("::1")));
}

QTEST_APPLESS_MAIN(AccessRulesTest)
#include "accessrules.moc"
