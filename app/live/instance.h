#pragma once

#include <QJsonObject>
#include <QObject>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

namespace headwater {

/// The engine behind the feed: name, version, addresses and its own problems. Written by FeedState
/// only.
class Instance : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("FeedState holds it")
    Q_PROPERTY(QString name MEMBER m_name NOTIFY changed)
    Q_PROPERTY(QString version MEMBER m_version NOTIFY changed)
    Q_PROPERTY(double startedAt MEMBER m_startedAt NOTIFY changed) ///< ms since 1970
    Q_PROPERTY(QString store MEMBER m_store NOTIFY changed)
    Q_PROPERTY(QString stateDirectory MEMBER m_stateDirectory NOTIFY changed)
    Q_PROPERTY(QStringList dns MEMBER m_dns NOTIFY changed) ///< addresses with port
    Q_PROPERTY(bool readOnly MEMBER m_readOnly NOTIFY changed)
    /// What belongs to no zone: maps of `place`, `text` and `since` (ms since 1970).
    Q_PROPERTY(QVariantList problems MEMBER m_problems NOTIFY changed)

public:
    using QObject::QObject;

    void read(const QJsonObject& object);

Q_SIGNALS:
    void changed();

private:
    QString m_name;
    QString m_version;
    double m_startedAt = 0;
    QString m_store;
    QString m_stateDirectory;
    QStringList m_dns;
    bool m_readOnly = false;
    QVariantList m_problems;
};

} // namespace headwater
