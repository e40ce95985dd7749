import QtQuick
import Headwater.Style

/// One headline number; pressing it opens its screen.
Item {
    id: root

    property string title
    property string number
    property string unit
    property string number2
    property string unit2
    property string note ///< StyledText; parts in the colour of a state
    property bool first: false
    default property alias picture: pictureBox.data

    signal clicked

    implicitHeight: Look.scaled(79)
    activeFocusOnTab: true
    Accessible.role: Accessible.Button
    Accessible.name: title + " " + number + " " + unit + " " + number2 + " " + unit2
    Accessible.description: note.replace(/<[^>]*>/g, "")
    Accessible.onPressAction: clicked()
    Keys.onReturnPressed: clicked()

    Rectangle {
        anchors.fill: parent
        color: hover.hovered ? Theme.surfaceHover : "transparent"
        radius: Theme.radiusPanel
    }
    HoverHandler {
        id: hover
    }
    TapHandler {
        onTapped: root.clicked()
    }
    Rectangle {
        visible: !root.first
        width: 1
        height: parent.height
        color: Theme.borderSubtle
    }
    SmallWords {
        x: 14
        y: Look.scaled(10)
        width: parent.width - 20
        height: Look.scaled(16)
        text: root.title
        Accessible.ignored: true
    }
    Row {
        id: figures
        x: 14
        y: Look.scaled(26)
        height: Look.scaled(28)
        spacing: 12

        Figure {
            anchors.verticalCenter: parent.verticalCenter
            number: root.number
            unit: root.unit
        }
        Figure {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.number2 !== ""
            number: root.number2
            unit: root.unit2
        }
    }
    Item {
        id: pictureBox
        anchors.right: parent.right
        anchors.rightMargin: 12
        y: Look.scaled(28)
        width: childrenRect.width
        height: Look.scaled(24)
        visible: x > figures.x + figures.width
    }
    Text {
        x: 14
        y: Look.scaled(54)
        width: parent.width - 20
        height: Look.scaled(16)
        font: Look.ui(11.5, Look.regular)
        color: Theme.textMuted
        textFormat: Text.StyledText
        elide: Text.ElideRight
        renderType: Text.NativeRendering
        verticalAlignment: Text.AlignVCenter
        text: root.note
        Accessible.ignored: true
    }
    FocusRing {
        anchors.margins: 1
        shown: root.activeFocus
    }
}
