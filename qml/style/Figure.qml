import QtQuick

/// A headline number with its unit. Inter's digits differ in width: the number keeps the room of as
/// many zeros, so that the unit does not jump.
Row {
    id: root

    required property string number
    property string unit
    property string widest: number.replace(/[0-9]/g, "0")

    spacing: 4
    Accessible.role: Accessible.StaticText
    Accessible.name: number + " " + unit

    Words {
        width: Math.max(implicitWidth, metrics.advanceWidth)
        font: Theme.typeKpi
        elide: Text.ElideNone
        text: root.number
        Accessible.ignored: true
    }
    Words {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Look.scaled(4)
        visible: text !== ""
        font: Theme.typeBodyStrong
        color: Theme.textSecondary
        text: root.unit
        Accessible.ignored: true
    }
    TextMetrics {
        id: metrics
        font: Theme.typeKpi
        text: root.widest
    }
}
