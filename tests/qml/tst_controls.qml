import QtQuick
import QtTest
import Headwater.Live
import Headwater.Style

Item {
    id: root

    width: 600
    height: 400

    PushButton {
        id: button
        text: "Open nbg1-b"
        iconName: "act.open"
    }
    Segmented {
        id: segmented
        y: 50
        choices: ["Linear", "Log"]
        onChosen: index => current = index
    }
    FilterChip {
        id: chip
        y: 100
        text: "Stuck"
        count: "37"
        chipState: Live.Fail
    }
    Field {
        id: field
        y: 150
        width: 300
        placeholderText: "Filter by name"
    }
    Mark {
        id: mark
        y: 200
        size: 24
        shape: Live.Fail
    }
    TickStrip {
        id: ticks
        y: 250
        height: 12
        states: [Live.Ok, Live.Ok, Live.Fail]
    }
    Icon {
        id: icon
        y: 280
        name: "nav.zones"
        color: "#FFFFFF"
    }

    TestCase {
        name: "Controls"
        when: windowShown

        function init() {
            Theme.dark = true;
            Theme.textScale = 1;
        }

        function test_aButtonIsPressedByPointerAndKey() {
            let pressed = 0;
            button.clicked.connect(() => ++pressed);
            mouseClick(button);
            compare(pressed, 1);
            button.forceActiveFocus(Qt.TabFocusReason);
            keyClick(Qt.Key_Space);
            compare(pressed, 2);
            compare(button.Accessible.name, "Open nbg1-b");
            verify(button.width > 80 && button.height >= 24);
        }
        function test_aChoiceIsInForceWhenPressed() {
            compare(segmented.current, 0);
            mouseClick(segmented, segmented.width - 10, 10);
            compare(segmented.current, 1);
        }
        function test_aFilterChipSaysItsCountToAScreenReader() {
            compare(chip.Accessible.name, "Stuck 37");
            verify(chip.height >= 24);
        }
        function test_lettersGoIntoTheField() {
            field.forceActiveFocus();
            keyClick(Qt.Key_J);
            keyClick(Qt.Key_Space);
            compare(field.text, "j ");
        }
        function test_aStuckMarkIsPaintedInItsColour() {
            const picture = grabImage(root);
            const middle = picture.pixel(3, 212);
            verify(Qt.colorEqual(middle, Theme.failSolid), middle);
            compare(mark.Accessible.name, "Stuck");
        }
        function test_staleShapesLoseTheirColourOnly() {
            mark.stale = true;
            wait(50);
            const colour = grabImage(root).pixel(3, 212);
            mark.stale = false;
            fuzzyCompare(colour.r, colour.g, 0.02);
            fuzzyCompare(colour.g, colour.b, 0.02);
        }
        function test_aStuckTickIsLowerThanALiveOne() {
            const picture = grabImage(root);
            verify(Qt.colorEqual(picture.pixel(2, 252), Theme.okSolid), "live tick reaches the top");
            verify(!Qt.colorEqual(picture.pixel(12, 252), Theme.failSolid), "stuck tick does not");
            verify(Qt.colorEqual(picture.pixel(12, 260), Theme.failSolid), "stuck tick has its foot");
        }
        function test_iconsAreDrawnInSoftware() {
            const picture = grabImage(root);
            let drawn = 0;
            for (let y = 280; y < 296; ++y) {
                for (let x = 0; x < 16; ++x) {
                    drawn += picture.pixel(x, y).r > 0.8 && picture.pixel(x, y).b > 0.8 ? 1 : 0;
                }
            }
            verify(drawn > 10, drawn);
        }
        function test_textSizeScalesControls() {
            const before = button.height;
            Theme.textScale = 2;
            compare(button.height, 2 * before);
        }
    }
}
