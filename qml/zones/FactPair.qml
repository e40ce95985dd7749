import QtQuick
import Headwater.Style

/// "Serial 1763649124": a muted label and its value.
Row {
    id: root

    property string label
    property string value
    property bool mono: false

    visible: value !== ""
    spacing: 6
    Accessible.role: Accessible.StaticText
    Accessible.name: label + " " + value

    SmallWords {
        id: labelText
        color: Theme.textMuted
        text: root.label
        Accessible.ignored: true
    }
    Words {
        anchors.baseline: labelText.baseline
        font: root.mono ? Theme.typeMono : Theme.typeSmall
        text: root.value
        Accessible.ignored: true
    }
}
