import QtQuick
import Headwater.Live

/// A serial: the last four digits tell versions apart, the rest is muted.
Row {
    id: root

    required property real serial
    property font font: Theme.typeMono
    property color brightColor: Theme.textSecondary

    Accessible.role: Accessible.StaticText
    Accessible.name: Format.serialHead(serial) + Format.serialTail(serial)

    Mono {
        font: root.font
        color: Theme.textMuted
        text: Format.serialHead(root.serial)
        Accessible.ignored: true
    }
    Mono {
        font: root.font
        color: root.brightColor
        text: Format.serialTail(root.serial)
        Accessible.ignored: true
    }
}
