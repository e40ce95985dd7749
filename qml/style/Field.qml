import QtQuick
import QtQuick.Templates as T

/// A field for one line of text with an icon in front and a key cap behind.
T.TextField {
    id: root

    property string iconName
    property string keyCap

    implicitHeight: Look.scaled(32)
    leftPadding: iconName === "" ? 10 : 32
    rightPadding: cap.visible ? cap.width + 16 : 10
    font: Theme.typeBody
    color: Theme.text
    placeholderTextColor: Theme.textMuted
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    verticalAlignment: TextInput.AlignVCenter
    renderType: Text.NativeRendering
    Accessible.role: Accessible.EditableText
    Accessible.name: placeholderText

    background: Rectangle {
        radius: Theme.radiusControl
        color: Theme.surface
        border.width: root.activeFocus ? 2 : 1
        border.color: root.activeFocus ? Theme.focus : Theme.borderControl
    }

    Icon {
        anchors.verticalCenter: parent.verticalCenter
        x: 10
        visible: root.iconName !== ""
        size: 14
        name: root.iconName
    }
    Words {
        anchors.verticalCenter: parent.verticalCenter
        x: root.leftPadding
        visible: root.text === "" && !root.activeFocus
        color: Theme.textMuted
        text: root.placeholderText
        Accessible.ignored: true
    }
    KeyCap {
        id: cap
        anchors.verticalCenter: parent.verticalCenter
        anchors.right: parent.right
        anchors.rightMargin: 8
        visible: key !== "" && !root.activeFocus
        key: root.keyCap
    }
}
