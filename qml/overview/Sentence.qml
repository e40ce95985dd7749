import QtQuick
import Headwater.Style

/// Rich text that wraps and takes at least the line it has in the design; rich text ignores line heights.
Item {
    id: root

    property alias text: words.text
    property alias font: words.font
    property alias color: words.color
    property real least: 18

    implicitHeight: Math.max(words.implicitHeight, Look.scaled(least))

    Text {
        id: words
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width
        color: Theme.text
        textFormat: Text.RichText
        wrapMode: Text.Wrap
        renderType: Text.NativeRendering
        Accessible.ignored: true
    }
}
