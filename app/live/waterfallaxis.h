#pragma once

#include <QList>
#include <QString>

namespace headwater {

/// The time axis of a waterfall: ms since the commit to pixels, linear from 0 or logarithmic from
/// 1 ms. Value.
struct WaterfallAxis
{
    struct Label
    {
        double ms = 0;
        double x = 0;
        QString text; ///< empty: a grid line only
    };

    double left = 0;
    double right = 1;
    double endMs = 1;
    bool logarithmic = false;

    /// Position of a moment; beyond the end it is the right edge.
    [[nodiscard]] double x(double ms) const;
    [[nodiscard]] bool contains(double ms) const { return ms >= 0 && ms <= endMs; }
    /// Labels at round steps, at most about ten lines.
    [[nodiscard]] QList<Label> labels() const;
};

} // namespace headwater
