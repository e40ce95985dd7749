#pragma once

#include <QJsonObject>
#include <QObject>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

namespace headwater {

/// The answer as a sentence; the words are the engine's. Written by FeedState only.
class Verdict : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("FeedState holds it")
    Q_PROPERTY(int verdictState MEMBER m_state NOTIFY changed) ///< Live.State
    /// 1 (a secondary will drop zones) to 8 (nothing in flight).
    Q_PROPERTY(int rank MEMBER m_rank NOTIFY changed)
    Q_PROPERTY(QString headline MEMBER m_headline NOTIFY changed)
    Q_PROPERTY(QString detail MEMBER m_detail NOTIFY changed)
    /// Further causes: maps of `chipState` (Live.State) and `text`.
    Q_PROPERTY(QVariantList chips MEMBER m_chips NOTIFY changed)
    Q_PROPERTY(QString impact MEMBER m_impact NOTIFY changed)
    Q_PROPERTY(QString zone MEMBER m_zone NOTIFY changed)
    Q_PROPERTY(QString secondary MEMBER m_secondary NOTIFY changed)

public:
    using QObject::QObject;

    void read(const QJsonObject& object);
    [[nodiscard]] int rank() const { return m_rank; }

Q_SIGNALS:
    void changed();

private:
    int m_state = 2;
    int m_rank = 8;
    QString m_headline;
    QString m_detail;
    QVariantList m_chips;
    QString m_impact;
    QString m_zone;
    QString m_secondary;
};

} // namespace headwater
