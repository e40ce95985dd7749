import QtQuick
import Headwater.Live
import Headwater.Style

/// Is every change live everywhere? If not: which zone, which secondary, which step, since when.
FocusScope {
    id: root

    required property FeedState feed
    readonly property real below: height - (verdict.height + 12) - (problems.visible ? problems.height + 12 : 0) - (tiles.height + 12) - (flow.height + 12)
    readonly property bool narrow: width < Look.scaled(1000)

    signal openZone(string name, string secondary)
    signal openZones(int state, string secondary)
    signal openSecondary(string name)

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Overview")

    Flickable {
        id: page
        anchors.fill: parent
        contentWidth: width
        contentHeight: column.implicitHeight
        boundsBehavior: Flickable.StopAtBounds
        interactive: contentHeight > height
        clip: interactive

        Column {
            id: column
            width: parent.width
            spacing: 12

            VerdictBlock {
                id: verdict
                width: parent.width
                feed: root.feed
                focus: true
                onOpenZone: (name, secondary) => root.openZone(name, secondary)
                onOpenSecondary: name => root.openSecondary(name)
                onOpenZones: (state, secondary) => root.openZones(state, secondary)
            }
            Problems {
                id: problems
                width: parent.width
                feed: root.feed
                onOpenZone: name => root.openZone(name, "")
            }
            Tiles {
                id: tiles
                width: parent.width
                feed: root.feed
                onOpenZones: (state, secondary) => root.openZones(state, secondary)
                onOpenSecondaries: root.openSecondary("")
            }
            FlowStrip {
                id: flow
                width: parent.width
                feed: root.feed
            }
            Grid {
                width: parent.width
                columns: root.narrow ? 1 : 2
                spacing: 12

                MatrixPanel {
                    width: root.narrow ? parent.width : parent.width - publications.width - 12
                    height: Math.max(Look.scaled(300), root.below)
                    feed: root.feed
                    onOpenZone: (name, secondary) => root.openZone(name, secondary)
                    onOpenZones: (state, secondary) => root.openZones(state, secondary)
                }
                PublicationsPanel {
                    id: publications
                    width: root.narrow ? parent.width : Look.scaled(384)
                    height: Math.max(Look.scaled(300), root.below)
                    feed: root.feed
                    onOpenZone: name => root.openZone(name, "")
                }
            }
        }
    }
}
