#pragma once

#include <QColor>
#include <QFont>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

#include "live.h"
#include "tokens.h"

namespace headwater {

/// What the painted items share: the theme, the text size, and grey shapes when nothing is fresh.
/// QPainter works under every backend of Qt Quick; own scene-graph nodes stay blank in software.
/// Derive with the namespace spelt out: Qt 6.4's type registrar does not find the base otherwise.
class PaintedItem : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(bool dark READ isDark WRITE setDark NOTIFY lookChanged)
    Q_PROPERTY(double textScale READ textScale WRITE setTextScale NOTIFY lookChanged)
    /// Shapes keep their form and lose their colour.
    Q_PROPERTY(bool stale READ isStale WRITE setStale NOTIFY lookChanged)

public:
    explicit PaintedItem(QQuickItem* parent = nullptr);

    [[nodiscard]] bool isDark() const { return m_dark; }
    void setDark(bool dark);
    [[nodiscard]] double textScale() const { return m_textScale; }
    void setTextScale(double scale);
    [[nodiscard]] bool isStale() const { return m_stale; }
    void setStale(bool stale);

    /// Draws the shape of a state into `box`.
    static void paintState(QPainter& painter, const QRectF& box, Live::State state,
                           const tokens::Colors& colors);

Q_SIGNALS:
    void lookChanged();

protected:
    [[nodiscard]] const tokens::Colors& colors() const { return m_colors; }
    [[nodiscard]] QFont uiFont(double size, int weight = QFont::Normal) const;
    [[nodiscard]] QFont monoFont(double size, int weight = QFont::Normal) const;
    [[nodiscard]] double scaled(double size) const { return size * m_textScale; }
    /// Text colour, solid fill and soft fill of a state.
    [[nodiscard]] static QColor textOf(const tokens::Colors& colors, Live::State state);
    [[nodiscard]] static QColor solidOf(const tokens::Colors& colors, Live::State state);
    virtual void lookUpdated() {}

private:
    void refresh();

    bool m_dark = true;
    double m_textScale = 1.0;
    bool m_stale = false;
    tokens::Colors m_colors = tokens::dark;
};

} // namespace headwater
