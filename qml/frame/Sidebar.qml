import QtQuick
import Headwater.Live
import Headwater.Style

/// Name of the instance, the screens with their badges, and how the engine is.
Rectangle {
    id: root

    required property FeedState feed
    required property string view
    property bool collapsed: false
    readonly property int problems: feed.instance.problems.length

    signal go(string view)

    implicitWidth: Look.scaled(collapsed ? Theme.sizeSidebarCollapsed : Theme.sizeSidebar)
    color: Theme.surfaceSunken
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Main")

    Rectangle {
        anchors.right: parent.right
        width: 1
        height: parent.height
        color: Theme.border
    }
    Column {
        anchors {
            left: parent.left
            right: parent.right
            leftMargin: 10
            rightMargin: 10
        }
        spacing: 2

        Brand {
            width: parent.width
            collapsed: root.collapsed
        }
        Item {
            width: 1
            height: 2
        }
        Rectangle {
            visible: !root.collapsed
            width: parent.width
            height: visible ? Look.scaled(46) : 0
            radius: Theme.radiusControl
            color: Theme.surface
            border.color: Theme.border

            Column {
                anchors {
                    left: parent.left
                    right: parent.right
                    margins: 8
                    verticalCenter: parent.verticalCenter
                }
                spacing: 2

                Words {
                    width: parent.width
                    font: Theme.typeBodyStrong
                    text: root.feed.instance.name || qsTr("connecting")
                }
                MonoSmall {
                    width: parent.width
                    text: root.feed.instance.dns.length > 0 ? root.feed.instance.dns[0] : ""
                }
            }
        }
        Item {
            width: 1
            height: 8
        }
        NavEntry {
            width: parent.width
            collapsed: root.collapsed
            iconName: "nav.overview"
            text: qsTr("Overview")
            here: root.view === "overview"
            onClicked: root.go("overview")
        }
        NavEntry {
            width: parent.width
            collapsed: root.collapsed
            iconName: "nav.zones"
            text: qsTr("Zones")
            here: root.view === "zones" || root.view === "zone"
            badge: root.feed.totals.zonesStuck + root.feed.totals.zonesLate
            anyStuck: root.feed.totals.zonesStuck > 0
            onClicked: root.go("zones")
        }
        NavEntry {
            width: parent.width
            collapsed: root.collapsed
            iconName: "nav.secondaries"
            text: qsTr("Secondaries")
            here: root.view === "secondaries"
            badge: root.feed.secondaries.troubled
            anyStuck: root.feed.secondaries.anyStuck
            onClicked: root.go("secondaries")
        }
    }
    Column {
        anchors {
            left: parent.left
            right: parent.right
            bottom: parent.bottom
            leftMargin: 16
            rightMargin: 16
            bottomMargin: 12
        }
        spacing: 8
        visible: !root.collapsed

        Rectangle {
            x: -6
            width: parent.width + 12
            height: 1
            color: Theme.border
        }
        Item {
            width: parent.width
            height: Look.scaled(18)

            Rectangle {
                id: dot
                anchors.verticalCenter: parent.verticalCenter
                width: 7
                height: 7
                radius: 3.5
                color: !root.feed.fresh ? Theme.unknownSolid : root.problems > 0 ? Theme.failSolid : Theme.okSolid
            }
            FootLine {
                anchors.left: dot.right
                anchors.leftMargin: 8
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                label: !root.feed.ready ? qsTr("No engine yet") : !root.feed.fresh ? qsTr("Not observed") : root.problems > 0 ? Format.plural(root.problems, qsTr("problem")) : qsTr("Engine healthy")
                labelColor: root.problems > 0 && root.feed.fresh ? Theme.fail : Theme.textSecondary
                value: root.feed.ready ? Format.elapsed(root.feed.now - root.feed.instance.startedAt) : ""
            }
        }
        FootLine {
            width: parent.width
            label: qsTr("Store")
            value: root.feed.instance.store
            valueColor: Theme.textSecondary
        }
        FootLine {
            width: parent.width
            label: qsTr("Version")
            value: root.feed.instance.version
        }
    }
}
