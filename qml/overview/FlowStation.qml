import QtQuick
import Headwater.Live
import Headwater.Style

/// One station: how many pairs wait there, and how it is.
Item {
    id: root

    required property string step
    required property string label
    required property real waiting
    required property int stationState
    required property real p50Ms
    required property string note
    required property real pairs ///< all pairs, for the share of the last station
    property bool last: false

    readonly property bool trouble: Look.isTrouble(stationState)

    implicitHeight: Look.scaled(53)
    Accessible.role: Accessible.ListItem
    Accessible.name: qsTr("%1 %2").arg(Format.count(waiting)).arg(label)
    Accessible.description: foot.text

    Item {
        id: dot
        width: Look.scaled(12)
        height: Look.scaled(14)

        Rectangle {
            anchors.centerIn: parent
            visible: !root.trouble && !root.last
            width: 9
            height: 9
            radius: 4.5
            color: "transparent"
            border.width: 2
            border.color: root.waiting > 0 ? Theme.movingSolid : Theme.borderControl
        }
        Mark {
            anchors.centerIn: parent
            visible: root.trouble || root.last
            shape: root.trouble ? root.stationState : Live.Ok
        }
    }
    Item {
        anchors {
            left: dot.right
            leftMargin: 6
            right: parent.right
            rightMargin: 4
            verticalCenter: dot.verticalCenter
        }
        visible: !root.last
        height: 2

        Rectangle {
            visible: !root.trouble
            anchors.fill: parent
            radius: 1
            color: Theme.borderControl
            opacity: 0.55
        }
        Row {
            visible: root.trouble
            spacing: 4

            Repeater {
                model: root.trouble ? Math.max(0, Math.floor((root.width - 22) / 8)) : 0

                Rectangle {
                    width: 4
                    height: 2
                    color: Look.solid(root.stationState)
                }
            }
        }
    }
    Row {
        id: numbers
        y: Look.scaled(17)
        spacing: 6

        Words {
            id: number
            height: Look.scaled(20)
            font: Look.ui(15, Look.heavy)
            color: root.waiting > 0 ? Theme.text : Theme.textMuted
            text: Format.count(root.waiting)
            Accessible.ignored: true
        }
        SmallWords {
            anchors.baseline: number.baseline
            width: Math.min(implicitWidth, root.width - number.width - 10)
            text: root.label
            Accessible.ignored: true
        }
    }
    SmallWords {
        id: foot
        y: Look.scaled(37)
        width: parent.width - 8
        height: Look.scaled(16)
        color: root.trouble ? Look.text(root.stationState) : Theme.textMuted
        text: root.note !== "" ? root.note : root.last ? (root.pairs > 0 ? qsTr("%1 of pairs").arg(Format.share(root.waiting / root.pairs)) : "") : isNaN(root.p50Ms) ? qsTr("not observed") : "p50 " + Format.duration(root.p50Ms)
        Accessible.ignored: true
    }
}
