#pragma once

#include <optional>

#include <QList>
#include <QString>

#include "publicationrow.h"
#include "secondaryrow.h"
#include "waterfallaxis.h"

namespace headwater {

/// Where the bars of one publication stand. Pure geometry: bars are cut from one list of moments,
/// so that a bar never leaves its row's span.
struct WaterfallLayout
{
    enum class Phase
    {
        Publish,
        Queue,
        Notify,
        Wait,
        Transfer,
        Verify,
        Skipped
    };

    struct Segment
    {
        Phase phase = Phase::Publish;
        double fromMs = 0;
        double toMs = 0;
        bool open = false; ///< still running at `now`
    };

    struct Row
    {
        enum class Kind
        {
            Engine,
            Secondary,
            Summary
        };
        Kind kind = Kind::Secondary;
        QString name;
        QString address;
        Live::State state = Live::State::Ok;
        QList<Segment> segments;
        std::optional<double> liveMs;
        double endMs = 0;     ///< where the last segment ends
        bool slowest = false; ///< the slowest that finished
        bool clipped = false; ///< runs beyond the axis
        QString error;
        QString note;       ///< "provider polls", "829 ms before it asked", ...
        double leastMs = 0; ///< of a summary
        double medianMs = 0;
        double greatestMs = 0;
        double top = 0;
        double height = 24;
    };

    struct Input
    {
        const PublicationRow* publication = nullptr;
        const QList<SecondaryRow>* secondaries = nullptr;
        double now = 0; ///< ms since 1970
        double width = 0;
        double scale = 1;
        bool logarithmic = false;
        bool slowestFirst = false;
        bool all = false; ///< do not sum up more than 20
    };

    static constexpr double headHeight = 26;
    static constexpr double plotLeft = 222;
    static constexpr double rightMargin = 98;

    WaterfallAxis axis;
    QList<Row> rows;
    double nowMs = 0;  ///< since the commit
    bool open = false; ///< some pair is not live yet
    int summedUp = 0;  ///< secondaries inside summary rows
    double height = 0;

    [[nodiscard]] static WaterfallLayout make(const Input& input);
    /// Row at this height, -1 outside.
    [[nodiscard]] int rowAt(double y) const;
};

} // namespace headwater
