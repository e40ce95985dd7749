import QtQuick
import QtTest
import Headwater.Live
import Headwater.Style
import Headwater.Tests
import Headwater.Zones

Item {
    id: root

    property string openedZone

    width: 1240
    height: 830

    Zones {
        id: list
        anchors.fill: parent
        feed: Played.feed
        onOpenZone: name => root.openedZone = name
    }
    ZonePage {
        id: page
        anchors.fill: parent
        visible: !list.visible
        feed: Played.feed
        zone: "apps.example"
    }

    TestCase {
        name: "Zones"
        when: windowShown

        function find(item, matches) {
            if (matches(item)) {
                return item;
            }
            for (let i = 0; i < item.children.length; ++i) {
                const found = find(item.children[i], matches);
                if (found) {
                    return found;
                }
            }
            return null;
        }
        function says(where, text) {
            return find(where, item => item.visible && typeof item.text === "string" && item.text.includes(text)) !== null;
        }
        function init() {
            root.openedZone = "";
            list.visible = true;
            Theme.textScale = 1;
            verify(Played.play("stuck"));
            list.clearFilter();
        }

        function test_keysMoveAndOpen() {
            list.forceActiveFocus();
            const before = find(list, item => item.Accessible.role === Accessible.Table && item.currentIndex !== undefined);
            before.currentIndex = -1;
            keyClick(Qt.Key_J);
            keyClick(Qt.Key_J);
            keyClick(Qt.Key_K);
            compare(before.currentIndex, 0);
            keyClick(Qt.Key_Return);
            compare(root.openedZone, "113.0.203.in-addr.arpa");
        }
        function test_aStateFilterNarrowsTheList() {
            list.show(Live.Fail, "");
            verify(says(list, "Rows 1–4 of 4"));
            list.show(-1, "sin1-b");
            verify(!says(list, "Rows 1–4 of 4"));
            verify(list.clearFilter());
            verify(!list.clearFilter());
        }
        function test_slashGoesToTheFieldAndLettersFilter() {
            list.forceActiveFocus();
            keyClick(Qt.Key_Slash);
            keyClick(Qt.Key_M);
            keyClick(Qt.Key_A);
            keyClick(Qt.Key_I);
            keyClick(Qt.Key_L);
            tryVerify(() => says(list, "Rows 1–1 of 1"));
            keyClick(Qt.Key_Escape);
            tryVerify(() => !says(list, "Rows 1–1 of 1"));
        }
        function test_aRefusedSourceIsSaidInTheListAndOnTheZone() {
            const problem = "apps.example.zone: line 14: A record needs an IPv4 address";
            Played.refuse("apps.example", problem);
            tryVerify(() => says(list, problem));
            list.visible = false;
            tryVerify(() => says(page, problem + ". The last good version stays live"));
        }
        function test_theNewestVersionAndTheTellingSecondaryAreChosen() {
            list.visible = false;
            page.choose("");
            compare(page.secondary, "nbg1-b");
            verify(says(page, "refused: NOTAUTH, BADKEY"));
            verify(says(page, "What to do"));
            verify(says(page, "Install hw-2025q4 on nbg1-b"));
            keyClick(Qt.Key_K);
            compare(page.secondary, "nbg1-a");
            verify(says(page, "signed by hw-2025q4"));
            keyClick(Qt.Key_Comma);
            compare(page.shownId, "apps.example/1763649121");
            keyClick(Qt.Key_Period);
            compare(page.shownId, "apps.example/1763649124");
        }
        function test_aPressOnAWaterfallRowChoosesItsSecondary() {
            list.visible = false;
            page.choose("");
            const waterfall = find(page, item => item.visible && item.Accessible.name === "Propagation" && item.chosen !== undefined && item.logarithmic !== undefined);
            verify(waterfall);
            mouseClick(waterfall, 60, 26 + 24 * 11 + 12);
            compare(page.secondary, "sin1-b");
            verify(waterfall.spoken.startsWith("sin1-b, live after 1.47 s, slowest"), waterfall.spoken);
        }
    }
}
