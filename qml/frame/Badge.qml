import QtQuick
import Headwater.Live
import Headwater.Style

/// The number of what is stuck or late; nothing when that is none.
Rectangle {
    id: root

    property int count: 0
    property bool stuck: false

    visible: count > 0
    width: label.implicitWidth + 10
    height: Look.scaled(16)
    radius: Theme.radiusChip
    color: stuck ? Theme.failSoft : Theme.lagSoft

    Words {
        id: label
        anchors.centerIn: parent
        font: Theme.typeLabel
        color: root.stuck ? Theme.fail : Theme.lag
        text: Format.count(root.count)
        Accessible.ignored: true
    }
}
