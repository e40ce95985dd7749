import QtQuick
import Headwater.Live
import Headwater.Style

/// What is known about the chosen secondary, beyond its row.
Panel {
    id: root

    required property FeedState feed
    required property SecondaryLine line

    signal openZones(int state, string secondary)

    component Fact: Item {
        property alias label: labelText.text
        property alias value: valueText.text
        width: column.width
        height: visible ? Look.scaled(22) : 0
        visible: value !== ""
        Accessible.role: Accessible.StaticText
        Accessible.name: label + " " + value

        SmallWords {
            id: labelText
            width: Look.scaled(150)
            anchors.verticalCenter: parent.verticalCenter
            color: Theme.textMuted
            Accessible.ignored: true
        }
        Words {
            id: valueText
            anchors {
                left: labelText.right
                right: parent.right
                verticalCenter: parent.verticalCenter
            }
            font: Theme.typeMono
            Accessible.ignored: true
        }
    }

    monoTitle: line.name
    headItems: Chip {
        chipState: root.line.secondaryState
        text: Format.stateLabel(root.line.secondaryState).toLowerCase()
    }
    controls: PushButton {
        visible: root.line.zonesBehind > 0
        text: qsTr("Zones held back")
        onClicked: root.openZones(-1, root.line.name)
    }

    Column {
        id: column
        x: 14
        y: 10
        width: parent.width - 28

        Fact {
            label: qsTr("Address")
            value: root.line.address
        }
        Fact {
            label: qsTr("Last NOTIFY")
            value: root.line.notifyText
        }
        Fact {
            label: qsTr("Budget")
            value: Format.setDuration(root.line.budgetMs)
        }
        Fact {
            label: qsTr("Change to live")
            value: root.line.samples > 0 ? qsTr("p50 %1, p99 %2, %3").arg(Format.duration(root.line.p50Ms)).arg(Format.duration(root.line.p99Ms)).arg(Format.plural(root.line.samples, qsTr("sample"))) : qsTr("no change yet")
        }
        Fact {
            label: qsTr("Last transfer")
            value: root.line.transferred ? qsTr("%1, %2 in %3, %4").arg(root.line.transferKind).arg(Format.bytes(root.line.transferOctets)).arg(Format.duration(root.line.transferMs)).arg(Format.age(root.line.transferAt, root.feed.now) + qsTr(" ago")) : ""
        }
        Fact {
            label: qsTr("Public address answers")
            value: isNaN(root.line.probeSerial) ? qsTr("not observed") : qsTr("%1 in %2, asked %3 ago").arg(Format.serialHead(root.line.probeSerial) + Format.serialTail(root.line.probeSerial)).arg(Format.duration(root.line.probeRttMs)).arg(Format.age(root.line.probeAt, root.feed.now))
        }
        Fact {
            label: qsTr("Error")
            value: root.line.error
        }
    }
}
