#include "api/router.h"

#include <QTest>

using namespace headwater;

class RouterTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aRequestFindsItsRoute_data();
    void aRequestFindsItsRoute();
    void whatStoodAtANameIsHandedOver();
    void anotherMethodSaysWhichAreAllowed();

private:
    [[nodiscard]] Router::Match match(const QByteArray& method, const QByteArray& target) const
    {
        HttpRequest request;
        request.method = method;
        request.target = target;
        return request.readTarget() ? m_router.match(request) : Router::Match{};
    }
    Router m_router;
};

void RouterTest::init()
{
    m_router = Router();
    const auto nothing = [](const HttpRequest&, const HttpResponder&) {};
    for (const char* pattern :
         {"/", "/zones", "/zones/{zone}", "/zones/all", "/zones/{zone}/records"}) {
        m_router.route("GET", QString::fromLatin1(pattern), Access::Read, nothing);
    }
    m_router.route("PATCH", QStringLiteral("/zones/{zone}/records"), Access::Write, nothing);
}

void RouterTest::aRequestFindsItsRoute_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QString>("found"); // the pattern's last part
    QTest::newRow("root") << QByteArray("/") << QString();
    QTest::newRow("literal") << QByteArray("/zones") << QStringLiteral("zones");
    QTest::newRow("name") << QByteArray("/zones/apps.example") << QStringLiteral("{zone}");
    QTest::newRow("literal before name") << QByteArray("/zones/all") << QStringLiteral("all");
    QTest::newRow("below") << QByteArray("/zones/a/records") << QStringLiteral("records");
    QTest::newRow("an encoded slash stays inside")
        << QByteArray("/zones/a%2Fb") << QStringLiteral("{zone}");
    QTest::newRow("slash at the end") << QByteArray("/zones/") << QStringLiteral("-");
    QTest::newRow("empty name") << QByteArray("/zones//records") << QStringLiteral("-");
    QTest::newRow("dots do not climb") << QByteArray("/zones/../zones") << QStringLiteral("-");
    QTest::newRow("nothing") << QByteArray("/elsewhere") << QStringLiteral("-");
}

void RouterTest::aRequestFindsItsRoute()
{
    QFETCH(QByteArray, target);
    QFETCH(QString, found);
    const auto matched = match("GET", target);
    if (found == QLatin1String("-")) {
        QVERIFY(matched.route == nullptr);
        QVERIFY(matched.allowed.isEmpty());
        return;
    }
    QVERIFY(matched.route != nullptr);
    QCOMPARE(matched.route->pattern.empty() ? QString() : matched.route->pattern.back(), found);
}

void RouterTest::whatStoodAtANameIsHandedOver()
{
    const auto matched = match("GET", "/zones/b%C3%A4cker.example/records");
    QCOMPARE(matched.parameters.value(QStringLiteral("zone")), QStringLiteral("bäcker.example"));
}

void RouterTest::anotherMethodSaysWhichAreAllowed()
{
    const auto matched = match("DELETE", "/zones/apps.example/records");
    QVERIFY(matched.route == nullptr);
    QCOMPARE(matched.allowed, QByteArray("GET, HEAD, PATCH"));
    QCOMPARE(match("PATCH", "/zones/apps.example/records").route->access, Access::Write);
}

QTEST_APPLESS_MAIN(RouterTest)
#include "router.moc"
