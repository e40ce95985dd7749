#pragma once

#include <QColor>
#include <QFont>
#include <QRectF>

#include "tokens.h"
#include "zonerow.h"

class QPainter;

namespace headwater {

/// Draws one cell of the matrix in the density that its width asks for.
class MatrixCell
{
public:
    MatrixCell(const tokens::Colors& colors, QFont numberFont)
        : m_colors(colors)
        , m_font(std::move(numberFont))
    {
    }

    /// `pair` null: the zone is not for this secondary, the cell stays empty.
    void paint(QPainter& painter, const QRectF& box, const PairRow* pair) const;
    /// Many zones that are live: a quiet bar.
    void paintLiveGroup(QPainter& painter, const QRectF& box) const;

private:
    void paintTile(QPainter& painter, const QRectF& box, const PairRow& pair) const;
    void paintFlight(QPainter& painter, const QRectF& box, int step) const;
    void paintSmall(QPainter& painter, const QRectF& box, const PairRow& pair) const;
    void paintDiamond(QPainter& painter, const QRectF& box, double size) const;
    void paintPaused(QPainter& painter, const QRectF& box) const;

    const tokens::Colors& m_colors;
    QFont m_font;
};

} // namespace headwater
