import QtQuick
import Headwater.Live
import Headwater.Style

/// How one version travelled to every secondary.
Panel {
    id: root

    required property FeedState feed
    required property PublicationFacts publication
    required property string chosen
    readonly property real wanted: headHeight + waterfall.implicitHeight + legend.height + 4

    signal picked(string secondary)

    function move(rows: int) {
        waterfall.move(rows);
    }

    title: qsTr("Propagation of")
    monoTitle: publication.found ? Format.serialHead(publication.serial) + Format.serialTail(publication.serial) : "–"
    fact: publication.found ? qsTr("committed %1, published %2 later").arg(Format.eventTime(publication.committedAt)).arg(Format.duration(publication.publishedMs)) : ""
    controls: [
        Segmented {
            choices: [qsTr("Linear"), qsTr("Log")]
            current: waterfall.logarithmic ? 1 : 0
            onChosen: index => waterfall.logarithmic = index === 1
        },
        Segmented {
            choices: [qsTr("By site"), qsTr("Slowest first")]
            current: waterfall.slowestFirst ? 1 : 0
            onChosen: index => waterfall.slowestFirst = index === 1
        }
    ]

    Flickable {
        anchors {
            left: parent.left
            right: parent.right
            top: parent.top
            topMargin: 6
            bottom: legend.top
        }
        contentWidth: width
        contentHeight: waterfall.implicitHeight
        interactive: contentHeight > height
        boundsBehavior: Flickable.StopAtBounds
        clip: interactive

        Waterfall {
            id: waterfall
            width: parent.width
            height: Math.max(1, implicitHeight)
            feed: root.feed
            publicationId: root.publication.publicationId
            chosen: root.chosen
            onPicked: secondary => root.picked(secondary)
            dark: Theme.dark
            textScale: Theme.textScale
            stale: !root.feed.fresh
            activeFocusOnTab: true
            Accessible.role: Accessible.Table
            Accessible.name: qsTr("Propagation")
            Accessible.description: spoken
            Keys.onUpPressed: move(-1)
            Keys.onDownPressed: move(1)

            TapHandler {
                onTapped: eventPoint => {
                    waterfall.forceActiveFocus();
                    waterfall.press(eventPoint.position.x, eventPoint.position.y);
                }
            }
            FocusRing {
                anchors.margins: 1
                shown: waterfall.activeFocus
            }
        }
    }
    WaterfallLegend {
        id: legend
        anchors {
            left: parent.left
            right: parent.right
            bottom: parent.bottom
        }
    }
}
