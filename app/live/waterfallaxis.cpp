#include "waterfallaxis.h"

#include <algorithm>
#include <cmath>

#include "format.h"

namespace headwater {

namespace {

constexpr double leastMs = 1.0; // where the logarithmic scale begins

/// 1, 2 or 5 times a power of ten, at least `least`.
double roundStep(double least)
{
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= least) {
            return factor * power;
        }
    }
    return 10.0 * power;
}

QString labelText(double ms)
{
    if (ms <= 0) {
        return QStringLiteral("0");
    }
    if (ms < 1000) {
        return QString::number(ms, 'g', 4) + QStringLiteral(" ms");
    }
    if (ms < 60000) {
        return QString::number(ms / 1000, 'f', ms < 10000 ? 1 : 0) + QStringLiteral(" s");
    }
    return Format::duration(ms);
}

} // namespace

double WaterfallAxis::x(double ms) const
{
    const double at = std::clamp(ms, 0.0, endMs);
    if (!logarithmic) {
        return left + (right - left) * at / endMs;
    }
    const double end = std::max(endMs, 2 * leastMs);
    const double share = std::log(std::max(at, leastMs) / leastMs) / std::log(end / leastMs);
    return left + (right - left) * std::clamp(share, 0.0, 1.0);
}

QList<WaterfallAxis::Label> WaterfallAxis::labels() const
{
    QList<Label> result;
    if (logarithmic) {
        for (double ms = leastMs; ms <= endMs && result.size() < 12; ms *= 10) {
            result.append({ms, x(ms), labelText(ms)});
        }
        return result;
    }
    constexpr double most = 5; // labelled steps; half steps are lines only
    const double step = roundStep(endMs / most);
    for (int i = 0; i * step / 2 <= endMs; ++i) {
        const double ms = i * step / 2;
        result.append({ms, x(ms), i % 2 == 0 ? labelText(ms) : QString()});
    }
    return result;
}

} // namespace headwater
