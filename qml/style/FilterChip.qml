import QtQuick
import QtQuick.Templates as T
import Headwater.Live

/// A filter with its count; checked while it is in force.
T.AbstractButton {
    id: root

    property int chipState: -1
    property string count

    implicitHeight: Look.scaled(24)
    implicitWidth: implicitContentWidth + leftPadding + rightPadding
    leftPadding: 9
    rightPadding: 9
    Accessible.role: Accessible.RadioButton
    Accessible.name: text + " " + count
    Accessible.checked: checked

    contentItem: Centred {
        Mark {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.chipState >= 0
            size: 10
            shape: root.chipState >= 0 ? root.chipState : Live.Unknown
        }
        SmallWords {
            anchors.verticalCenter: parent.verticalCenter
            color: root.checked ? Theme.text : Theme.textSecondary
            text: root.text
            Accessible.ignored: true
        }
        SmallWords {
            anchors.verticalCenter: parent.verticalCenter
            font: Look.ui(12, Look.medium)
            color: root.count === "0" ? Theme.textMuted : Look.isTrouble(root.chipState) ? Look.text(root.chipState) : Theme.text
            text: root.count
            Accessible.ignored: true
        }
    }

    background: Rectangle {
        radius: Theme.radiusControl
        color: root.checked ? Theme.surfaceSelected : root.hovered ? Theme.surfaceHover : Theme.surface
        border.width: root.checked ? 0 : 1
        border.color: Theme.border

        FocusRing {
            shown: root.visualFocus
        }
    }
}
