import QtQuick
import QtQuick.Templates as T

/// A few choices side by side, one of them in force.
Rectangle {
    id: root

    required property list<string> choices
    property int current: 0

    signal chosen(int index)

    implicitWidth: row.implicitWidth + 2
    implicitHeight: Look.scaled(24)
    radius: Theme.radiusControl
    color: "transparent"
    border.color: Theme.border

    Row {
        id: row
        anchors.centerIn: parent

        Repeater {
            model: root.choices

            T.AbstractButton {
                id: choice

                required property int index
                required property string modelData

                implicitWidth: implicitContentWidth + leftPadding + rightPadding
                implicitHeight: root.height - 2
                leftPadding: 9
                rightPadding: 9
                checked: root.current === index
                text: modelData
                Accessible.role: Accessible.RadioButton
                Accessible.name: modelData
                Accessible.checked: checked
                onClicked: root.chosen(index)

                contentItem: SmallWords {
                    horizontalAlignment: Text.AlignHCenter
                    font: Look.ui(12, choice.checked ? Look.medium : Look.regular)
                    color: choice.checked ? Theme.text : Theme.textSecondary
                    text: choice.text
                    Accessible.ignored: true
                }
                background: Rectangle {
                    radius: Theme.radiusControl - 1
                    color: choice.checked ? Theme.surfaceSelected : choice.hovered ? Theme.surfaceHover : "transparent"

                    Rectangle {
                        visible: choice.index > 0 && !choice.checked && root.current !== choice.index - 1
                        width: 1
                        height: parent.height
                        color: Theme.border
                    }
                    FocusRing {
                        shown: choice.visualFocus
                    }
                }
            }
        }
    }
}
