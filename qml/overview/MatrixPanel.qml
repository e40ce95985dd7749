import QtQuick
import Headwater.Live
import Headwater.Style

/// The sync matrix with its legend and, when there is room, p50 to p99 by secondary.
Panel {
    id: root

    required property FeedState feed

    signal openZone(string name, string secondary)
    signal openZones(int state, string secondary)

    title: qsTr("Sync matrix")
    fact: matrix.allZones ? qsTr("zones × secondaries, by name") : qsTr("zones × secondaries, worst first, grouped by cause")
    controls: Segmented {
        choices: [qsTr("Problems"), qsTr("All zones")]
        current: matrix.allZones ? 1 : 0
        onChosen: index => matrix.allZones = index === 1
    }

    SyncMatrix {
        id: matrix
        anchors {
            left: parent.left
            right: parent.right
            top: parent.top
            bottom: range.top
        }
        feed: root.feed
        dark: Theme.dark
        textScale: Theme.textScale
        stale: !root.feed.fresh
        activeFocusOnTab: true
        Accessible.role: Accessible.Table
        Accessible.name: qsTr("Sync matrix")
        Accessible.description: hint
        onZoneActivated: (zone, secondary) => root.openZone(zone, secondary)
        onMoreActivated: (state, secondary) => root.openZones(state, secondary)
        Keys.onUpPressed: move(-1, 0)
        Keys.onDownPressed: move(1, 0)
        Keys.onLeftPressed: move(0, -1)
        Keys.onRightPressed: move(0, 1)
        Keys.onReturnPressed: activate()
        Keys.onPressed: event => {
            if (event.key === Qt.Key_J || event.key === Qt.Key_K) {
                move(event.key === Qt.Key_J ? 1 : -1, 0);
                event.accepted = true;
            } else if (event.key === Qt.Key_PageDown || event.key === Qt.Key_PageUp) {
                move(event.key === Qt.Key_PageDown ? 10 : -10, 0);
                event.accepted = true;
            }
        }

        MouseArea {
            anchors.fill: parent
            hoverEnabled: true
            onPositionChanged: mouse => {
                matrix.pointAt(mouse.x, mouse.y);
                hintDelay.restart();
            }
            onExited: {
                matrix.leave();
                hintDelay.stop();
            }
            onClicked: mouse => matrix.press(mouse.x, mouse.y)
            onWheel: wheel => matrix.scrollY -= wheel.angleDelta.y / 2
        }
        Timer {
            id: hintDelay
            interval: Theme.durationHintDelay
        }
        FocusRing {
            anchors.margins: 1
            shown: matrix.activeFocus
        }
    }
    Hint {
        text: hintDelay.running ? "" : matrix.hint
        target: matrix.currentBox
    }
    Item {
        id: range
        readonly property real free: legend.y - matrix.essentialHeight
        anchors {
            left: parent.left
            right: parent.right
            bottom: legend.top
        }
        readonly property bool wanted: free >= Look.scaled(104) && root.feed.totals.samples > 0 && !matrix.allZones
        height: wanted ? Look.scaled(104) : 0
        visible: wanted

        Rectangle {
            width: parent.width
            height: 1
            color: Theme.borderSubtle
        }
        Column {
            x: 14
            y: 10

            Words {
                font: Theme.typeBodyStrong
                text: qsTr("Change to live")
            }
            SmallWords {
                color: Theme.textMuted
                text: qsTr("p50 to p99")
            }
        }
        LatencyRange {
            anchors.fill: parent
            anchors.topMargin: 8
            feed: root.feed
            columnsLeft: matrix.columnsLeft
            columnWidth: matrix.columnWidth
            dark: Theme.dark
            textScale: Theme.textScale
            stale: !root.feed.fresh
            Accessible.role: Accessible.Chart
            Accessible.name: qsTr("p50 and p99 by secondary")
        }
    }
    Item {
        id: legend
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
        MatrixLegend {
            x: 18
            anchors.verticalCenter: parent.verticalCenter
            compact: matrix.columnWidth < 20
        }
    }
}
