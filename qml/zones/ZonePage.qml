import QtQuick
import Headwater.Live
import Headwater.Style

/// Everything about one zone; above all how its last version travelled.
FocusScope {
    id: root

    required property FeedState feed
    property string zone
    property string wantedSecondary
    property string chosenId ///< a version picked by hand; empty follows the newest

    readonly property string shownId: {
        versions.count;
        return chosenId !== "" && versions.rowOf(chosenId) >= 0 ? chosenId : versions.idAt(0);
    }

    /// Shows this secondary's milestones; empty: the one that tells most.
    function choose(secondary: string) {
        chosenId = "";
        wantedSecondary = secondary;
        propagation.chosen = secondary !== "" ? secondary : publication.telling();
    }
    function moveVersion(rows: int) {
        const next = versions.rowOf(shownId) + rows;
        if (next >= 0 && next < versions.count) {
            chosenId = versions.idAt(next);
        }
    }

    Accessible.role: Accessible.Pane
    Accessible.name: zone
    onShownIdChanged: if (wantedSecondary === "") {
        propagation.chosen = publication.telling();
    }

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
        publicationId: {
            versions.count;
            return versions.idAt(0);
        }
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
    }
    StepsPanel {
        anchors {
            left: propagation.left
            right: parent.right
            top: propagation.bottom
            topMargin: 12
        }
        height: Math.min(Math.max(Look.scaled(200), wanted), root.height - y)
        feed: root.feed
        publication: publication
        zone: root.zone
        secondary: propagation.chosen
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
