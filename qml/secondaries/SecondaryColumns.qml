import QtQuick
import Headwater.Style

/// Where the columns of the table stand.
QtObject {
    id: root

    required property real width

    readonly property real stateWidth: 36
    readonly property real nameWidth: Look.scaled(84)
    readonly property real addressWidth: width > Look.scaled(760) ? Look.scaled(140) : 0
    readonly property real notifyWidth: Look.scaled(138)
    readonly property real rttWidth: width > Look.scaled(900) ? Look.scaled(142) : 0
    readonly property real p50Width: Look.scaled(78)
    readonly property real p99Width: Look.scaled(78)
    readonly property real transferWidth: width > Look.scaled(1000) ? Look.scaled(188) : 0
    readonly property real keyWidth: width > Look.scaled(840) ? Look.scaled(100) : 0

    readonly property real nameX: stateWidth
    readonly property real addressX: nameX + nameWidth
    readonly property real zonesX: addressX + addressWidth
    readonly property real notifyX: width - keyWidth - transferWidth - p99Width - p50Width - rttWidth - notifyWidth
    readonly property real rttX: notifyX + notifyWidth
    readonly property real p50X: rttX + rttWidth
    readonly property real p99X: p50X + p50Width
    readonly property real transferX: p99X + p99Width
    readonly property real keyX: transferX + transferWidth
}
