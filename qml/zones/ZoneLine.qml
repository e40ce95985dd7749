import QtQuick
import Headwater.Live
import Headwater.Style

/// One zone of the list.
Item {
    id: root

    required property string name
    required property string unicode
    required property real serial
    required property real records
    required property real changedAt
    required property int zoneState
    required property real liveOn
    required property real liveOf
    required property real paused
    required property string slowest
    required property string slowestNote
    required property real p99Ms
    required property string source
    required property string sourceName
    required property string problem
    required property list<int> ticks

    required property ZoneColumns columns
    required property real now
    property bool current: false
    property bool stale: false

    signal opened
    signal picked

    readonly property bool trouble: Look.isTrouble(zoneState)

    implicitHeight: Look.scaled(Theme.sizeRowDense)
    Accessible.role: Accessible.Row
    Accessible.name: qsTr("%1, %2, live on %3 of %4").arg(name).arg(Format.stateLabel(zoneState)).arg(liveOn).arg(liveOf)
    Accessible.description: problem
    Accessible.onPressAction: opened()

    Rectangle {
        anchors.fill: parent
        color: root.current ? Theme.surfaceSelected : hover.hovered ? Theme.surfaceHover : "transparent"
    }
    Rectangle {
        visible: root.trouble || root.problem !== ""
        width: Theme.borderStatusEdge
        height: parent.height
        color: root.trouble ? Look.solid(root.zoneState) : Theme.failSolid
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
        onTapped: root.opened()
    }
    Mark {
        x: 14
        anchors.verticalCenter: parent.verticalCenter
        size: 11
        shape: root.zoneState
        stale: root.stale
    }
    Item {
        x: root.columns.nameX
        width: root.columns.nameWidth
        height: parent.height

        Mono {
            id: nameText
            x: 8
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, parent.width - 16)
            elide: Text.ElideMiddle
            text: root.name
            Accessible.ignored: true
        }
        SmallWords {
            anchors.left: nameText.right
            anchors.leftMargin: 8
            anchors.verticalCenter: parent.verticalCenter
            width: Math.max(0, parent.width - nameText.width - 24)
            color: root.problem !== "" ? Theme.fail : Theme.textMuted
            text: root.problem !== "" ? root.problem : root.unicode
            Accessible.ignored: true
        }
    }
    SerialText {
        x: root.columns.serialX + 8
        anchors.verticalCenter: parent.verticalCenter
        serial: root.serial
    }
    Mono {
        x: root.columns.recordsX
        width: root.columns.recordsWidth - 8
        visible: width > 0
        anchors.verticalCenter: parent.verticalCenter
        horizontalAlignment: Text.AlignRight
        color: Theme.textSecondary
        text: Format.count(root.records)
        Accessible.ignored: true
    }
    Mono {
        x: root.columns.ageX
        width: root.columns.ageWidth - 8
        anchors.verticalCenter: parent.verticalCenter
        horizontalAlignment: Text.AlignRight
        color: Theme.textSecondary
        text: Format.age(root.changedAt, root.now)
        Accessible.ignored: true
    }
    Row {
        x: root.columns.liveX + 8
        anchors.verticalCenter: parent.verticalCenter
        spacing: 8

        TickStrip {
            anchors.verticalCenter: parent.verticalCenter
            height: Look.scaled(11)
            states: root.ticks
            stale: root.stale
        }
        Mono {
            visible: root.liveOf > 0
            width: Math.max(implicitWidth, 7.2 * Theme.textScale * String(root.liveOf).length)
            horizontalAlignment: Text.AlignRight
            color: root.zoneState === Live.Ok ? Theme.textSecondary : Look.text(root.zoneState)
            text: root.liveOn
            elide: Text.ElideNone
            Accessible.ignored: true
        }
        SmallWords {
            visible: root.liveOf === 0
            color: Theme.textMuted
            text: root.paused > 0 ? qsTr("paused") : qsTr("none")
            Accessible.ignored: true
        }
        Mono {
            visible: root.liveOf > 0
            color: Theme.textMuted
            text: "/ " + root.liveOf + (root.paused > 0 ? qsTr(", %1 paused").arg(root.paused) : "")
            Accessible.ignored: true
        }
    }
    Row {
        x: root.columns.slowestX + 8
        width: root.columns.slowestWidth - 16
        visible: width > 0
        anchors.verticalCenter: parent.verticalCenter
        spacing: 8

        Mono {
            visible: text !== ""
            text: root.slowest
            Accessible.ignored: true
        }
        SmallWords {
            color: root.trouble || root.zoneState === Live.Paused ? Look.text(root.zoneState) : Theme.textMuted
            text: root.slowestNote
            Accessible.ignored: true
        }
    }
    Mono {
        x: root.columns.p99X
        width: root.columns.p99Width - root.columns.gap - 8
        visible: width > 0
        anchors.verticalCenter: parent.verticalCenter
        horizontalAlignment: Text.AlignRight
        color: Theme.textSecondary
        text: Format.duration(root.p99Ms)
        Accessible.ignored: true
    }
    SmallWords {
        x: root.columns.sourceX + 8
        width: root.columns.sourceWidth - 16
        visible: width > 0
        anchors.verticalCenter: parent.verticalCenter
        text: root.source
        Accessible.ignored: true
    }
}
