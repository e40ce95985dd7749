import QtQuick

/// A framed part of a page with a head of 38: title, one muted fact, controls at the right.
FocusScope {
    id: root

    property string title
    property string monoTitle
    property string fact
    property alias controls: controlRow.data
    property alias headItems: headRow.data
    default property alias content: body.data
    readonly property real headHeight: head.height

    Accessible.role: Accessible.Grouping
    Accessible.name: title + monoTitle

    Rectangle {
        anchors.fill: parent
        color: Theme.surface
        radius: Theme.radiusPanel
        border.color: Theme.border
    }

    Item {
        id: head
        anchors {
            left: parent.left
            right: parent.right
            top: parent.top
            leftMargin: 14
            rightMargin: 12
        }
        height: root.title === "" && root.monoTitle === "" ? 0 : Look.scaled(38)
        visible: height > 0

        Row {
            id: titles
            anchors.verticalCenter: parent.verticalCenter
            spacing: 8

            Row {
                anchors.verticalCenter: parent.verticalCenter
                spacing: 5

                Words {
                    anchors.verticalCenter: parent.verticalCenter
                    visible: text !== ""
                    font: Look.ui(13, Look.heavy)
                    text: root.title
                    Accessible.role: Accessible.Heading
                }
                Mono {
                    anchors.verticalCenter: parent.verticalCenter
                    visible: text !== ""
                    font: Theme.typeMonoStrong
                    text: root.monoTitle
                    Accessible.role: Accessible.Heading
                }
            }
            Row {
                id: headRow
                anchors.verticalCenter: parent.verticalCenter
                spacing: 8
            }
        }
        SmallWords {
            anchors {
                left: titles.right
                leftMargin: 8
                right: controlRow.left
                rightMargin: 8
                verticalCenter: parent.verticalCenter
            }
            color: Theme.textMuted
            text: root.fact
        }
        Row {
            id: controlRow
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            spacing: 8
        }
    }
    Rectangle {
        anchors {
            left: parent.left
            right: parent.right
            bottom: head.bottom
            leftMargin: 1
            rightMargin: 1
        }
        visible: head.visible
        height: 1
        color: Theme.borderSubtle
    }
    Item {
        id: body
        anchors {
            fill: parent
            topMargin: head.visible ? head.height : 1
            margins: 1
        }
        clip: true
    }
}
