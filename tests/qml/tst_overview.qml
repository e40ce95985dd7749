import QtQuick
import QtTest
import Headwater.Live
import Headwater.Overview
import Headwater.Style
import Headwater.Tests

Item {
    id: root

    property string openedZone
    property string openedSecondary

    width: 1240
    height: 830

    Overview {
        id: page
        anchors.fill: parent
        feed: Played.feed
        onOpenZone: (name, secondary) => {
            root.openedZone = name;
            root.openedSecondary = secondary;
        }
        onOpenSecondary: name => root.openedSecondary = name
    }

    TestCase {
        id: test

        name: "Overview"
        when: windowShown

        /// The first item below `item` for which `matches` holds.
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
        function named(text) {
            return find(page, item => item.visible && item.Accessible.name === text);
        }
        function problems() {
            return find(page, item => item.visible && item.Accessible.name === "Problems" && item.Accessible.role === Accessible.AlertMessage);
        }
        function says(text) {
            return find(page, item => item.visible && typeof item.text === "string" && item.text.includes(text)) !== null;
        }
        function init() {
            root.openedZone = "";
            root.openedSecondary = "";
            Theme.dark = true;
            Theme.textScale = 1;
            verify(Played.play("stuck"));
        }

        function test_theVerdictIsTheFirstThingSaid() {
            const verdict = named("37 zones are not live on nbg1-b");
            verify(verdict);
            compare(verdict.Accessible.role, Accessible.AlertMessage);
            verify(verdict.Accessible.description.includes("Install hw-2025q4 on nbg1-b"));
            verify(verdict.mapToItem(page, 0, 0).y < 10);
            tryCompare(verdict, "height", 99);
        }
        function test_healthIsQuiet() {
            verify(Played.play("healthy"));
            const verdict = named("Every change older than 1.1 s is live everywhere");
            verify(verdict);
            compare(verdict.Accessible.role, Accessible.StaticText);
            tryCompare(verdict, "height", 78);
            verify(says("1.1 s of 5 s"));
            tryVerify(() => named("p50 and p99 by secondary") !== null, 1000, "room is left for the distribution");
        }
        function test_tilesShowTheNumbersOfTheEngine() {
            verify(says("48,213"));
            verify(says("37 stuck"));
            verify(says("of 12"));
            verify(says("186"));
            verify(says("99.2 % IXFR"));
            verify(says("all live up to"));
        }
        function test_theFlowStripNamesTheBlockedStep() {
            verify(says("37 stuck, nbg1-b"));
            verify(says("578,498"));
            verify(says("99.98 % of pairs"));
        }
        function test_pressingAMatrixCellOpensItsPair() {
            const matrix = find(page, item => item.visible && item.Accessible.name === "Sync matrix" && item.hint !== undefined);
            verify(matrix);
            matrix.forceActiveFocus();
            keyClick(Qt.Key_Down);
            keyClick(Qt.Key_Down);
            for (let i = 0; i < 6; ++i) {
                keyClick(Qt.Key_Right);
            }
            verify(matrix.hint.includes("apps.example on nbg1-b: stuck"), matrix.hint);
            verify(matrix.hint.includes("46 behind"));
            const box = matrix.currentBox;
            mouseClick(matrix, box.x + box.width / 2, box.y + box.height / 2);
            compare(root.openedZone, "apps.example");
            compare(root.openedSecondary, "nbg1-b");
            root.openedZone = "";
            keyClick(Qt.Key_Return);
            compare(root.openedZone, "apps.example");
        }
        function test_aGroupFoldsWhenItsHeadIsPressed() {
            const matrix = find(page, item => item.visible && item.Accessible.name === "Sync matrix" && item.hint !== undefined);
            const before = matrix.contentHeight;
            mouseClick(matrix, 60, 55);
            wait(20);
            verify(matrix.contentHeight !== before || matrix.essentialHeight > 0);
            mouseClick(matrix, 60, 55);
        }
        function test_openLeadsToTheSecondary() {
            const button = find(page, item => item.visible && item.text === "Open nbg1-b");
            verify(button);
            mouseClick(button);
            compare(root.openedSecondary, "nbg1-b");
        }
        function test_digIsCopiedWithoutASecret() {
            const button = find(page, item => item.visible && item.text === "dig");
            waitForRendering(page);
            mouseClick(button);
            compare(Played.clipboard(), "dig @192.0.2.32 apps.example SOA +norec +nsid +tries=1 +time=2");
        }
        function test_refusedZonesAndTheEnginesProblemsAreSaid() {
            verify(!problems());
            Played.refuse("status.example", "status.example.zone: line 14: A record needs an IPv4 address");
            tryVerify(() => problems() !== null);
            verify(says("line 14"));
            verify(says("The last good version stays live."));
            verify(says("the port is in use"));
        }
        function test_afterTenSecondsNothingLooksFresh() {
            Played.hearNothingFor(41000);
            tryVerify(() => named("Console disconnected for 41.0 s. Showing 14:32:06.") !== null);
            const matrix = find(page, item => item.visible && item.Accessible.name === "Sync matrix" && item.hint !== undefined);
            verify(matrix.stale);
        }
        function test_nothingLeavesThePageAtDoubleTextSize() {
            Theme.textScale = 2;
            wait(50);
            const matrix = find(page, item => item.visible && item.Accessible.name === "Sync matrix" && item.hint !== undefined);
            verify(matrix.width <= page.width);
            verify(matrix.height > 100);
        }
    }
}
