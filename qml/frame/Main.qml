import QtQuick
import Headwater.Live
import Headwater.Overview
import Headwater.Secondaries
import Headwater.Style
import Headwater.Zones

/// The window: sidebar, top bar and one screen.
Window {
    id: window

    required property FeedState feed
    property string view: "overview" ///< "overview", "zones", "zone" or "secondaries"
    property string zone ///< the zone shown on "zone"
    property string theme: "dark" ///< "dark" or "light"
    property real textScale: 1
    property var trail: [] ///< where Esc leads back to

    function go(next: string) {
        if (next !== view) {
            trail = trail.concat([{
                    "view": view,
                    "zone": zone
                }]).slice(-50);
            view = next;
        }
    }
    function openZone(name: string, secondary: string) {
        go("zone");
        zone = name;
        zonePage.choose(secondary);
    }
    function openZones(state: int, secondary: string) {
        zonesPage.show(state, secondary);
        go("zones");
    }
    function openSecondary(name: string) {
        secondariesPage.choose(name);
        go("secondaries");
    }
    function back() {
        if (trail.length > 0) {
            const last = trail[trail.length - 1];
            trail = trail.slice(0, -1);
            view = last.view;
            zone = last.zone;
        }
    }
    function leave() {
        if (keyList.visible) {
            keyList.visible = false;
        } else if (!(view === "zones" && zonesPage.clearFilter())) {
            back();
        }
    }
    function titleText(): string {
        const totals = feed.totals;
        return totals.zonesStuck > 0 ? "✕ " + Format.count(totals.zonesStuck) + " · Headwater" : totals.zonesLate > 0 ? "▲ " + Format.count(totals.zonesLate) + " · Headwater" : "Headwater";
    }

    width: 1440
    height: 900
    minimumWidth: 640
    minimumHeight: 480
    visible: true
    color: Theme.bg
    title: titleText()

    Binding {
        target: Theme
        property: "dark"
        value: window.theme === "dark"
    }
    Binding {
        target: Theme
        property: "textScale"
        value: window.textScale
    }

    Sidebar {
        id: sidebar
        height: parent.height
        feed: window.feed
        view: window.view
        collapsed: window.width < Theme.sizeBreakpointCompact
        onGo: view => window.go(view)
    }
    TopBar {
        id: topBar
        anchors.left: sidebar.right
        anchors.right: parent.right
        feed: window.feed
        title: window.view === "overview" ? qsTr("Overview") : window.view === "secondaries" ? qsTr("Secondaries") : qsTr("Zones")
        zone: window.view === "zone" ? window.zone : ""
        onHome: window.go("zones")
    }
    Item {
        id: pages
        anchors {
            left: sidebar.right
            right: parent.right
            top: topBar.bottom
            bottom: parent.bottom
            leftMargin: 20
            rightMargin: 20
            topMargin: 16
            bottomMargin: 16
        }
        opacity: window.feed.ready && !window.feed.fresh ? 0.7 : 1

        Overview {
            id: overviewPage
            anchors.fill: parent
            visible: window.view === "overview"
            feed: window.feed
            onOpenZone: (name, secondary) => window.openZone(name, secondary)
            onOpenZones: (state, secondary) => window.openZones(state, secondary)
            onOpenSecondary: name => window.openSecondary(name)
        }
        Zones {
            id: zonesPage
            anchors.fill: parent
            visible: window.view === "zones"
            feed: window.feed
            onOpenZone: name => window.openZone(name, "")
        }
        ZonePage {
            id: zonePage
            anchors.fill: parent
            visible: window.view === "zone"
            feed: window.feed
            zone: window.zone
        }
        Secondaries {
            id: secondariesPage
            anchors.fill: parent
            visible: window.view === "secondaries"
            feed: window.feed
            onOpenZones: (state, secondary) => window.openZones(state, secondary)
        }
    }
    KeyList {
        id: keyList
        anchors.fill: parent
        visible: false
        onClosed: visible = false
    }

    Shortcut {
        sequences: ["G,O"]
        onActivated: window.go("overview")
    }
    Shortcut {
        sequences: ["G,Z"]
        onActivated: window.go("zones")
    }
    Shortcut {
        sequences: ["G,S"]
        onActivated: window.go("secondaries")
    }
    Shortcut {
        sequences: ["Space"]
        onActivated: window.feed.togglePaused()
    }
    Shortcut {
        sequences: ["T"]
        onActivated: window.theme = window.theme === "dark" ? "light" : "dark"
    }
    Shortcut {
        sequences: ["?"]
        onActivated: keyList.visible = !keyList.visible
    }
    Shortcut {
        sequences: ["Esc", "Backspace"]
        onActivated: window.leave()
    }
    Shortcut {
        sequences: ["Ctrl++", "Ctrl+="]
        onActivated: window.textScale = Math.min(2, window.textScale + 0.1)
    }
    Shortcut {
        sequences: ["Ctrl+-"]
        onActivated: window.textScale = Math.max(0.8, window.textScale - 0.1)
    }
    Shortcut {
        sequences: ["Ctrl+Q"]
        onActivated: window.close()
    }
}
