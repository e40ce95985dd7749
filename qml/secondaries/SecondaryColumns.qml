import QtQuick
import Headwater.Style

/// Where the columns of the table stand.
QtObject {
    id: root

    required property real width

    readonly property real rest: Math.max(0, width - Look.scaled(36 + 90 + 150 + 132 + 150 + 86 + 86 + 180 + 100))
    readonly property real stateWidth: 36
    readonly property real nameWidth: Look.scaled(90)
    readonly property real addressWidth: width > Look.scaled(760) ? Look.scaled(150) : 0
    readonly property real zonesWidth: Math.max(Look.scaled(150), rest)
    readonly property real notifyWidth: Look.scaled(150)
    readonly property real rttWidth: width > Look.scaled(900) ? Look.scaled(150) : 0
    readonly property real p50Width: Look.scaled(86)
    readonly property real p99Width: Look.scaled(86)
    readonly property real transferWidth: width > Look.scaled(1000) ? Look.scaled(190) : 0
    readonly property real keyWidth: width > Look.scaled(840) ? Look.scaled(110) : 0

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
