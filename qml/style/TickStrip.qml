import QtQuick
import Headwater.Live

Ticks {
    width: implicitWidth
    dark: Theme.dark
    textScale: Theme.textScale
    Accessible.role: Accessible.Graphic
    Accessible.name: qsTr("state per secondary")
}
