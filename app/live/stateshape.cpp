#include "stateshape.h"

#include <QPainter>

namespace headwater {

StateShape::StateShape(QQuickItem* parent)
    : PaintedItem(parent)
{
    setImplicitSize(12, 12);
}

void StateShape::setShape(int shape)
{
    if (m_shape != shape) {
        m_shape = shape;
        Q_EMIT shapeChanged();
        update();
    }
}

void StateShape::paint(QPainter* painter)
{
    paintState(*painter, QRectF(0, 0, width(), height()), static_cast<Live::State>(m_shape),
               colors());
}

} // namespace headwater
