import QtQuick
import Headwater.Live
import Headwater.Style

/// Find any zone, compare them, open one.
FocusScope {
    id: root

    required property FeedState feed

    signal openZone(string name)

    function show(state: int, secondary: string) {
        filter.onlyState = state;
        field.text = secondary !== "" ? "on:" + secondary : "";
    }
    /// True if there was a filter to clear.
    function clearFilter(): bool {
        if (filter.text === "" && filter.onlyState < 0) {
            return false;
        }
        field.text = "";
        filter.onlyState = -1;
        list.forceActiveFocus();
        return true;
    }
    function move(rows: int) {
        if (filter.count > 0) {
            list.currentIndex = Math.max(0, Math.min(filter.count - 1, list.currentIndex + rows));
            list.positionViewAtIndex(list.currentIndex, ListView.Contain);
        }
    }
    function openCurrent() {
        if (list.currentIndex >= 0) {
            openZone(filter.nameAt(list.currentIndex));
        }
    }
    /// How many zones are in a state: all of them as the engine counts, or those that match the text.
    function countText(state: int, matching: int, now: real): string {
        const totals = feed.totals;
        const known = [totals.zonesStuck, totals.zonesLate, -1, totals.zonesMoving, -1, -1];
        return Format.count(filter.text === "" && known[state] >= 0 ? known[state] : filter.countIn(state));
    }
    function rowsText(): string {
        if (filter.count === 0) {
            return "";
        }
        const first = Math.max(1, list.indexAt(1, list.contentY + 2) + 1);
        const last = Math.min(filter.count, first + Math.floor(list.height / Look.scaled(26)) - 1);
        const part = feed.totals.zones > feed.zones.count ? qsTr(" (worst and newest of %1)").arg(Format.count(feed.totals.zones)) : "";
        return qsTr("Rows %1–%2 of %3%4, %5").arg(first).arg(last).arg(Format.count(filter.count)).arg(part).arg(orderText());
    }
    function orderText(): string {
        const names = {
            "changedAt": filter.descending ? qsTr("newest change first") : qsTr("oldest change first"),
            "name": qsTr("by name"),
            "serial": qsTr("by serial"),
            "records": qsTr("by records"),
            "liveOn": qsTr("by live"),
            "slowestMs": qsTr("by slowest secondary"),
            "p99Ms": qsTr("by p99"),
            "source": qsTr("by source")
        };
        return names[filter.column] ?? "";
    }

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Zones")

    ZoneFilter {
        id: filter
        zones: root.feed.zones
        text: field.text
        held: listHover.hovered
    }
    Field {
        id: field
        width: parent.width
        iconName: "act.filter"
        keyCap: "/"
        placeholderText: qsTr("Filter by name, or state:stuck  on:SECONDARY  source:files  -name")
        onAccepted: list.forceActiveFocus()
        Keys.onEscapePressed: root.clearFilter()
    }
    Row {
        id: chips
        anchors.top: field.bottom
        anchors.topMargin: 10
        spacing: 6

        FilterChip {
            text: qsTr("All")
            count: Format.count(filter.text === "" ? root.feed.totals.zones : filter.count)
            checked: filter.onlyState < 0
            onClicked: filter.onlyState = -1
        }
        Repeater {
            model: [Live.Fail, Live.Lag, Live.Moving, Live.Unknown, Live.Paused, Live.Ok]

            FilterChip {
                required property int modelData
                chipState: modelData
                text: Format.stateLabel(modelData)
                count: root.countText(modelData, filter.count, root.feed.now)
                checked: filter.onlyState === modelData
                onClicked: filter.onlyState = checked ? modelData : -1
            }
        }
        SmallWords {
            anchors.verticalCenter: parent.verticalCenter
            visible: filter.unknownFields.length > 0
            color: Theme.lag
            text: qsTr("no such field: %1").arg(Array.from(filter.unknownFields).join(", "))
        }
    }
    Panel {
        id: panel
        anchors {
            left: parent.left
            right: parent.right
            top: chips.bottom
            topMargin: 10
            bottom: foot.top
            bottomMargin: 10
        }

        ZoneColumns {
            id: columnPlan
            width: list.width
        }
        ZoneHeads {
            id: heads
            width: list.width
            columns: columnPlan
            filter: filter
        }
        ListView {
            id: list
            anchors {
                left: parent.left
                right: ruler.left
                top: heads.bottom
                bottom: parent.bottom
            }
            clip: true
            focus: true
            activeFocusOnTab: true
            model: filter
            reuseItems: true
            currentIndex: -1
            boundsBehavior: Flickable.StopAtBounds
            keyNavigationEnabled: true
            highlightFollowsCurrentItem: false
            Accessible.role: Accessible.Table
            Accessible.name: qsTr("Zones")
            Keys.onReturnPressed: root.openCurrent()
            Keys.onPressed: event => {
                const page = Math.max(1, Math.floor(height / Look.scaled(26)) - 1);
                const steps = {
                    [Qt.Key_PageDown]: page,
                    [Qt.Key_PageUp]: -page,
                    [Qt.Key_Home]: -filter.count,
                    [Qt.Key_End]: filter.count
                };
                if (steps[event.key] !== undefined) {
                    root.move(steps[event.key]);
                    event.accepted = true;
                }
            }

            delegate: ZoneLine {
                required property int index
                width: ListView.view.width
                columns: columnPlan
                now: root.feed.now
                current: ListView.isCurrentItem
                stale: !root.feed.fresh
                onOpened: {
                    list.currentIndex = index;
                    root.openZone(name);
                }
            }

            HoverHandler {
                id: listHover
            }
            FocusRing {
                anchors.margins: 1
                shown: list.activeFocus && list.currentIndex < 0
            }
        }
        Ruler {
            id: ruler
            anchors.right: parent.right
            height: parent.height
            filter: filter
            list: list
        }
        SmallWords {
            anchors.centerIn: parent
            visible: root.feed.ready && filter.count === 0
            text: root.feed.zones.count === 0 ? qsTr("No zones yet. Put a zone file into the folder of the engine, or add a zone with headwaterctl.") : qsTr("No zone matches. Esc clears the filter.")
        }
    }
    Item {
        id: foot
        anchors {
            left: parent.left
            right: parent.right
            bottom: parent.bottom
        }
        height: Look.scaled(18)

        SmallWords {
            color: Theme.textMuted
            text: root.rowsText()
        }
        Row {
            anchors.right: parent.right
            spacing: 12

            Repeater {
                model: [["J K", qsTr("move")], ["Enter", qsTr("open")], ["/", qsTr("filter")], ["?", qsTr("all shortcuts")]]

                Row {
                    id: keyHelp
                    required property var modelData
                    spacing: 4

                    Repeater {
                        model: keyHelp.modelData[0].split(" ")

                        KeyCap {
                            required property string modelData
                            key: modelData
                        }
                    }
                    SmallWords {
                        anchors.verticalCenter: parent.verticalCenter
                        color: Theme.textMuted
                        text: keyHelp.modelData[1]
                    }
                }
            }
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
    Shortcut {
        enabled: root.visible && !field.activeFocus && !list.activeFocus
        sequences: ["Return", "Enter"]
        onActivated: root.openCurrent()
    }
    Shortcut {
        enabled: root.visible
        sequences: ["/"]
        onActivated: field.forceActiveFocus()
    }
}
