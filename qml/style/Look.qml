pragma Singleton
import QtQuick
import Headwater.Live

/// Colours of a state (a Live.State).
QtObject {
    readonly property var texts: [Theme.fail, Theme.lag, Theme.unknown, Theme.moving, Theme.paused, Theme.ok]
    readonly property var solids: [Theme.failSolid, Theme.lagSolid, Theme.unknownSolid, Theme.movingSolid, Theme.pausedSolid, Theme.okSolid]
    readonly property var softs: [Theme.failSoft, Theme.lagSoft, Theme.unknownSoft, Theme.movingSoft, Theme.pausedSoft, Theme.okSoft]

    function text(state: int): color {
        return texts[state] ?? Theme.unknown;
    }
    function solid(state: int): color {
        return solids[state] ?? Theme.unknownSolid;
    }
    function soft(state: int): color {
        return softs[state] ?? Theme.unknownSoft;
    }
    /// Stuck and late are trouble; everything else is not news.
    function isTrouble(state: int): bool {
        return state === Live.Fail || state === Live.Lag;
    }
    readonly property int regular: Theme.typeBody.weight
    readonly property int medium: Theme.typeBodyStrong.weight
    readonly property int heavy: Theme.typeTitle.weight

    /// A font between the steps of the design's scale. Setting one part of a font that a base type
    /// has bound loses the other parts, so that a whole font is set.
    function ui(size: real, weight: int): font {
        return Qt.font({
            family: Theme.typeBody.family,
            pixelSize: scaled(size),
            weight: weight
        });
    }
    function mono(size: real, weight: int): font {
        return Qt.font({
            family: Theme.typeMono.family,
            pixelSize: scaled(size),
            weight: weight,
            preferShaping: false
        });
    }
    /// A size that follows the text size.
    function scaled(size: real): real {
        return Math.round(size * Theme.textScale);
    }
}
