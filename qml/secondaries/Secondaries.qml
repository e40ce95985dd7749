import QtQuick
import Headwater.Live
import Headwater.Style

/// Which machine, which path, which key.
FocusScope {
    id: root

    required property FeedState feed
    property int onlyState: -1
    property string chosenName

    signal openZones(int state, string secondary)

    function choose(name: string) {
        onlyState = -1;
        chosenName = name;
        list.currentIndex = indexOf(name);
    }
    function indexOf(name: string): int {
        for (let i = 0; i < list.count; ++i) {
            const line = list.itemAtIndex(i) as SecondaryLine;
            if (line && line.name === name) {
                return i;
            }
        }
        return -1;
    }
    function move(rows: int) {
        let next = list.currentIndex;
        do {
            next += rows;
        } while (next >= 0 && next < list.count && (list.itemAtIndex(next)?.height ?? 1) === 0)
        if (next >= 0 && next < list.count) {
            list.currentIndex = next;
            list.positionViewAtIndex(next, ListView.Contain);
        }
    }

    /// Without a choice the one in the worst state is shown.
    function chooseWorst() {
        if (visible && list.currentIndex < 0 && list.count > 0) {
            const behind = Array.from(feed.secondaries.behindNames());
            list.currentIndex = behind.length > 0 ? indexOf(behind[0]) : 0;
        }
    }

    Accessible.role: Accessible.Pane
    onVisibleChanged: chooseWorst()
    Accessible.name: qsTr("Secondaries")

    Row {
        id: chips
        spacing: 8

        FilterChip {
            implicitHeight: Look.scaled(28)
            text: qsTr("All")
            count: String(root.feed.secondaries.count)
            checked: root.onlyState < 0
            onClicked: root.onlyState = -1
        }
        Repeater {
            model: [Live.Fail, Live.Lag, Live.Unknown, Live.Ok, Live.Paused]

            FilterChip {
                id: chip
                required property int modelData
                readonly property int n: root.feed.secondaries.count > 0 && root.feed.now >= 0 ? root.feed.secondaries.countIn(modelData) + (modelData === Live.Ok ? root.feed.secondaries.countIn(Live.Moving) : 0) : 0
                implicitHeight: Look.scaled(28)
                visible: n > 0 || root.onlyState === modelData
                chipState: modelData
                text: modelData === Live.Ok ? qsTr("In sync") : Format.stateLabel(modelData)
                count: String(n)
                checked: root.onlyState === modelData
                onClicked: root.onlyState = root.onlyState === modelData ? -1 : modelData
            }
        }
    }
    Panel {
        id: panel
        anchors {
            left: parent.left
            right: parent.right
            top: chips.bottom
            topMargin: 12
        }
        height: Math.min(heads.height + list.contentHeight + 3, root.height - y - (detail.visible ? detail.height + 12 : 0))

        SecondaryColumns {
            id: columnPlan
            width: list.width
        }
        SecondaryHeads {
            id: heads
            width: list.width
            feed: root.feed
            columns: columnPlan
        }
        ListView {
            id: list
            anchors {
                fill: parent
                topMargin: heads.height
            }
            clip: true
            focus: true
            activeFocusOnTab: true
            model: root.feed.secondaries
            cacheBuffer: 4000
            currentIndex: -1
            onCurrentItemChanged: if (!currentItem) root.chooseWorst()
            onContentHeightChanged: root.chooseWorst()
            boundsBehavior: Flickable.StopAtBounds
            highlightFollowsCurrentItem: false
            Accessible.role: Accessible.Table
            Accessible.name: qsTr("Secondaries")
            Keys.onUpPressed: root.move(-1)
            Keys.onDownPressed: root.move(1)
            Keys.onReturnPressed: {
                const line = currentItem as SecondaryLine;
                if (line) {
                    root.openZones(-1, line.name);
                }
            }

            delegate: SecondaryLine {
                required property int index

                width: ListView.view.width
                height: visible ? implicitHeight : 0
                visible: root.onlyState < 0 || secondaryState === root.onlyState || (root.onlyState === Live.Ok && secondaryState === Live.Moving)
                feed: root.feed
                columns: columnPlan
                current: ListView.isCurrentItem
                onPicked: list.currentIndex = index
                onOpened: root.openZones(-1, name)
            }
            FocusRing {
                anchors.margins: 1
                shown: list.activeFocus && list.currentIndex < 0
            }
        }
    }
    SmallWords {
        anchors.centerIn: parent
        visible: root.feed.ready && root.feed.secondaries.count === 0
        text: qsTr("No secondary is configured. Add one to the configuration of the engine.")
    }
    Loader {
        id: detail
        anchors {
            left: parent.left
            right: parent.right
            top: panel.bottom
            topMargin: 12
        }
        height: Look.scaled(220)
        active: list.currentItem !== null
        visible: active

        sourceComponent: SecondaryDetail {
            feed: root.feed
            line: list.currentItem as SecondaryLine
            onOpenZones: (state, secondary) => root.openZones(state, secondary)
        }
    }

    Shortcut {
        enabled: root.visible
        sequences: ["J"]
        onActivated: root.move(1)
    }
    Shortcut {
        enabled: root.visible
        sequences: ["K"]
        onActivated: root.move(-1)
    }
}
