import QtQuick
import Headwater.Live
import Headwater.Style

/// What the engine itself cannot do, and zones whose source was refused; nothing when all is well.
Rectangle {
    id: root

    required property FeedState feed
    readonly property var engineProblems: Array.from(feed.instance.problems).slice(0, 3)
    readonly property var rejected: feed.zones.rejectedZones
    readonly property int hidden: feed.instance.problems.length - engineProblems.length + feed.zones.rejected - rejected.length

    signal openZone(string name)

    visible: engineProblems.length + rejected.length > 0
    implicitHeight: lines.implicitHeight + 12
    radius: Theme.radiusPanel
    color: Theme.surface
    border.color: Theme.failLine
    Accessible.role: Accessible.AlertMessage
    Accessible.name: qsTr("Problems")

    Column {
        id: lines
        anchors {
            left: parent.left
            right: parent.right
            margins: 14
            verticalCenter: parent.verticalCenter
        }

        Repeater {
            model: root.engineProblems

            ProblemLine {
                required property var modelData
                width: lines.width
                place: modelData.place
                text: modelData.text
                since: modelData.since
                now: root.feed.now
            }
        }
        Repeater {
            model: root.rejected

            ProblemLine {
                id: line
                required property var modelData
                width: lines.width
                place: modelData.name
                text: modelData.published ? qsTr("%1. The last good version stays live.").arg(modelData.problem) : qsTr("%1. Nothing of it is published yet.").arg(modelData.problem)
                since: modelData.since
                now: root.feed.now
                openable: true
                onOpened: root.openZone(line.place)
            }
        }
        SmallWords {
            visible: root.hidden > 0
            height: Look.scaled(22)
            color: Theme.textMuted
            text: qsTr("%1 more").arg(root.hidden)
        }
    }
}
