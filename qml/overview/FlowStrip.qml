import QtQuick
import Headwater.Live
import Headwater.Style

/// Where changes are: seven stations from publish to live.
Rectangle {
    id: root

    required property FeedState feed

    implicitHeight: Look.scaled(71)
    radius: Theme.radiusPanel
    color: Theme.surface
    border.color: Theme.border
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Where changes are")

    Column {
        id: head
        x: 14
        y: Look.scaled(10)
        width: visible ? Look.scaled(120) : 0
        visible: root.width > Look.scaled(900)
        spacing: 2

        SmallWords {
            font: Look.ui(12, Look.medium)
            color: Theme.text
            text: qsTr("Where changes are")
        }
        Words {
            font: Theme.typeLabel
            color: Theme.textMuted
            lineHeight: 13 * Theme.textScale
            lineHeightMode: Text.FixedHeight
            text: qsTr("zone–secondary\npairs waiting at")
        }
    }
    Row {
        anchors {
            left: head.right
            right: parent.right
            rightMargin: 14
        }
        y: Look.scaled(9)

        Repeater {
            id: stations
            model: root.feed.flow

            FlowStation {
                required property int index
                width: (root.width - head.width - 28) / 7
                last: index === stations.count - 1
                pairs: root.feed.totals.pairs
            }
        }
    }
}
