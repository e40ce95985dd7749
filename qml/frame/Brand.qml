import QtQuick
import QtQuick.Shapes
import Headwater.Style

Item {
    id: root

    property bool collapsed: false

    implicitHeight: Look.scaled(Theme.sizeTopbar)

    Shape {
        id: mark
        x: 6
        anchors.verticalCenter: parent.verticalCenter
        width: 22
        height: 22

        ShapePath {
            strokeColor: Theme.accent
            strokeWidth: 2
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap

            PathSvg {
                path: "M6 11c5 0 4.5-6.5 9-6.5h3.5M6 11h12.5M6 11c5 0 4.5 6.5 9 6.5h3.5"
            }
        }
        ShapePath {
            strokeWidth: -1
            fillColor: Theme.accent

            PathAngleArc {
                centerX: 5
                centerY: 11
                radiusX: 3.2
                radiusY: 3.2
                startAngle: 0
                sweepAngle: 360
            }
        }
    }
    Words {
        x: 37
        anchors.verticalCenter: parent.verticalCenter
        visible: !root.collapsed
        font: Look.ui(15, Look.heavy)
        text: "Headwater"
    }
}
