#pragma once

#include <memory>

#include <QObject>

#include "feedstate.h"
#include "playedfeed.h"

namespace headwater {

/// The feed that the QML tests show. Its time stands still: nothing on a page changes by itself.
class PlayedFixture : public QObject
{
    Q_OBJECT
    Q_PROPERTY(headwater::FeedState* feed READ feed CONSTANT)

public:
    explicit PlayedFixture(QObject* parent = nullptr);

    [[nodiscard]] FeedState* feed() { return &m_state; }

    /// Shows the first picture of tests/screens/feeds/<name>.jsonl; false if it cannot be read.
    Q_INVOKABLE bool play(const QString& name);
    /// One change on top of the picture: a zone whose source was refused, an engine's problem.
    Q_INVOKABLE void refuse(const QString& zone, const QString& problem);
    /// Lets the engine's time run on by ms without a message.
    Q_INVOKABLE void hearNothingFor(double ms);
    [[nodiscard]] Q_INVOKABLE QString clipboard() const;

private:
    qint64 m_now = 0;
    double m_seq = 0;
    FeedState m_state;
};

} // namespace headwater
