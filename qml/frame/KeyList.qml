import QtQuick
import Headwater.Style

/// All keys of the window.
Rectangle {
    id: root

    signal closed

    readonly property var keys: [["G O", qsTr("Overview")], ["G Z", qsTr("Zones")], ["G S", qsTr("Secondaries")], ["J K", qsTr("next, previous row")], ["Enter", qsTr("open")], ["/", qsTr("filter this page")], ["Y", qsTr("copy dig for this")], ["Space", qsTr("pause, resume")], ["T", qsTr("theme: dark, light")], ["Ctrl +  Ctrl −", qsTr("text size")], ["Esc", qsTr("close, clear filter, back")], ["?", qsTr("this list")]]

    color: Theme.scrim
    Accessible.role: Accessible.Dialog
    Accessible.name: qsTr("Keys")

    TapHandler {
        onTapped: root.closed()
    }
    Rectangle {
        anchors.centerIn: parent
        width: Math.min(parent.width - 40, 420)
        height: list.implicitHeight + 32
        radius: Theme.radiusPanel
        color: Theme.surfaceRaised
        border.color: Theme.borderControl

        Column {
            id: list
            anchors {
                left: parent.left
                right: parent.right
                top: parent.top
                margins: 16
            }
            spacing: 6

            Words {
                font: Theme.typeTitle
                text: qsTr("Keys")
            }
            Repeater {
                model: root.keys

                Item {
                    id: line

                    required property var modelData

                    width: list.width
                    height: Look.scaled(22)

                    Row {
                        anchors.verticalCenter: parent.verticalCenter
                        spacing: 4

                        Repeater {
                            model: line.modelData[0].split(" ")

                            KeyCap {
                                required property string modelData
                                key: modelData
                            }
                        }
                    }
                    SmallWords {
                        x: 150
                        anchors.verticalCenter: parent.verticalCenter
                        text: line.modelData[1]
                    }
                }
            }
        }
    }
}
