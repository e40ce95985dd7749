#include "support/headwaterprocess.h"

#include <cstdio>

#include <QDir>
#include <QFile>
#include <QTest>

#include "support/freeport.h"
#include "support/temporaryfolder.h"

namespace headwater {
namespace {

Endpoint loopback(std::uint16_t port)
{
    return Endpoint{IpAddress::parse("127.0.0.1").value(), port};
}

QString keyBlock(const TsigKey& key)
{
    const QByteArray secret(reinterpret_cast<const char*>(key.secret.data()),
                            static_cast<qsizetype>(key.secret.size()));
    return QStringLiteral("\n[[key]]\nname = \"%1\"\nalgorithm = \"%2\"\nsecret = \"%3\"\n")
        .arg(QString::fromStdString(key.name.display()),
             QString::fromStdString(text(key.algorithm)), QString::fromLatin1(secret.toBase64()));
}

} // namespace

HeadwaterProcess::HeadwaterProcess(QString folder)
    : ServerProcess(QStringLiteral("headwaterd"), std::move(folder), Privilege::Own)
    , m_dnsPort(freePort())
    , m_consolePort(freePort())
{
    if (!QDir().mkpath(zoneFolder()) || !QDir().mkpath(stateFolder()))
        qFatal("cannot make folders in %s", qPrintable(this->folder()));
}

bool HeadwaterProcess::startAndWait()
{
    const qsizetype before = logText().size();
    start();
    return QTest::qWaitFor(
               [&] {
                   return !isRunning() || logText().mid(before).contains(QStringLiteral("ready"));
               },
               60'000) &&
           isRunning();
}

Endpoint HeadwaterProcess::dns() const
{
    return loopback(m_dnsPort);
}

Endpoint HeadwaterProcess::console() const
{
    return loopback(m_consolePort);
}

QString HeadwaterProcess::stateFolder() const
{
    return folder() + QStringLiteral("/state");
}

QString HeadwaterProcess::zoneFolder() const
{
    return folder() + QStringLiteral("/zones");
}

QString HeadwaterProcess::configurationFile() const
{
    return folder() + QStringLiteral("/headwater.toml");
}

void HeadwaterProcess::saveZone(const QString& fileName, const QString& text) const
{
    const QString temporary =
        zoneFolder() + QStringLiteral("/.") + fileName + QStringLiteral(".new");
    const QString path = zoneFolder() + QLatin1Char('/') + fileName;
    writeFile(temporary, text);
    if (std::rename(QFile::encodeName(temporary).constData(),
                    QFile::encodeName(path).constData()) != 0)
        qFatal("cannot rename %s into place", qPrintable(temporary));
}

HeadwaterProcess::Ran HeadwaterProcess::headwaterctl(const QStringList& arguments) const
{
    QProcess process;
    process.start(programPath(QStringLiteral("headwaterctl")),
                  QStringList{QStringLiteral("--config"), configurationFile()} + arguments);
    Ran ran;
    if (process.waitForFinished(20'000) && process.exitStatus() == QProcess::NormalExit)
        ran.code = process.exitCode();
    ran.output = QString::fromUtf8(process.readAllStandardOutput());
    ran.errors = QString::fromUtf8(process.readAllStandardError());
    return ran;
}

QString HeadwaterProcess::programPath(const QString& name)
{
    return QStringLiteral(HEADWATER_PROGRAMS) + QStringLiteral("/%1/%1").arg(name);
}

void HeadwaterProcess::writeConfiguration()
{
    QString toml = QStringLiteral("[engine]\nname = \"test\"\nstate = \"%1\"\n\n"
                                  "[console]\nlisten = \"%2\"\n\n")
                       .arg(stateFolder(), QString::fromStdString(console().text()));
    if (!m_own.isEmpty()) {
        writeFile(configurationFile(), toml + m_own);
        return;
    }
    toml += QStringLiteral("[dns]\nlisten = [\"%1\"]\n\n[zones]\ndirectory = \"%2\"\n%3\n")
                .arg(QString::fromStdString(dns().text()), zoneFolder(), m_zonesKeys);
    QStringList keys;
    for (const Secondary& secondary : m_secondaries) {
        if (secondary.key) {
            const QString block = keyBlock(*secondary.key);
            if (!keys.contains(block))
                keys += block;
        }
    }
    toml += keys.join(QString());
    for (const Secondary& secondary : m_secondaries) {
        toml += QStringLiteral("\n[[secondary]]\nname = \"%1\"\nnotify = [\"%2\"]\n"
                               "public = [\"%2\"]\ntransfer-from = [\"127.0.0.1\"]\n")
                    .arg(secondary.name, QString::fromStdString(secondary.address.text()));
        if (secondary.key) {
            toml += QStringLiteral("key = \"%1\"\n")
                        .arg(QString::fromStdString(secondary.key->name.display()));
        }
    }
    writeFile(configurationFile(), toml + m_more);
}

QString HeadwaterProcess::program() const
{
    return programPath(QStringLiteral("headwaterd"));
}

QStringList HeadwaterProcess::arguments() const
{
    return {QStringLiteral("--config"), configurationFile()};
}

} // namespace headwater
