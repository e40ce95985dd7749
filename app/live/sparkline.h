#pragma once

#include <QList>

#include "painteditem.h"

namespace headwater {

/// A line of values without axes and a dot on the last; scaled to its own data, or from 0 to
/// `greatest` when several stand in one column.
class Sparkline : public headwater::PaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QList<double> values READ values WRITE setValues NOTIFY valuesChanged)
    Q_PROPERTY(double greatest MEMBER m_greatest NOTIFY valuesChanged) ///< 0: the data's own scale
    Q_PROPERTY(bool filled MEMBER m_filled NOTIFY valuesChanged)
    Q_PROPERTY(bool muted MEMBER m_muted NOTIFY valuesChanged)

public:
    explicit Sparkline(QQuickItem* parent = nullptr);

    [[nodiscard]] QList<double> values() const { return m_values; }
    void setValues(const QList<double>& values);
    void paint(QPainter* painter) override;

    [[nodiscard]] static QList<QPointF> points(const QList<double>& values, double greatest,
                                               QSizeF size);

Q_SIGNALS:
    void valuesChanged();

private:
    QList<double> m_values;
    double m_greatest = 0;
    bool m_filled = true;
    bool m_muted = false;
};

} // namespace headwater
