import QtQuick
import QtTest
import Headwater.Frame
import Headwater.Live
import Headwater.Style
import Headwater.Tests

Item {
    width: 100
    height: 100

    Component {
        id: maker

        Main {
            feed: Played.feed
        }
    }

    TestCase {
        name: "Window"
        when: windowShown

        property Main window

        function initTestCase() {
            verify(Played.play("stuck"));
            window = maker.createObject(null);
            verify(window);
            window.requestActivate();
            tryVerify(() => window.active);
        }
        function cleanupTestCase() {
            window.destroy();
        }
        function press(key, modifiers) {
            keyClick(key, modifiers ?? Qt.NoModifier);
        }

        function test_1_titleCountsWhatIsStuck() {
            compare(window.title, "✕ 37 · Headwater");
            verify(Played.play("healthy"));
            compare(window.title, "Headwater");
            verify(Played.play("stuck"));
        }
        function test_2_screensAreLeftOutRatherThanFaked() {
            const titles = [];
            const collect = item => {
                if (item.Accessible.role === Accessible.PageTab) {
                    titles.push(item.text);
                }
                for (let i = 0; i < item.children.length; ++i) {
                    collect(item.children[i]);
                }
            };
            collect(window.contentItem);
            compare(titles, ["Overview", "Zones", "Secondaries"]);
        }
        function test_3_goingAndComingBack() {
            window.go("zones");
            compare(window.view, "zones");
            window.openZone("apps.example", "nbg1-b");
            compare(window.view, "zone");
            window.leave();
            compare(window.view, "zones");
            window.leave();
            compare(window.view, "overview");
            window.leave();
            compare(window.view, "overview");
        }
        function test_4_theThemeFollows() {
            window.theme = "light";
            compare(Theme.dark, false);
            compare(window.color, "#f2f5f6");
            window.theme = "dark";
            compare(Theme.dark, true);
        }
        function test_5_pausingFreezesTheState() {
            window.feed.togglePaused();
            compare(window.feed.status, Live.Held);
            window.feed.togglePaused();
            compare(window.feed.status, Live.Current);
        }
    }
}
