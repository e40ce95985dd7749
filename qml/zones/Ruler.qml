import QtQuick
import Headwater.Live
import Headwater.Style

/// Marks stuck and late rows of the whole list beside the scroll bar; a press jumps there.
Rectangle {
    id: root

    required property ZoneFilter filter
    required property ListView list

    readonly property real step: filter.count > 0 ? height / filter.count : 0

    implicitWidth: 14
    color: Theme.surfaceSunken
    Accessible.ignored: true

    Rectangle {
        width: 1
        height: parent.height
        color: Theme.borderSubtle
    }
    Rectangle {
        x: 3
        width: parent.width - 5
        visible: root.list.visibleArea.heightRatio < 1
        y: root.list.visibleArea.yPosition * root.height
        height: Math.max(18, root.list.visibleArea.heightRatio * root.height)
        radius: 3
        color: Theme.borderControl
        opacity: 0.5
    }
    Repeater {
        model: root.filter

        Rectangle {
            required property int index
            required property int zoneState

            x: 4
            width: root.width - 7
            height: 2
            radius: 1
            y: Math.min(root.height - 2, (index + 0.5) * root.step)
            visible: Look.isTrouble(zoneState)
            color: Look.solid(zoneState)
        }
    }
    MouseArea {
        anchors.fill: parent
        onPositionChanged: mouse => jump(mouse.y)
        onPressed: mouse => jump(mouse.y)

        function jump(y: real) {
            const row = Math.max(0, Math.min(root.filter.count - 1, Math.floor(y / Math.max(1e-6, root.step))));
            root.list.positionViewAtIndex(row, ListView.Center);
        }
    }
}
