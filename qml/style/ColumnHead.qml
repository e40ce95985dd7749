import QtQuick
import QtQuick.Templates as T

/// The head of a column; pressing it sorts by it.
T.AbstractButton {
    id: root

    property bool sortable: true
    property bool sorted: false
    property bool descending: false
    property bool rightAligned: false

    implicitHeight: Look.scaled(32)
    enabled: sortable
    Accessible.role: Accessible.ColumnHeader
    Accessible.name: text

    contentItem: Item {
        Row {
            anchors.verticalCenter: parent.verticalCenter
            x: root.rightAligned ? parent.width - width - 8 : 8
            spacing: 4

            Words {
                font: Theme.typeLabel
                color: root.sorted ? Theme.text : root.hovered ? Theme.textSecondary : Theme.textMuted
                text: root.text
                Accessible.ignored: true
            }
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                visible: root.sorted
                size: 9
                name: "act.down"
                color: Theme.text
                rotation: root.descending ? 0 : 180
            }
        }
    }
    background: FocusRing {
        anchors.margins: 1
        shown: root.visualFocus
    }
}
