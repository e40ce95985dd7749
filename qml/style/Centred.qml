import QtQuick

/// A row of things in the middle of the room it is given.
Item {
    id: root

    default property alias content: row.data
    property alias spacing: row.spacing

    implicitWidth: row.implicitWidth
    implicitHeight: row.implicitHeight

    Row {
        id: row
        anchors.centerIn: root
        spacing: 6
    }
}
