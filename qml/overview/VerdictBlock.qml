import QtQuick
import Headwater.Live
import Headwater.Style

/// The answer as a sentence: headline, step and reason, further causes, and where to go.
FocusScope {
    id: root

    required property FeedState feed
    readonly property Verdict verdict: feed.verdict
    readonly property bool disconnected: feed.ready && !feed.fresh
    readonly property int shownState: !feed.ready || disconnected ? Live.Unknown : verdict.verdictState === Live.Moving ? Live.Ok : verdict.verdictState
    readonly property bool loud: Look.isTrouble(shownState)
    readonly property string cause: feed.causes.imperativeOf(verdict.zone, verdict.secondary)
    readonly property color ink: loud ? Look.text(shownState) : Theme.text ///< of error codes
    readonly property string place: verdict.secondary !== "" ? verdict.secondary : verdict.zone

    signal openZone(string name, string secondary)
    signal openSecondary(string name)
    signal openZones(int state, string secondary)

    function open() {
        if (verdict.secondary !== "") {
            openSecondary(verdict.secondary);
        } else if (verdict.zone !== "") {
            openZone(verdict.zone, "");
        }
    }
    function headline(): string {
        if (!feed.ready) {
            return feed.connectionError === "" ? qsTr("Reading the state of the zones") : qsTr("The engine does not answer");
        }
        return disconnected ? qsTr("Console disconnected for %1. Showing %2.").arg(Format.duration(feed.silentMs)).arg(Format.time(feed.now)) : verdict.headline;
    }
    function detail(): string {
        if (!feed.ready) {
            return feed.connectionError;
        }
        return disconnected ? qsTr("The engine itself may be fine. %1").arg(feed.connectionError) : verdict.detail;
    }

    implicitHeight: Math.max(Look.scaled(loud ? 99 : 78), texts.implicitHeight + (loud ? 24 : 30))
    Accessible.role: loud ? Accessible.AlertMessage : Accessible.StaticText
    Accessible.name: headline()
    Accessible.description: detail()

    Rectangle {
        width: 16
        height: parent.height
        radius: Theme.radiusPanel
        color: Look.solid(root.shownState)
    }
    Rectangle {
        anchors.fill: parent
        anchors.leftMargin: 4
        radius: Theme.radiusPanel
        color: root.shownState === Live.Fail ? Theme.failWash : root.shownState === Live.Lag ? Theme.lagWash : Theme.surface
        border.width: root.loud && root.verdict.rank === 1 ? 2 : 1
        border.color: root.shownState === Live.Fail ? Theme.failLine : root.shownState === Live.Lag ? Theme.lagLine : Theme.border
    }
    Mark {
        id: shape
        x: 19
        y: root.loud ? 14 : (root.height - height) / 2
        size: 30
        shape: root.shownState
        stale: root.disconnected
    }
    Column {
        id: texts
        anchors {
            left: shape.right
            leftMargin: 14
            right: side.left
            rightMargin: 16
        }
        y: root.loud ? 13 : (root.height - height) / 2

        Sentence {
            width: parent.width
            least: 26
            font: Theme.typeHeadline
            text: Format.sentence(root.headline(), [root.verdict.secondary, root.verdict.zone], "", root.ink)
        }
        Sentence {
            width: parent.width
            least: 19
            visible: text !== ""
            font: Theme.typeBody
            color: root.loud ? Theme.text : Theme.textSecondary
            text: Format.sentence(root.detail(), [root.verdict.zone], root.cause, root.ink)
        }
        Item {
            width: 1
            height: 8
            visible: chips.visible
        }
        Flow {
            id: chips
            width: parent.width
            spacing: 8
            visible: root.feed.fresh && (root.verdict.chips.length > 0 || root.verdict.impact !== "")

            Repeater {
                model: root.verdict.chips

                Chip {
                    required property var modelData
                    chipState: modelData.chipState
                    text: modelData.text
                }
            }
            SmallWords {
                height: Look.scaled(20)
                visible: text !== ""
                text: root.verdict.impact
            }
        }
    }
    Item {
        id: side
        anchors {
            right: parent.right
            rightMargin: 16
            verticalCenter: parent.verticalCenter
        }
        width: root.loud ? Look.scaled(206) : budget.visible ? Look.scaled(240) : 0
        height: root.loud ? actions.height : budget.height

        Column {
            id: actions
            visible: root.loud && root.place !== ""
            width: parent.width
            spacing: 8

            PushButton {
                width: parent.width
                primary: true
                iconName: "act.open"
                text: qsTr("Open %1").arg(root.place)
                focus: true
                onClicked: root.open()
            }
            Row {
                width: parent.width
                spacing: 8

                PushButton {
                    id: dig
                    iconName: "act.copy"
                    text: "dig"
                    visible: root.verdict.zone !== "" && root.verdict.secondary !== ""
                    Accessible.description: qsTr("copies a dig command")
                    onClicked: Format.copy(Format.dig(root.verdict.zone, root.feed.secondaries.addressOf(root.verdict.secondary)))
                }
                PushButton {
                    width: parent.width - (dig.visible ? dig.width + 8 : 0)
                    visible: root.verdict.secondary !== ""
                    text: qsTr("All zones held back")
                    onClicked: root.openZones(root.verdict.verdictState, root.verdict.secondary)
                }
            }
        }
        BudgetBar {
            id: budget
            width: parent.width
            visible: !root.loud && root.feed.fresh && root.feed.slowestMs >= 0
            feed: root.feed
        }
    }
}
