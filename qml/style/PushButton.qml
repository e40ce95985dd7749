import QtQuick
import QtQuick.Templates as T

/// A button; one primary per view.
T.Button {
    id: root

    property bool primary: false
    property bool quiet: false
    property string iconName
    property string keyCap
    readonly property color ink: primary ? Theme.accentInk : quiet ? Theme.textSecondary : Theme.text

    implicitHeight: Look.scaled(primary ? Theme.sizeControlLarge : Theme.sizeControl)
    implicitWidth: implicitContentWidth + leftPadding + rightPadding
    leftPadding: quiet ? 6 : 10
    rightPadding: leftPadding
    opacity: enabled ? 1 : 0.5
    Accessible.role: Accessible.Button
    Accessible.name: text

    contentItem: Centred {
        Icon {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.iconName !== ""
            size: 14
            name: root.iconName
            color: root.ink
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            visible: text !== ""
            font: Theme.typeBodyStrong
            color: root.ink
            text: root.text
            Accessible.ignored: true
        }
        KeyCap {
            anchors.verticalCenter: parent.verticalCenter
            visible: key !== ""
            key: root.keyCap
        }
    }

    background: Rectangle {
        radius: Theme.radiusControl
        color: root.primary ? (root.hovered || root.down ? Theme.accentStrong : Theme.accent) : root.down || root.hovered ? Theme.surfaceHover : root.quiet ? "transparent" : Theme.surface
        border.width: root.quiet ? 0 : 1
        border.color: root.primary ? Theme.accent : Theme.borderControl

        FocusRing {
            shown: root.visualFocus
        }
    }
}
