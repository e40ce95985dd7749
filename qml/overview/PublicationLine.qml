import QtQuick
import Headwater.Live
import Headwater.Style

/// One published version: when, which zone, what changed, and how far it got.
Item {
    id: root

    required property string zone
    required property real serial
    required property real committedAt
    required property real added
    required property real removed
    required property int publicationState
    required property real liveOn
    required property real liveOf
    required property real everywhereMs
    required property list<int> ticks
    property bool current: false
    property bool stale: false

    signal opened

    readonly property bool done: !isNaN(everywhereMs)

    implicitHeight: Look.scaled(41)
    Accessible.role: Accessible.ListItem
    Accessible.name: qsTr("%1, %2").arg(zone).arg(result.text)

    Rectangle {
        anchors.fill: parent
        color: root.current ? Theme.surfaceSelected : hover.hovered ? Theme.surfaceHover : "transparent"
    }
    HoverHandler {
        id: hover
    }
    TapHandler {
        onTapped: root.opened()
    }
    MonoSmall {
        x: 14
        y: Look.scaled(4)
        height: Look.scaled(18)
        text: Format.eventTime(root.committedAt)
        Accessible.ignored: true
    }
    Mono {
        x: 14 + Look.scaled(100)
        y: Look.scaled(4)
        width: result.x - x - 8
        height: Look.scaled(18)
        text: root.zone
        Accessible.ignored: true
    }
    SmallWords {
        id: result
        anchors.right: parent.right
        anchors.rightMargin: 14
        y: Look.scaled(4)
        height: Look.scaled(18)
        font: Look.ui(12, Look.medium)
        color: Look.text(root.publicationState)
        text: root.done ? Format.duration(root.everywhereMs) : Format.outOf(root.liveOn, root.liveOf)
        Accessible.ignored: true
    }
    SerialText {
        x: 14
        y: Look.scaled(22)
        font: Theme.typeMonoSmall
        serial: root.serial
    }
    Row {
        x: 14 + Look.scaled(100)
        y: Look.scaled(22)
        spacing: Look.scaled(6)

        MonoSmall {
            visible: text !== ""
            color: Theme.ok
            text: Format.added(root.added)
        }
        MonoSmall {
            visible: text !== ""
            color: Theme.fail
            text: Format.removed(root.removed)
        }
    }
    TickStrip {
        anchors.right: parent.right
        anchors.rightMargin: 14
        y: Look.scaled(25)
        height: Look.scaled(11)
        tickWidth: 5
        states: root.ticks
        stale: root.stale
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.borderSubtle
    }
}
