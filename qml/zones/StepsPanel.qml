import QtQuick
import Headwater.Live
import Headwater.Style

/// The seven milestones of the chosen secondary, and what to do if it is in trouble.
Panel {
    id: root

    required property FeedState feed
    required property PublicationFacts publication
    required property string zone
    required property string secondary

    readonly property int stepState: feed.now >= 0 && publication.found ? publication.stateOn(secondary) : Live.Unknown
    readonly property bool trouble: Look.isTrouble(stepState)
    readonly property string reason: feed.now >= 0 && feed.causes.count > 0 ? feed.causes.reasonOf(zone, secondary) : ""
    readonly property string imperative: feed.now >= 0 && feed.causes.count > 0 ? feed.causes.imperativeOf(zone, secondary) : ""
    readonly property real since: reason !== "" ? feed.causes.sinceOf(zone, secondary) : publication.committedAt
    readonly property string address: feed.secondaries.addressOf(secondary)
    readonly property real wanted: headHeight + Math.max(list.contentHeight, side.visible ? advice.implicitHeight + 20 : 0) + 14

    monoTitle: secondary
    headItems: Chip {
        visible: root.secondary !== ""
        chipState: root.stepState
        text: root.trouble ? qsTr("%1 for %2").arg(Format.stateLabel(root.stepState).toLowerCase()).arg(Format.elapsed(root.feed.now - root.since)) : Format.stateLabel(root.stepState).toLowerCase()
    }

    MilestoneModel {
        id: milestones
        publication: root.publication
        secondary: root.secondary
        address: root.address
    }
    ListView {
        id: list
        anchors {
            left: parent.left
            right: side.visible ? side.left : parent.right
            top: parent.top
            bottom: parent.bottom
            topMargin: 6
        }
        clip: true
        interactive: contentHeight > height
        model: milestones
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Milestones on %1").arg(root.secondary)

        delegate: Item {
            id: line

            required property string title
            required property real offsetMs
            required property string evidence
            required property int milestoneState
            required property bool skipped
            readonly property bool bad: Look.isTrouble(milestoneState)
            readonly property bool open: isNaN(offsetMs)

            width: ListView.view.width
            height: Look.scaled(27)
            Accessible.role: Accessible.ListItem
            Accessible.name: title + ", " + offset.text + ", " + evidence

            Mark {
                x: 14
                anchors.verticalCenter: parent.verticalCenter
                visible: !line.skipped
                shape: line.milestoneState
            }
            Rectangle {
                x: 15
                anchors.verticalCenter: parent.verticalCenter
                visible: line.skipped
                width: 10
                height: 1
                color: Theme.borderControl
            }
            SmallWords {
                id: name
                x: 34
                width: Look.scaled(96)
                anchors.verticalCenter: parent.verticalCenter
                font: Look.ui(12, line.open && !line.bad ? Look.regular : Look.medium)
                color: line.bad ? Look.text(line.milestoneState) : line.open ? Theme.textMuted : Theme.text
                text: line.title
                Accessible.ignored: true
            }
            MonoSmall {
                id: offset
                anchors.left: name.right
                width: Look.scaled(62)
                anchors.verticalCenter: parent.verticalCenter
                horizontalAlignment: Text.AlignRight
                color: line.bad ? Look.text(line.milestoneState) : Theme.textSecondary
                text: line.skipped ? "–" : line.open ? qsTr("waiting") : Format.duration(line.offsetMs)
                Accessible.ignored: true
            }
            SmallWords {
                anchors {
                    left: offset.right
                    leftMargin: 10
                    right: parent.right
                    rightMargin: 8
                    verticalCenter: parent.verticalCenter
                }
                color: line.bad ? Look.text(line.milestoneState) : Theme.textSecondary
                text: line.evidence
                Accessible.ignored: true
            }
        }
    }
    SmallWords {
        x: 14
        y: 14
        visible: list.count === 0
        color: Theme.textMuted
        text: qsTr("Choose a version and a secondary to see its milestones.")
    }
    Rectangle {
        id: side
        anchors {
            right: parent.right
            top: parent.top
            bottom: parent.bottom
        }
        visible: root.trouble && root.reason !== ""
        width: Math.min(parent.width * 0.5, Look.scaled(320))
        color: Theme.surfaceSunken

        Rectangle {
            width: 1
            height: parent.height
            color: Theme.borderSubtle
        }
        Column {
            id: advice
            anchors {
                left: parent.left
                right: parent.right
                top: parent.top
                margins: 12
                topMargin: 10
            }
            spacing: 6

            Words {
                font: Theme.typeBodyStrong
                text: qsTr("What to do")
            }
            SmallWords {
                width: parent.width
                wrapMode: Text.Wrap
                elide: Text.ElideNone
                text: root.reason
            }
            SmallWords {
                width: parent.width
                wrapMode: Text.Wrap
                elide: Text.ElideNone
                font: Look.ui(12, Look.medium)
                color: Theme.text
                text: root.imperative
            }
            CommandLine {
                width: parent.width
                command: Format.dig(root.zone, root.address)
            }
        }
    }
}
