import QtQuick
import Headwater.Live
import Headwater.Style

/// One secondary; a stuck or late one has a second line with the reason, so that no hover is needed.
Item {
    id: root

    required property string name
    required property string address
    required property int secondaryState
    required property real zonesLive
    required property real zonesBehind
    required property real versionsBehind
    required property string notifyState
    required property string notifyText
    required property real notifyRttMs
    required property list<double> rtts
    required property real p50Ms
    required property real p99Ms
    required property bool transferred
    required property string transferKind
    required property real transferOctets
    required property real transferMs
    required property string keyName
    required property string error
    required property string causeCode
    required property real samples
    required property real budgetMs
    required property real transferAt
    required property real probeSerial
    required property real probeRttMs
    required property real probeAt

    required property FeedState feed
    required property SecondaryColumns columns
    property bool current: false

    signal picked
    signal opened

    readonly property bool trouble: Look.isTrouble(secondaryState)
    readonly property bool explained: trouble && feed.causes.count > 0
    readonly property string imperative: explained ? feed.causes.imperativeOf("", name) : ""
    readonly property string reason: (explained ? feed.causes.reasonOf("", name) : "") || error
    readonly property bool withReason: trouble && reason !== ""
    readonly property bool wrongKey: causeCode === "badkey" || causeCode === "badsig" || causeCode === "badtime"
    readonly property int notifyShape: notifyState === "acked" ? Live.Ok : notifyState === "refused" ? Live.Fail : notifyState === "unanswered" ? Live.Lag : notifyState === "waiting" ? Live.Moving : Live.Unknown

    implicitHeight: Look.scaled(28) + (withReason ? Look.scaled(23) : 0)
    Accessible.role: Accessible.Row
    Accessible.name: qsTr("%1, %2, %3 zones live").arg(name).arg(Format.stateLabel(secondaryState)).arg(zonesLive)
    Accessible.description: withReason ? reason + " " + imperative : ""

    component Cell: Mono {
        visible: width > 0
        anchors.verticalCenter: parent?.verticalCenter
        horizontalAlignment: Text.AlignRight
        color: Theme.textSecondary
        Accessible.ignored: true
    }

    Rectangle {
        anchors.fill: parent
        color: root.current ? Theme.surfaceSelected : hover.hovered ? Theme.surfaceHover : "transparent"
    }
    Rectangle {
        visible: root.trouble
        width: Theme.borderStatusEdge
        height: parent.height
        color: Look.solid(root.secondaryState)
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.borderSubtle
    }
    HoverHandler {
        id: hover
    }
    TapHandler {
        onTapped: root.picked()
        onDoubleTapped: root.opened()
    }
    Item {
        id: line
        width: parent.width
        height: Look.scaled(28)

        Mark {
            x: 14
            anchors.verticalCenter: parent.verticalCenter
            shape: root.secondaryState
            stale: !root.feed.fresh
        }
        Mono {
            x: root.columns.nameX + 8
            width: root.columns.nameWidth - 12
            anchors.verticalCenter: parent.verticalCenter
            font: Theme.typeMonoStrong
            text: root.name
            Accessible.ignored: true
        }
        MonoSmall {
            x: root.columns.addressX + 8
            width: root.columns.addressWidth - 12
            visible: width > 0
            anchors.verticalCenter: parent.verticalCenter
            color: Theme.textSecondary
            text: Format.address(root.address)
            Accessible.ignored: true
        }
        Row {
            x: root.columns.zonesX + 8
            anchors.verticalCenter: parent.verticalCenter
            spacing: 8

            Mono {
                id: liveCount
                text: Format.count(root.zonesLive)
                Accessible.ignored: true
            }
            SmallWords {
                visible: root.zonesBehind > 0 && root.secondaryState !== Live.Moving
                anchors.baseline: liveCount.baseline
                color: Look.text(root.secondaryState)
                text: Format.plural(root.zonesBehind, qsTr("zone")) + ", " + Format.plural(root.versionsBehind, qsTr("version"))
                Accessible.ignored: true
            }
        }
        Row {
            x: root.columns.notifyX + 8
            anchors.verticalCenter: parent.verticalCenter
            spacing: 6

            Mark {
                anchors.verticalCenter: parent.verticalCenter
                visible: root.notifyState !== "none"
                size: 10
                shape: root.notifyShape
                stale: !root.feed.fresh
            }
            SmallWords {
                width: Math.min(implicitWidth, root.columns.notifyWidth - 34)
                color: root.notifyShape === Live.Fail || root.notifyShape === Live.Lag ? Look.text(root.notifyShape) : Theme.textSecondary
                text: root.notifyState === "acked" ? qsTr("acked") : root.notifyState === "none" ? qsTr("none sent") : root.notifyText
                Accessible.ignored: true
            }
        }
        Spark {
            x: root.columns.rttX + 8
            anchors.verticalCenter: parent.verticalCenter
            visible: root.columns.rttWidth > 0
            width: 54
            height: Look.scaled(16)
            filled: false
            muted: true
            greatest: root.feed.secondaries.greatestRttMs
            values: root.rtts
        }
        Cell {
            x: root.columns.rttX + 62
            width: root.columns.rttWidth > 0 ? root.columns.rttWidth - 62 - 8 : 0
            text: Format.duration(root.notifyRttMs)
        }
        Cell {
            x: root.columns.p50X
            width: root.columns.p50Width - 8
            text: isNaN(root.p50Ms) ? qsTr("none") : Format.duration(root.p50Ms)
            color: isNaN(root.p50Ms) ? Theme.textMuted : Theme.textSecondary
        }
        Cell {
            x: root.columns.p99X
            width: root.columns.p99Width - 8
            text: root.secondaryState === Live.Fail ? Format.openDuration(root.p99Ms) : Format.duration(root.p99Ms)
            color: root.trouble ? Look.text(root.secondaryState) : Theme.textSecondary
        }
        Row {
            x: root.columns.transferX + 8
            visible: root.columns.transferWidth > 0
            anchors.verticalCenter: parent.verticalCenter
            spacing: 8

            SmallWords {
                width: Look.scaled(32)
                color: root.transferred ? Theme.textSecondary : Theme.textMuted
                text: root.transferred ? root.transferKind : qsTr("none")
                Accessible.ignored: true
            }
            Mono {
                width: Look.scaled(58)
                visible: root.transferred
                horizontalAlignment: Text.AlignRight
                color: Theme.textMuted
                text: Format.bytes(root.transferOctets)
                Accessible.ignored: true
            }
            Mono {
                width: Look.scaled(66)
                visible: root.transferred
                horizontalAlignment: Text.AlignRight
                color: root.wrongKey ? Theme.fail : Theme.textSecondary
                text: root.wrongKey ? qsTr("refused") : Format.duration(root.transferMs)
                Accessible.ignored: true
            }
        }
        MonoSmall {
            x: root.columns.keyX + 8
            width: root.columns.keyWidth - 16
            visible: width > 0
            anchors.verticalCenter: parent.verticalCenter
            color: root.wrongKey ? Theme.fail : root.keyName === "" ? Theme.textMuted : Theme.textSecondary
            text: root.keyName === "" ? qsTr("none") : root.keyName
            Accessible.ignored: true
        }
    }
    Row {
        x: root.columns.nameX + 8
        width: parent.width - x - 12
        anchors.top: line.bottom
        visible: root.withReason
        spacing: 8

        SmallWords {
            id: reasonText
            width: Math.min(implicitWidth, parent.width - instruction.implicitWidth - 8)
            color: Look.text(root.secondaryState)
            text: root.reason
            Accessible.ignored: true
        }
        SmallWords {
            id: instruction
            font: Look.ui(12, Look.medium)
            color: Theme.text
            text: root.imperative
            Accessible.ignored: true
        }
    }
}
