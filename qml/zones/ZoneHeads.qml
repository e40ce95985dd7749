import QtQuick
import Headwater.Live
import Headwater.Style

/// The heads of the columns; pressing one sorts, pressing it again turns the order.
Item {
    id: root

    required property ZoneColumns columns
    required property ZoneFilter filter

    component Head: ColumnHead {
        property string column
        property bool startsDescending: false

        visible: width > 0
        sorted: root.filter.column === column
        descending: root.filter.descending
        onClicked: {
            if (root.filter.column === column) {
                root.filter.descending = !root.filter.descending;
            } else {
                root.filter.column = column;
                root.filter.descending = startsDescending;
            }
        }
    }

    implicitHeight: Look.scaled(32)
    Accessible.role: Accessible.Row

    Head {
        x: root.columns.nameX
        width: root.columns.nameWidth
        text: qsTr("Zone")
        column: "name"
    }
    Head {
        x: root.columns.serialX
        width: root.columns.serialWidth
        text: qsTr("Serial")
        column: "serial"
        startsDescending: true
    }
    Head {
        x: root.columns.recordsX
        width: root.columns.recordsWidth
        rightAligned: true
        text: qsTr("Records")
        column: "records"
        startsDescending: true
    }
    Head {
        x: root.columns.ageX
        width: root.columns.ageWidth
        rightAligned: true
        text: root.filter.orderChangedWhileHeld && sorted ? qsTr("order changed") : qsTr("Last change")
        column: "changedAt"
        startsDescending: true
    }
    Head {
        x: root.columns.liveX
        width: root.columns.liveWidth
        text: qsTr("Live on")
        column: "liveOn"
    }
    Head {
        x: root.columns.slowestX
        width: root.columns.slowestWidth
        text: qsTr("Slowest secondary")
        column: "slowestMs"
        startsDescending: true
    }
    Head {
        x: root.columns.p99X
        width: root.columns.p99Width - root.columns.gap
        rightAligned: true
        text: "p99"
        column: "p99Ms"
        startsDescending: true
    }
    Head {
        x: root.columns.sourceX
        width: root.columns.sourceWidth
        text: qsTr("Source")
        column: "source"
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.border
    }
}
