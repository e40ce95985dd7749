import QtQuick
import Headwater.Live
import Headwater.Style

/// One version in the list at the left of a zone.
Item {
    id: root

    required property string publicationId
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

    signal opened

    implicitHeight: Look.scaled(43)
    Accessible.role: Accessible.ListItem
    Accessible.name: Format.serialHead(serial) + Format.serialTail(serial) + ", " + result.text
    Accessible.selected: current

    Rectangle {
        anchors.fill: parent
        color: root.current ? Theme.surfaceSelected : hover.hovered ? Theme.surfaceHover : "transparent"
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
        x: 12
        y: Look.scaled(9)
        size: 11
        shape: root.publicationState
    }
    SerialText {
        x: 32
        y: Look.scaled(6)
        serial: root.serial
        brightColor: Theme.text
    }
    SmallWords {
        id: result
        anchors.right: parent.right
        anchors.rightMargin: 12
        y: Look.scaled(6)
        color: isNaN(root.everywhereMs) ? Look.text(root.publicationState) : Theme.textSecondary
        text: isNaN(root.everywhereMs) ? root.liveOn + "/" + root.liveOf : Format.duration(root.everywhereMs)
        Accessible.ignored: true
    }
    Row {
        x: 32
        y: Look.scaled(24)
        spacing: 6

        MonoSmall {
            text: Format.time(root.committedAt)
        }
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
        anchors.rightMargin: 12
        y: Look.scaled(27)
        height: Look.scaled(9)
        states: root.ticks
    }
}
