import QtQuick

/// Text for reading: plain, never markup, cut with an ellipsis when it must.
Text {
    font: Theme.typeBody
    color: Theme.text
    textFormat: Text.PlainText
    elide: Text.ElideRight
    renderType: Text.NativeRendering
    verticalAlignment: Text.AlignVCenter
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
