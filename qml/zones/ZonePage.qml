import QtQuick
import Headwater.Live
import Headwater.Style

/// Everything about one zone; above all how its last version travelled.
FocusScope {
    id: root

    required property FeedState feed
    property string zone
    property string wantedSecondary ///< picked by hand; empty: the one that tells most
    property string chosenId ///< a version picked by hand; empty follows the newest

    readonly property string secondary: wantedSecondary !== "" ? wantedSecondary : publication.telling
    readonly property string newestId: versions.count > 0 ? versions.idAt(0) : ""
    readonly property string shownId: chosenId !== "" && versions.count > 0 && versions.rowOf(chosenId) >= 0 ? chosenId : newestId

    /// Shows this secondary's milestones; empty: the one that tells most.
    function choose(secondary: string) {
        chosenId = "";
        wantedSecondary = secondary;
    }
    function moveVersion(rows: int) {
        const next = versions.rowOf(shownId) + rows;
        if (next >= 0 && next < versions.count) {
            chosenId = versions.idAt(next);
        }
    }

    Accessible.role: Accessible.Pane
    Accessible.name: zone

    ZoneFacts {
        id: facts
        zones: root.feed.zones
        name: root.zone
    }
    PublicationFilter {
        id: versions
        publications: root.feed.publications
        zone: root.zone
    }
    PublicationFacts {
        id: publication
        publications: root.feed.publications
        publicationId: root.shownId
    }
    PublicationFacts {
        id: newest
        publications: root.feed.publications
        publicationId: root.newestId
    }
    ZoneHead {
        id: head
        width: parent.width
        feed: root.feed
        facts: facts
        newest: newest
    }
    VersionsPanel {
        id: versionsPanel
        anchors {
            left: parent.left
            top: head.bottom
            topMargin: 12
            bottom: parent.bottom
        }
        width: Look.scaled(236)
        versions: versions
        current: root.shownId
        onChosen: id => root.chosenId = id
    }
    PropagationPanel {
        id: propagation
        anchors {
            left: versionsPanel.right
            leftMargin: 12
            right: parent.right
            top: versionsPanel.top
        }
        height: Math.min(Math.max(Look.scaled(200), wanted), versionsPanel.height - Look.scaled(160))
        feed: root.feed
        publication: publication
        chosen: root.secondary
        onPicked: name => root.wantedSecondary = name
    }
    StepsPanel {
        anchors {
            left: propagation.left
            right: parent.right
            top: propagation.bottom
            topMargin: 12
        }
        height: Math.max(Look.scaled(120), root.height - y)
        feed: root.feed
        publication: publication
        zone: root.zone
        secondary: root.secondary
    }
    SmallWords {
        anchors.centerIn: parent
        visible: root.feed.ready && !facts.found
        text: qsTr("The engine does not hold %1 (any more).").arg(root.zone)
    }

    Shortcut {
        enabled: root.visible
        sequences: ["J"]
        onActivated: propagation.move(1)
    }
    Shortcut {
        enabled: root.visible
        sequences: ["K"]
        onActivated: propagation.move(-1)
    }
    Shortcut {
        enabled: root.visible
        sequences: [","]
        onActivated: root.moveVersion(1)
    }
    Shortcut {
        enabled: root.visible
        sequences: ["."]
        onActivated: root.moveVersion(-1)
    }
    Shortcut {
        enabled: root.visible
        sequences: ["Y"]
        onActivated: head.copyDig()
    }
}
