#pragma once

#include "painteditem.h"

namespace headwater {

/// The shape of a state: never smaller than 8.
class StateShape : public headwater::PaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(int shape READ shape WRITE setShape NOTIFY shapeChanged) ///< Live.State

public:
    explicit StateShape(QQuickItem* parent = nullptr);

    [[nodiscard]] int shape() const { return m_shape; }
    void setShape(int shape);
    void paint(QPainter* painter) override;

Q_SIGNALS:
    void shapeChanged();

private:
    int m_shape = static_cast<int>(Live::State::Unknown);
};

} // namespace headwater
