import QtQuick
import Headwater.Live
import Headwater.Style

Item {
    id: root

    required property FeedState feed
    required property SecondaryColumns columns

    component Head: ColumnHead {
        visible: width > 0
        sortable: false
    }

    implicitHeight: Look.scaled(30)
    Accessible.role: Accessible.Row

    Head {
        x: root.columns.nameX
        width: root.columns.nameWidth
        text: qsTr("Name")
    }
    Head {
        x: root.columns.addressX
        width: root.columns.addressWidth
        text: qsTr("Address")
    }
    Head {
        x: root.columns.zonesX
        width: root.columns.notifyX - x
        text: qsTr("Zones live, of %1").arg(Format.count(root.feed.totals.zones))
    }
    Head {
        x: root.columns.notifyX
        width: root.columns.notifyWidth
        text: "NOTIFY"
    }
    Head {
        x: root.columns.rttX
        width: root.columns.rttWidth
        text: qsTr("Round trip")
    }
    Head {
        x: root.columns.p50X
        width: root.columns.p50Width
        rightAligned: true
        text: qsTr("p50 live")
    }
    Head {
        x: root.columns.p99X
        width: root.columns.p99Width
        rightAligned: true
        text: "p99"
    }
    Head {
        x: root.columns.transferX
        width: root.columns.transferWidth
        text: qsTr("Last transfer")
    }
    Head {
        x: root.columns.keyX
        width: root.columns.keyWidth
        text: qsTr("TSIG key")
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.border
    }
}
