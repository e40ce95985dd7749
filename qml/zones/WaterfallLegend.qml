import QtQuick
import Headwater.Style

/// What the bars mean.
Item {
    id: root

    component Entry: Row {
        id: entry

        property alias text: label.text
        property color fill
        property real thickness: 10
        property bool round: false
        spacing: 6

        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: entry.round ? entry.thickness : 16
            height: entry.thickness
            radius: entry.round ? height / 2 : 1.5
            color: entry.fill
        }
        Words {
            id: label
            anchors.verticalCenter: parent.verticalCenter
            font: Look.ui(11, Look.regular)
            color: Theme.textSecondary
        }
    }

    implicitHeight: Look.scaled(30)

    Rectangle {
        width: parent.width
        height: 1
        color: Theme.borderSubtle
    }
    Row {
        id: entries
        x: 14
        anchors.verticalCenter: parent.verticalCenter
        spacing: 14

        Entry {
            text: qsTr("Publish")
            fill: Theme.phasePublish
        }
        Entry {
            text: qsTr("Queue")
            fill: Theme.phaseQueue
            thickness: 3
        }
        Entry {
            text: "NOTIFY"
            fill: Theme.phaseNotify
        }
        Entry {
            text: qsTr("Secondary waits")
            fill: Theme.phaseWait
            thickness: 3
        }
        Entry {
            text: qsTr("Transfer")
            fill: Theme.phaseTransfer
        }
        Entry {
            text: qsTr("Activate")
            fill: Theme.phaseVerify
        }
        Entry {
            text: qsTr("live at the public address")
            fill: Theme.okSolid
            thickness: 7
            round: true
        }
    }
    Words {
        anchors.right: parent.right
        anchors.rightMargin: 14
        anchors.verticalCenter: parent.verticalCenter
        visible: entries.width + implicitWidth + 48 < parent.width
        font: Look.ui(11, Look.regular)
        color: Theme.textMuted
        text: qsTr("thick: someone works · thin: someone waits")
    }
}
