#include "api/consoletoken.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace headwater;

class ConsoleTokenTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aTokenIsMadeOnceAndReadAgain();
    void aFileThatIsNoSecretIsRefused_data();
    void aFileThatIsNoSecretIsRefused();
    void onlyTheSameTextIsEqual();
    void aFolderThatIsNotThereIsNamed();

private:
    QTemporaryDir m_folder;
    [[nodiscard]] QString path(const char* name) const
    {
        return m_folder.filePath(QString::fromLatin1(name));
    }
};

void ConsoleTokenTest::aTokenIsMadeOnceAndReadAgain()
{
    const QString file = path("console.token");
    const auto first = ConsoleToken::open(file.toStdString());
    QVERIFY(first);
    QCOMPARE(first->text().size(), 64);
    QCOMPARE(QFileInfo(file).permissions() & ~(QFile::ReadUser | QFile::WriteUser),
             QFile::ReadOwner | QFile::WriteOwner);
    const auto second = ConsoleToken::open(file.toStdString());
    QVERIFY(second);
    QCOMPARE(second->text(), first->text());
    const auto other = ConsoleToken::open(path("other.token").toStdString());
    QVERIFY(other->text() != first->text());
    QCOMPARE(QDir(m_folder.path()).entryList(QDir::Files).size(), 2); // no scratch files left
}

void ConsoleTokenTest::aFileThatIsNoSecretIsRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isOpenToOthers");
    QTest::newRow("others may read") << QByteArray(64, 'a') << true;
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("short") << QByteArray(63, 'a') << false;
    QTest::newRow("long") << QByteArray(66, 'a') << false;
    QTest::newRow("not hexadecimal") << QByteArray(64, 'g') << false;
}

void ConsoleTokenTest::aFileThatIsNoSecretIsRefused()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isOpenToOthers);
    QFile file(path("broken.token"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
    file.close();
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner |
                        (isOpenToOthers ? QFile::ReadOther : QFile::Permissions()));
    const auto token = ConsoleToken::open(file.fileName().toStdString());
    QVERIFY(!token);
    QVERIFY(QString::fromStdString(token.error().text).contains(file.fileName()));
}

void ConsoleTokenTest::onlyTheSameTextIsEqual()
{
    const auto token = ConsoleToken::open(path("equal.token").toStdString());
    QVERIFY(token->equals(token->text()));
    QVERIFY(!token->equals({}));
    QVERIFY(!token->equals(token->text().left(63)));
    QVERIFY(!token->equals(token->text() + "0"));
    QByteArray other = token->text();
    other[63] = other[63] == '0' ? '1' : '0';
    QVERIFY(!token->equals(other));
}

void ConsoleTokenTest::aFolderThatIsNotThereIsNamed()
{
    const auto token = ConsoleToken::open(path("missing/console.token").toStdString());
    QVERIFY(!token);
    QVERIFY(QString::fromStdString(token.error().text).contains(QLatin1String("missing")));
}

QTEST_APPLESS_MAIN(ConsoleTokenTest)
#include "consoletoken.moc"
