#include <memory>

#include <QQmlEngine>
#include <QQuickStyle>
#include <QStandardPaths>
#include <QtQml/qqmlextensionplugin.h>
#include <QtQuickTest>

#include "playedfixture.h"

Q_IMPORT_QML_PLUGIN(Headwater_LivePlugin)
Q_IMPORT_QML_PLUGIN(Headwater_StylePlugin)
Q_IMPORT_QML_PLUGIN(Headwater_OverviewPlugin)
Q_IMPORT_QML_PLUGIN(Headwater_ZonesPlugin)
Q_IMPORT_QML_PLUGIN(Headwater_SecondariesPlugin)
Q_IMPORT_QML_PLUGIN(Headwater_FramePlugin)

/// Makes the modules and the played feed known to every test file.
class Setup : public QObject
{
    Q_OBJECT

public:
    Setup() { QQuickStyle::setStyle(QStringLiteral("Basic")); }

public Q_SLOTS:
    void applicationAvailable()
    {
        QStandardPaths::setTestModeEnabled(true);
        m_played = std::make_unique<headwater::PlayedFixture>(); // its timers need the application
    }

    void qmlEngineAvailable(QQmlEngine* engine)
    {
        engine->addImportPath(QStringLiteral("qrc:/qt/qml"));
        qmlRegisterSingletonInstance("Headwater.Tests", 1, 0, "Played", m_played.get());
    }

private:
    std::unique_ptr<headwater::PlayedFixture> m_played;
};

QUICK_TEST_MAIN_WITH_SETUP(headwater, Setup)
#include "main.moc"
