import QtQuick
import QtQuick.Templates as T
import Headwater.Live
import Headwater.Style

/// A screen in the sidebar, with the number of what is stuck or late there.
T.AbstractButton {
    id: root

    property string iconName
    property bool here: false
    property bool collapsed: false
    property int badge: 0
    property bool anyStuck: false

    implicitHeight: Look.scaled(30)
    Accessible.role: Accessible.PageTab
    Accessible.name: badge > 0 ? qsTr("%1, %2 in trouble").arg(text).arg(badge) : text
    Accessible.selected: here

    contentItem: Item {
        Icon {
            x: 8
            anchors.verticalCenter: parent.verticalCenter
            name: root.iconName
            color: root.here ? Theme.accent : Theme.textSecondary
        }
        Words {
            x: 18 + Look.scaled(16)
            anchors.verticalCenter: parent.verticalCenter
            visible: !root.collapsed
            font: Theme.typeBodyStrong
            color: root.here ? Theme.text : Theme.textSecondary
            text: root.text
            Accessible.ignored: true
        }
        Badge {
            anchors.right: parent.right
            anchors.rightMargin: 8
            anchors.verticalCenter: parent.verticalCenter
            count: root.collapsed ? 0 : root.badge
            stuck: root.anyStuck
        }
        Rectangle {
            anchors.right: parent.right
            anchors.rightMargin: 2
            y: 3
            visible: root.collapsed && root.badge > 0
            width: 8
            height: 8
            radius: 4
            color: root.anyStuck ? Theme.failSolid : Theme.lagSolid
        }
    }
    background: Rectangle {
        radius: Theme.radiusControl
        color: root.here ? Theme.surfaceSelected : root.hovered ? Theme.surfaceHover : "transparent"

        FocusRing {
            anchors.margins: 0
            shown: root.visualFocus
        }
    }
}
