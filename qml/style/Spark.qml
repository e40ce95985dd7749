import QtQuick
import Headwater.Live

Sparkline {
    dark: Theme.dark
    textScale: Theme.textScale
    Accessible.role: Accessible.Chart
}
