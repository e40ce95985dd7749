import QtQuick
import Headwater.Live
import Headwater.Style

/// The last publications, newest first.
Panel {
    id: root

    required property FeedState feed

    signal openZone(string name)

    title: qsTr("Publications")
    fact: root.feed.publications.count > 0 ? qsTr("%1 per second").arg(root.feed.publications.perSecond(root.feed.now).toFixed(1)) : ""

    ListView {
        id: list
        anchors.fill: parent
        anchors.bottomMargin: foot.height
        clip: true
        model: root.feed.publications
        reuseItems: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        keyNavigationEnabled: true
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Publications")
        Keys.onReturnPressed: {
            const line = currentItem as PublicationLine;
            if (line) {
                root.openZone(line.zone);
            }
        }

        delegate: PublicationLine {
            width: ListView.view.width
            current: ListView.isCurrentItem && ListView.view.activeFocus
            stale: !root.feed.fresh
            onOpened: root.openZone(zone)
        }
    }
    SmallWords {
        anchors.centerIn: parent
        visible: root.feed.ready && list.count === 0
        color: Theme.textMuted
        text: qsTr("Nothing was published yet")
    }
    Item {
        id: foot
        anchors {
            left: parent.left
            right: parent.right
            bottom: parent.bottom
        }
        height: Look.scaled(28)

        Rectangle {
            width: parent.width
            height: 1
            color: Theme.borderSubtle
        }
        Words {
            x: 14
            anchors.verticalCenter: parent.verticalCenter
            font: Look.ui(11, Look.regular)
            color: Theme.textMuted
            text: root.feed.secondaries.count > 16 ? qsTr("share of %1 secondaries").arg(root.feed.secondaries.count) : qsTr("one tick per secondary")
        }
    }
}
