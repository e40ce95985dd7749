import QtQuick
import QtQuick.Shapes

/// A line icon of the design tokens, on its grid of 16.
Item {
    id: root

    property string name
    property real size: 16
    property color color: Theme.textMuted

    implicitWidth: Look.scaled(size)
    implicitHeight: Look.scaled(size)
    Accessible.ignored: true

    Shape {
        width: 16
        height: 16
        scale: root.width / 16
        transformOrigin: Item.TopLeft

        ShapePath {
            strokeColor: root.color
            strokeWidth: 1.5
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin

            PathSvg {
                path: Theme.icons[root.name] ?? ""
            }
        }
    }
}
