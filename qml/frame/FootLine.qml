import QtQuick
import Headwater.Style

Item {
    id: root

    property string label
    property string value
    property color labelColor: Theme.textMuted
    property color valueColor: Theme.textMuted

    implicitHeight: Look.scaled(16)
    Accessible.role: Accessible.StaticText
    Accessible.name: label + " " + value

    SmallWords {
        anchors.left: parent.left
        anchors.right: valueText.left
        anchors.rightMargin: 6
        color: root.labelColor
        text: root.label
        Accessible.ignored: true
    }
    SmallWords {
        id: valueText
        anchors.right: parent.right
        color: root.valueColor
        text: root.value
        Accessible.ignored: true
    }
}
