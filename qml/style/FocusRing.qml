import QtQuick

/// Two pixels of focus colour, two pixels away from its parent.
Rectangle {
    property bool shown: false

    anchors.fill: parent
    anchors.margins: -Theme.borderFocusOffset - Theme.borderFocus
    visible: shown
    color: "transparent"
    radius: Theme.radiusControl + 3
    border.width: Theme.borderFocus
    border.color: Theme.focus
}
