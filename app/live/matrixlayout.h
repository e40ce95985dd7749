#pragma once

#include <optional>

#include <QList>
#include <QRectF>
#include <QSet>
#include <QString>

#include "causerow.h"
#include "secondaryrow.h"
#include "zonerow.h"

namespace headwater {

/// Where everything of the sync matrix stands: rows are causes and their zones, columns secondaries
/// grouped by site. Pure geometry in device-independent pixels, so that a hit test is arithmetic.
struct MatrixLayout
{
    enum class Mode
    {
        Problems,
        AllZones
    };

    struct Column
    {
        int secondary = 0;   ///< index of the (first) secondary
        int secondaries = 1; ///< more than one when a column stands for a whole site
        QString label;
        Live::State state = Live::State::Ok;
        double left = 0;
    };

    struct Site
    {
        QString name;
        double left = 0;
        double width = 0;
        Live::State state = Live::State::Ok;
    };

    struct Row
    {
        enum class Kind
        {
            Group, ///< a cause, or a state without one
            Zone,
            More, ///< further zones of the group, which do not fit
            Rest  ///< all other zones, live everywhere
        };
        Kind kind = Kind::Zone;
        Live::State state = Live::State::Ok;
        QString id; ///< of the group
        QString title;
        QString note;
        int zone = -1;    ///< index in Input::zones
        qint64 count = 0; ///< zones behind a More or Rest row
        int column = -1;  ///< the column a More row's trouble is in
        std::optional<double> ageMs;
        bool folded = false;
        double top = 0;
        double height = 0;
    };

    struct Input
    {
        const QList<ZoneRow>* zones = nullptr;
        const QList<SecondaryRow>* secondaries = nullptr;
        const QList<CauseRow>* causes = nullptr;
        qint64 zonesTotal = 0;
        Mode mode = Mode::Problems;
        QSet<QString> folded; ///< ids of groups shown without their zones
        double width = 0;
        double height = 0;       ///< rows that do not fit are summed up
        double scale = 1;        ///< text size
        double now = 0;          ///< ms since 1970, for the age of causes
        double sinceApplied = 0; ///< ms to add to ages of pairs
    };

    struct Hit
    {
        int row = -1;
        int column = -1;
        [[nodiscard]] bool operator==(const Hit&) const = default;
    };

    static constexpr double padding = 14;
    static constexpr double foldWidth = 33;

    double labelWidth = 236;
    double columnsLeft = 250;
    double columnWidth = 40;
    double headHeight = 42;
    QList<Column> columns;
    QList<Site> sites;
    QList<Row> rows;
    double contentHeight = 0;
    /// What problems and a few live zones need; the rest of the height is free.
    double essentialHeight = 0;

    [[nodiscard]] static MatrixLayout make(const Input& input);
    /// `y` is relative to the content, that is with scrolling added.
    [[nodiscard]] Hit hit(double x, double y) const;
    [[nodiscard]] QRectF cell(int row, int column) const;
    /// The pair of a zone in a column; the worst one when the column is a site.
    [[nodiscard]] static const PairRow* pairAt(const ZoneRow& zone, const Column& column,
                                               const QList<SecondaryRow>& secondaries);
};

} // namespace headwater
