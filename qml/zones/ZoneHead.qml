import QtQuick
import Headwater.Live
import Headwater.Style

/// Name of the zone, where it is not live, its facts, and what is wrong with its source.
Item {
    id: root

    required property FeedState feed
    required property ZoneFacts facts
    required property PublicationFacts newest

    implicitHeight: column.implicitHeight

    Column {
        id: column
        width: parent.width
        spacing: 8

        Item {
            width: parent.width
            height: Look.scaled(32)

            Row {
                anchors.left: parent.left
                anchors.right: buttons.left
                anchors.verticalCenter: parent.verticalCenter
                spacing: 12

                Mono {
                    anchors.verticalCenter: parent.verticalCenter
                    font: Look.mono(19, Font.Bold)
                    text: root.facts.name
                    Accessible.role: Accessible.Heading
                }
                SmallWords {
                    anchors.verticalCenter: parent.verticalCenter
                    visible: text !== ""
                    color: Theme.textMuted
                    text: root.facts.unicode
                }
                Repeater {
                    model: root.facts.chips

                    Chip {
                        required property var modelData
                        anchors.verticalCenter: parent?.verticalCenter
                        chipState: modelData.chipState
                        text: modelData.text
                    }
                }
                Chip {
                    anchors.verticalCenter: parent.verticalCenter
                    visible: root.facts.liveOf > 0
                    chipState: Live.Ok
                    text: root.facts.liveOn === root.facts.liveOf ? qsTr("live on all %1").arg(root.facts.liveOf) : qsTr("live on %1 of %2").arg(root.facts.liveOn).arg(root.facts.liveOf)
                }
            }
            Row {
                id: buttons
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                spacing: 8

                PushButton {
                    iconName: "act.copy"
                    text: "dig"
                    keyCap: "Y"
                    Accessible.description: qsTr("copies a dig command")
                    onClicked: root.copyDig()
                }
            }
        }
        Flow {
            width: parent.width
            spacing: 22

            FactPair {
                label: qsTr("Serial")
                mono: true
                value: root.facts.found ? Format.serialHead(root.facts.serial) + Format.serialTail(root.facts.serial) : ""
            }
            FactPair {
                label: qsTr("Records")
                value: root.facts.found ? Format.count(root.facts.records) : ""
            }
            FactPair {
                label: qsTr("Changed")
                value: root.facts.found ? qsTr("%1 ago").arg(Format.age(root.facts.changedAt, root.feed.now)) + (root.newest.author !== "" ? qsTr(" by %1").arg(root.newest.author) : "") : ""
            }
            FactPair {
                label: qsTr("Change to live")
                value: isNaN(root.facts.p99Ms) ? "" : "p99 " + Format.duration(root.facts.p99Ms)
            }
            FactPair {
                label: qsTr("Source")
                value: root.facts.sourceText
            }
            FactPair {
                label: qsTr("Retires")
                value: isNaN(root.facts.retiresAt) ? "" : Format.dateTime(root.facts.retiresAt, root.feed.now)
            }
        }
        Rectangle {
            visible: root.facts.problem !== ""
            width: parent.width
            height: visible ? problem.implicitHeight + 14 : 0
            radius: Theme.radiusControl
            color: Theme.failWash
            border.color: Theme.failLine
            Accessible.role: Accessible.AlertMessage
            Accessible.name: problem.text

            Mark {
                id: mark
                x: 12
                anchors.verticalCenter: parent.verticalCenter
                shape: Live.Fail
            }
            Words {
                id: problem
                anchors {
                    left: mark.right
                    leftMargin: 10
                    right: parent.right
                    rightMargin: 12
                    verticalCenter: parent.verticalCenter
                }
                wrapMode: Text.Wrap
                elide: Text.ElideNone
                text: root.facts.serial > 0 ? qsTr("%1. The last good version stays live; refused since %2.").arg(root.facts.problem).arg(Format.time(root.facts.problemSince)) : qsTr("%1. Nothing of it is published yet.").arg(root.facts.problem)
                Accessible.ignored: true
            }
        }
    }

    function copyDig() {
        const there = feed.secondaries.addressOf(facts.worstSecondary);
        const here = feed.instance.dns.length > 0 ? feed.instance.dns[0] : "";
        Format.copy(Format.dig(facts.name, there !== "" ? there : here));
    }
}
