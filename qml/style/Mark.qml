import QtQuick
import Headwater.Live

/// The shape of a state, with its word for screen readers.
StateShape {
    property real size: 12

    width: Look.scaled(size)
    height: Look.scaled(size)
    dark: Theme.dark
    textScale: Theme.textScale
    Accessible.role: Accessible.Graphic
    Accessible.name: Format.stateLabel(shape)
}
