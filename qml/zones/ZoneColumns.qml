import QtQuick
import Headwater.Style

/// Where the columns of the list stand. When it gets narrow they go in a fixed order: p99, source,
/// records, slowest.
QtObject {
    id: root

    required property real width

    readonly property real gap: Look.scaled(20)
    readonly property real stateWidth: 36
    readonly property real serialWidth: Look.scaled(104)
    readonly property real recordsWidth: width > Look.scaled(700) ? Look.scaled(80) : 0
    readonly property real ageWidth: Look.scaled(104)
    readonly property real liveWidth: Look.scaled(158)
    readonly property real slowestWidth: width > Look.scaled(620) ? Look.scaled(196) : 0
    readonly property real p99Width: width > Look.scaled(960) ? Look.scaled(92) : 0
    readonly property real sourceWidth: width > Look.scaled(820) ? Look.scaled(104) : 0

    readonly property real nameX: stateWidth
    readonly property real nameWidth: Math.max(100, serialX - nameX)
    readonly property real serialX: recordsX - serialWidth
    readonly property real recordsX: ageX - recordsWidth
    readonly property real ageX: liveX - gap - ageWidth
    readonly property real liveX: slowestX - liveWidth
    readonly property real slowestX: p99X - slowestWidth
    readonly property real p99X: sourceX - p99Width
    readonly property real sourceX: width - sourceWidth
}
