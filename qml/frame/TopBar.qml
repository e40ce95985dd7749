import QtQuick
import Headwater.Live
import Headwater.Style

/// Where we are, proof that it is live, and the engine's clock.
Item {
    id: root

    required property FeedState feed
    required property string title
    property string zone

    signal home

    implicitHeight: Look.scaled(Theme.sizeTopbar)

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.border
    }
    Row {
        anchors.left: parent.left
        anchors.leftMargin: 20
        anchors.verticalCenter: parent.verticalCenter
        spacing: 5

        Words {
            anchors.verticalCenter: parent.verticalCenter
            font: Theme.typeTitle
            color: root.zone === "" ? Theme.text : Theme.textSecondary
            text: root.title
            Accessible.role: Accessible.Heading

            TapHandler {
                enabled: root.zone !== ""
                onTapped: root.home()
            }
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.zone !== ""
            font: Theme.typeTitle
            color: Theme.textMuted
            text: "/"
            Accessible.ignored: true
        }
        Mono {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.zone !== ""
            font: Theme.typeMonoStrong
            text: root.zone
        }
    }
    Row {
        anchors.right: parent.right
        anchors.rightMargin: 20
        anchors.verticalCenter: parent.verticalCenter
        spacing: 10

        SmallWords {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.feed.instance.readOnly
            text: qsTr("Read-only")
        }
        LiveControl {
            id: live
            anchors.verticalCenter: parent.verticalCenter
            feed: root.feed
        }
        MonoSmall {
            anchors.verticalCenter: parent.verticalCenter
            horizontalAlignment: Text.AlignRight
            color: Theme.textSecondary
            text: root.feed.clock > 0 ? Format.time(root.feed.clock) + " UTC" : ""
        }
    }
}
