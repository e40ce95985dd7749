import QtQuick
import Headwater.Live
import Headwater.Style

Item {
    id: root

    required property string place
    required property string text
    required property real since
    required property real now
    property bool openable: false

    signal opened

    implicitHeight: Look.scaled(24)
    activeFocusOnTab: openable
    Accessible.role: openable ? Accessible.Link : Accessible.StaticText
    Accessible.name: place + ": " + text
    Keys.onReturnPressed: opened()

    Mark {
        id: mark
        anchors.verticalCenter: parent.verticalCenter
        size: 10
        shape: Live.Fail
    }
    Mono {
        id: placeText
        anchors.left: mark.right
        anchors.leftMargin: 8
        anchors.verticalCenter: parent.verticalCenter
        color: root.openable ? Theme.accent : Theme.text
        text: root.place
        Accessible.ignored: true
    }
    SmallWords {
        anchors {
            left: placeText.right
            leftMargin: 10
            right: age.left
            rightMargin: 10
            verticalCenter: parent.verticalCenter
        }
        color: Theme.fail
        text: root.text
        Accessible.ignored: true
    }
    MonoSmall {
        id: age
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        text: root.since > 0 ? Format.age(root.since, root.now) : ""
        Accessible.ignored: true
    }
    TapHandler {
        enabled: root.openable
        onTapped: root.opened()
    }
    FocusRing {
        anchors.margins: 0
        shown: root.activeFocus
    }
}
