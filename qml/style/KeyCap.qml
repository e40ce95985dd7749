import QtQuick

Rectangle {
    id: root

    required property string key

    implicitWidth: label.implicitWidth + 10
    implicitHeight: Look.scaled(16)
    radius: 3
    color: Theme.surfaceRaised
    border.color: Theme.border
    Accessible.ignored: true

    Words {
        id: label
        anchors.centerIn: parent
        font: Look.ui(10.5, Look.medium)
        color: Theme.textMuted
        text: root.key
    }
}
