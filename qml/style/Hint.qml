import QtQuick

/// What is under the pointer or the focus, in words; stays inside its parent.
Rectangle {
    id: root

    property string text
    property rect target

    visible: text !== ""
    width: label.implicitWidth + 20
    height: label.implicitHeight + 12
    x: parent ? Math.max(4, Math.min(parent.width - width - 4, target.x + target.width / 2 - width / 2)) : 0
    y: parent && target.y + target.height + height + 8 > parent.height ? target.y - height - 6 : target.y + target.height + 6
    z: 10
    radius: Theme.radiusControl
    color: Theme.surfaceRaised
    border.color: Theme.borderControl
    Accessible.role: Accessible.ToolTip
    Accessible.name: text

    SmallWords {
        id: label
        anchors.centerIn: parent
        color: Theme.text
        text: root.text
        Accessible.ignored: true
    }
}
