import QtQuick
import Headwater.Live
import Headwater.Style

/// A runnable command; pressing it copies it.
Rectangle {
    id: root

    required property string command

    function copy() {
        Format.copy(command);
        done.restart();
    }

    implicitHeight: text.implicitHeight + 8
    radius: Theme.radiusChip
    color: Theme.surface
    border.color: activeFocus ? Theme.focus : Theme.border
    activeFocusOnTab: true
    Accessible.role: Accessible.Button
    Accessible.name: qsTr("Copy %1").arg(command)
    Keys.onReturnPressed: copy()

    MonoSmall {
        id: text
        anchors {
            left: parent.left
            leftMargin: 6
            right: icon.left
            rightMargin: 6
            verticalCenter: parent.verticalCenter
        }
        color: Theme.text
        wrapMode: Text.Wrap
        elide: Text.ElideNone
        text: done.running ? qsTr("copied") : root.command
        Accessible.ignored: true
    }
    Icon {
        id: icon
        anchors.right: parent.right
        anchors.rightMargin: 6
        anchors.verticalCenter: parent.verticalCenter
        size: 14
        name: "act.copy"
    }
    Timer {
        id: done
        interval: 1500
    }
    TapHandler {
        onTapped: root.copy()
    }
}
