#pragma once

#include <QList>

#include "painteditem.h"

namespace headwater {

/// One tick per secondary; its height shows trouble without colour. From 17 on a bar of shares.
class Ticks : public headwater::PaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QList<int> states READ states WRITE setStates NOTIFY statesChanged)
    Q_PROPERTY(double tickWidth MEMBER m_tickWidth NOTIFY statesChanged)
    Q_PROPERTY(double tickGap MEMBER m_tickGap NOTIFY statesChanged)
    /// Quiet colour when all are live.
    Q_PROPERTY(bool quiet MEMBER m_quiet NOTIFY statesChanged)

public:
    /// One part of the bar, or one tick.
    struct Mark
    {
        QRectF box;
        Live::State state = Live::State::Unknown;
    };

    explicit Ticks(QQuickItem* parent = nullptr);

    [[nodiscard]] QList<int> states() const { return m_states; }
    void setStates(const QList<int>& states);
    void paint(QPainter* painter) override;

    /// Where everything is drawn in a strip of this height.
    [[nodiscard]] static QList<Mark> marks(const QList<int>& states, double tickWidth,
                                           double tickGap, double height);

Q_SIGNALS:
    void statesChanged();

private:
    void resize();

    QList<int> m_states;
    double m_tickWidth = 4;
    double m_tickGap = 1;
    bool m_quiet = true;
};

} // namespace headwater
