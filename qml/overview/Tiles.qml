import QtQuick
import Headwater.Live
import Headwater.Style

/// The six headline numbers.
Rectangle {
    id: root

    required property FeedState feed
    readonly property Totals totals: feed.totals
    readonly property bool withQueries: !isNaN(totals.queriesPerSecond)
    readonly property bool twoRows: width < Look.scaled(960)
    readonly property real part: width / (twoRows ? 3.621 : withQueries ? 6.701 : 5.621)

    signal openZones(int state, string secondary)
    signal openSecondaries

    function tint(color: color, text: string): string {
        return "<font color=\"" + color + "\">" + text + "</font>";
    }
    /// "37 stuck" in its colour, behind what is there already; nothing if there are none.
    function add(before: string, n: real, words: string, color: color): string {
        return n > 0 ? before + (before === "" ? "" : " · ") + tint(color, words.arg(Format.count(n))) : before;
    }
    function zonesNote(): string {
        let note = add("", totals.zonesRejected, qsTr("%1 refused"), Theme.fail);
        note = add(note, totals.zonesStuck, qsTr("%1 stuck"), Theme.fail);
        note = add(note, totals.zonesLate, qsTr("%1 late"), Theme.lag);
        note = add(note, totals.zonesMoving, qsTr("%1 in flight"), Theme.textSecondary);
        return note !== "" ? note : totals.zones > 0 ? qsTr("all live") : qsTr("none yet");
    }
    function secondariesNote(): string {
        const names = Array.from(feed.secondaries.behindNames());
        if (names.length === 0) {
            return feed.secondaries.count > 0 ? qsTr("all in sync") : qsTr("none configured");
        }
        const shown = names.slice(0, 2).map(name => tint(Look.text(feed.secondaries.stateOf(name)), name));
        return shown.join(" · ") + (names.length > 2 ? " +" + (names.length - 2) : "");
    }
    function liveNote(): string {
        const budget = isNaN(totals.budgetMs) ? "" : qsTr("budget %1").arg(Format.setDuration(totals.budgetMs));
        if (isNaN(totals.liveUpTo)) {
            return budget;
        }
        const color = totals.zonesStuck > 0 ? Theme.fail : totals.zonesLate > 0 ? Theme.lag : Theme.textMuted;
        return budget + (budget === "" ? "" : " · ") + qsTr("all live up to %1").arg(tint(color, Format.time(totals.liveUpTo)));
    }
    function notifyNote(): string {
        const note = qsTr("%1 acked").arg(Format.count(totals.notifyAcked)) + " · " + tint(totals.notifyRetried > 0 ? Theme.textSecondary : Theme.textMuted, qsTr("%1 retried").arg(Format.count(totals.notifyRetried)));
        return add(note, totals.notifyFailed, qsTr("%1 failed"), Theme.fail);
    }
    function transfersNote(): string {
        const refused = qsTr("%1 refused").arg(Format.count(totals.transfersRefused));
        const share = isNaN(totals.ixfrShare) ? "" : " · " + qsTr("%1 IXFR").arg(Format.share(totals.ixfrShare));
        return (totals.transfersRefused > 0 ? tint(Theme.fail, refused) : refused) + share;
    }

    implicitHeight: Look.scaled(79) * (twoRows ? 2 : 1)
    radius: Theme.radiusPanel
    color: Theme.surface
    border.color: Theme.border

    Flow {
        anchors.fill: parent

        Tile {
            width: root.part
            first: true
            title: qsTr("Zones")
            number: Format.count(root.totals.zones)
            note: root.zonesNote()
            onClicked: root.openZones(-1, "")
        }
        Tile {
            width: root.part
            title: qsTr("Secondaries in sync")
            number: Format.count(root.totals.secondariesInSync)
            unit: qsTr("of %1").arg(Format.count(root.totals.secondaries))
            note: root.secondariesNote()
            onClicked: root.openSecondaries()

            TickStrip {
                height: Look.scaled(20)
                tickGap: 2
                states: root.feed.secondaries.states
                stale: !root.feed.fresh
            }
        }
        Tile {
            width: root.part * 1.62
            title: qsTr("Change to live, per pair")
            number: isNaN(root.totals.p50Ms) ? "–" : Format.durationNumber(root.totals.p50Ms)
            unit: isNaN(root.totals.p50Ms) ? qsTr("no change yet") : Format.durationUnit(root.totals.p50Ms) + " p50"
            number2: isNaN(root.totals.p99Ms) ? "" : Format.durationNumber(root.totals.p99Ms)
            unit2: Format.durationUnit(root.totals.p99Ms) + (root.totals.samples < 100 ? " max" : " p99")
            note: root.liveNote()
            onClicked: root.openSecondaries()

            Spark {
                width: 68
                height: Look.scaled(24)
                values: root.totals.recentLiveMs
                stale: !root.feed.fresh
                Accessible.name: qsTr("the last %1 changes").arg(root.totals.recentLiveMs.length)
            }
        }
        Tile {
            width: root.part
            first: root.twoRows
            title: qsTr("NOTIFY waiting")
            number: Format.count(root.totals.notifyWaiting)
            note: root.notifyNote()
            onClicked: root.openSecondaries()
        }
        Tile {
            width: root.part
            title: qsTr("Transfers running")
            number: Format.count(root.totals.transfersRunning)
            note: root.transfersNote()
            onClicked: root.openSecondaries()
        }
        Tile {
            width: root.part * (root.twoRows ? 1.62 : 1.08)
            visible: root.withQueries
            title: qsTr("Queries answered")
            number: Format.rate(root.totals.queriesPerSecond).split(/[ \/]/)[0]
            unit: Format.rate(root.totals.queriesPerSecond).replace(/^[0-9.,]+ ?/, "")
            note: qsTr("by this engine")
            onClicked: root.openSecondaries()
        }
    }
}
