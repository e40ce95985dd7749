import QtQuick
import Headwater.Live
import Headwater.Style

/// What the cells mean.
Row {
    id: root

    property bool compact: false

    component Entry: Row {
        property alias text: label.text
        default property alias picture: box.data
        spacing: 5

        Item {
            id: box
            anchors.verticalCenter: parent.verticalCenter
            width: childrenRect.width
            height: childrenRect.height
        }
        Words {
            id: label
            anchors.verticalCenter: parent.verticalCenter
            font: Look.ui(11, Look.regular)
            color: Theme.textMuted
        }
    }
    component Tile: Rectangle {
        property alias text: label.text
        property alias ink: label.color
        width: 26
        height: 12
        radius: 3

        Words {
            id: label
            anchors.centerIn: parent
            font: Look.mono(10, Font.Bold)
            Accessible.ignored: true
        }
    }

    spacing: 14
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("Legend")

    Entry {
        anchors.verticalCenter: parent.verticalCenter
        text: qsTr("live")

        Rectangle {
            width: 5
            height: 5
            radius: 2.5
            color: Theme.okSolid
        }
    }
    Entry {
        anchors.verticalCenter: parent.verticalCenter
        text: root.compact ? qsTr("in flight") : qsTr("in flight, by step")

        Rectangle {
            width: root.compact ? 6 : 30
            height: root.compact ? 6 : 8
            radius: root.compact ? 1 : 3
            color: root.compact ? Theme.movingSolid : Theme.movingSoft
            border.color: Theme.movingLine
            border.width: root.compact ? 0 : 1

            Rectangle {
                visible: !root.compact
                x: 1
                width: 14
                height: parent.height
                radius: 3
                color: Theme.movingSolid
            }
        }
    }
    Entry {
        anchors.verticalCenter: parent.verticalCenter
        text: qsTr("late")

        Tile {
            width: root.compact ? 6 : 26
            color: Theme.lagTile
            border.color: Theme.lagSolid
            ink: Theme.lagTileInk
            text: root.compact ? "" : "2"
        }
    }
    Entry {
        anchors.verticalCenter: parent.verticalCenter
        text: root.compact ? qsTr("stuck") : qsTr("stuck, versions behind")

        Tile {
            width: root.compact ? 6 : 26
            color: Theme.failSolid
            ink: "#FFFFFF"
            text: root.compact ? "" : "✕2"
        }
    }
    Entry {
        anchors.verticalCenter: parent.verticalCenter
        text: qsTr("not observed")

        Mark {
            size: 10
            shape: Live.Unknown
        }
    }
    Entry {
        anchors.verticalCenter: parent.verticalCenter
        text: qsTr("paused")

        Mark {
            size: 10
            shape: Live.Paused
        }
    }
}
