import QtQuick
import Headwater.Live
import Headwater.Style

/// The versions of the zone that the window knows, newest first.
Panel {
    id: root

    required property PublicationFilter versions
    required property string current

    signal chosen(string id)

    title: qsTr("Versions")
    fact: root.versions.count > 0 ? qsTr("%1 seen").arg(root.versions.count) : ""

    ListView {
        id: list
        anchors.fill: parent
        clip: true
        model: root.versions
        reuseItems: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        currentIndex: -1
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Versions")

        delegate: VersionLine {
            width: ListView.view.width
            current: publicationId === root.current
            onOpened: root.chosen(publicationId)
        }
        FocusRing {
            anchors.margins: 1
            shown: list.activeFocus
        }
    }
    SmallWords {
        anchors.centerIn: parent
        width: parent.width - 32
        visible: root.versions.count === 0
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
        elide: Text.ElideNone
        color: Theme.textMuted
        text: qsTr("Nothing was published for this zone lately. The next version appears here.")
    }
}
