import QtQuick
import Headwater.Live
import Headwater.Style

/// How much of its budget the slowest pair in flight has used.
Column {
    id: root

    required property FeedState feed
    readonly property real budgetMs: feed.totals.budgetMs

    spacing: 5
    Accessible.role: Accessible.ProgressBar
    Accessible.name: qsTr("Slowest now %1 of %2, %3").arg(Format.elapsed(feed.slowestMs)).arg(Format.duration(budgetMs)).arg(feed.slowestPlace)

    Item {
        width: parent.width
        height: Look.scaled(16)

        SmallWords {
            text: qsTr("Slowest now")
            Accessible.ignored: true
        }
        SmallWords {
            anchors.right: parent.right
            font: Look.ui(12, Look.medium)
            color: Theme.text
            text: qsTr("%1 of %2").arg(Format.elapsed(root.feed.slowestMs)).arg(Format.setDuration(root.budgetMs))
            Accessible.ignored: true
        }
    }
    Rectangle {
        width: parent.width
        height: 6
        radius: 3
        color: Theme.surfaceSunken

        Rectangle {
            width: Math.max(6, parent.width * Math.min(1, root.feed.slowestMs / root.budgetMs))
            height: parent.height
            radius: 3
            color: Theme.accent
        }
    }
    Item {
        width: parent.width
        height: Look.scaled(16)

        SmallWords {
            width: parent.width - budgetWord.width - 8
            color: Theme.textMuted
            text: root.feed.slowestPlace
            Accessible.ignored: true
        }
        SmallWords {
            id: budgetWord
            anchors.right: parent.right
            color: Theme.textMuted
            text: qsTr("budget")
            Accessible.ignored: true
        }
    }
}
