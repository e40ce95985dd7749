#include "ticks.h"

#include <algorithm>
#include <array>

#include <QPainter>

namespace headwater {

namespace {

constexpr int mostTicks = 16;
constexpr double barWidth = 76;
constexpr double leastPart = 3;

double heightShare(Live::State state)
{
    switch (state) {
    case Live::State::Ok:
        return 1.0;
    case Live::State::Moving:
    case Live::State::Lag:
        return 0.6;
    default:
        return 0.35;
    }
}

QList<Ticks::Mark> barMarks(const QList<int>& states, double height)
{
    std::array<int, 6> counts{};
    for (int state : states) {
        ++counts[static_cast<std::size_t>(std::clamp(state, 0, 5))];
    }
    QList<Ticks::Mark> marks;
    double right = barWidth;
    // Parts that are not live stand at the right, worst last; live takes what is left.
    for (const Live::State state : {Live::State::Fail, Live::State::Lag, Live::State::Unknown,
                                    Live::State::Paused, Live::State::Moving}) {
        const int n = counts[static_cast<std::size_t>(state)];
        if (n == 0) {
            continue;
        }
        const double share = barWidth * n / static_cast<double>(states.size());
        const double width = std::max(leastPart, share - 1);
        const double tall = height * std::max(0.6, heightShare(state));
        marks.prepend({QRectF(right - width, height - tall, width, tall), state});
        right -= width + 1;
    }
    if (counts[static_cast<std::size_t>(Live::State::Ok)] > 0 && right > 0) {
        marks.prepend({QRectF(0, 0, right, height), Live::State::Ok});
    }
    return marks;
}

} // namespace

Ticks::Ticks(QQuickItem* parent)
    : PaintedItem(parent)
{
    setImplicitHeight(12);
    connect(this, &Ticks::statesChanged, this, &Ticks::resize);
}

void Ticks::setStates(const QList<int>& states)
{
    if (m_states != states) {
        m_states = states;
        Q_EMIT statesChanged();
    }
}

void Ticks::resize()
{
    const double n = static_cast<double>(m_states.size());
    setImplicitWidth(m_states.size() > mostTicks ? barWidth
                     : m_states.isEmpty()        ? 0
                                                 : n * m_tickWidth + (n - 1) * m_tickGap);
    update();
}

QList<Ticks::Mark> Ticks::marks(const QList<int>& states, double tickWidth, double tickGap,
                                double height)
{
    if (states.size() > mostTicks) {
        return barMarks(states, height);
    }
    QList<Mark> result;
    for (qsizetype i = 0; i < states.size(); ++i) {
        const auto state = static_cast<Live::State>(std::clamp(states.at(i), 0, 5));
        const double tall = std::max(2.0, std::round(height * heightShare(state)));
        const double left = static_cast<double>(i) * (tickWidth + tickGap);
        result.append({QRectF(left, height - tall, tickWidth, tall), state});
    }
    return result;
}

void Ticks::paint(QPainter* painter)
{
    const bool allLive = std::all_of(m_states.begin(), m_states.end(), [](int state) {
        return state == static_cast<int>(Live::State::Ok);
    });
    const bool bar = m_states.size() > mostTicks;
    painter->setRenderHint(QPainter::Antialiasing);
    for (const Mark& mark : marks(m_states, m_tickWidth, m_tickGap, height())) {
        const bool calm = mark.state == Live::State::Ok && (bar || (allLive && m_quiet));
        const QColor colour =
            calm ? QColor::fromRgba(colors().okQuiet) : solidOf(colors(), mark.state);
        if (mark.state == Live::State::Unknown && bar) {
            painter->setPen(QPen(colour, 1));
            painter->setBrush(Qt::NoBrush);
            painter->drawRect(mark.box.adjusted(0.5, 0.5, -0.5, -0.5));
            continue;
        }
        painter->setPen(Qt::NoPen);
        painter->setBrush(colour);
        painter->drawRoundedRect(mark.box, 1, 1);
    }
}

} // namespace headwater
