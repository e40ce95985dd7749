import QtQuick
import Headwater.Live

/// A short statement in the colour of a state.
Rectangle {
    id: root

    required property int chipState
    required property string text
    property bool marked: true

    implicitHeight: Look.scaled(20)
    implicitWidth: row.implicitWidth + 14
    radius: Theme.radiusChip
    color: Look.soft(chipState)
    Accessible.role: Accessible.StaticText
    Accessible.name: Format.stateLabel(chipState) + ": " + text

    Row {
        id: row
        anchors.centerIn: parent
        spacing: 5

        Mark {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.marked
            size: 10
            shape: root.chipState
        }
        SmallWords {
            anchors.verticalCenter: parent.verticalCenter
            color: Look.text(root.chipState)
            text: root.text
            Accessible.ignored: true
        }
    }
}
