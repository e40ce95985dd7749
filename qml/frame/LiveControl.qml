import QtQuick
import QtQuick.Templates as T
import Headwater.Live
import Headwater.Style

/// Proof that the page is live; pressing it pauses, resumes, or tries again.
T.AbstractButton {
    id: root

    required property FeedState feed
    readonly property int status: feed.status
    readonly property bool alarming: status === Live.Reconnecting || feed.newProblem

    function press() {
        if (status === Live.Reconnecting) {
            feed.retryNow();
        } else {
            feed.togglePaused();
        }
    }
    function word(): string {
        switch (status) {
        case Live.Current:
            return qsTr("Live");
        case Live.Slow:
            return qsTr("Slow");
        case Live.Held:
            return qsTr("Paused");
        case Live.Reconnecting:
            return qsTr("Reconnecting");
        }
        return qsTr("Connecting");
    }
    function rest(): string {
        switch (status) {
        case Live.Current:
            return (feed.silentMs / 1000).toFixed(1) + " s";
        case Live.Slow:
            return Format.duration(feed.silentMs);
        case Live.Held:
            return feed.newProblem ? qsTr("1 new problem") : qsTr("%1 waiting").arg(feed.waiting);
        case Live.Reconnecting:
            return feed.retryInMs >= 0 ? qsTr("in %1 s").arg(Math.ceil(feed.retryInMs / 1000)) : "";
        }
        return "";
    }
    function ink(): color {
        switch (status) {
        case Live.Current:
            return Theme.text;
        case Live.Slow:
            return Theme.lag;
        case Live.Held:
            return feed.newProblem ? Theme.fail : Theme.paused;
        case Live.Reconnecting:
            return Theme.fail;
        }
        return Theme.textSecondary;
    }
    function dotColor(): color {
        switch (status) {
        case Live.Current:
            return Theme.okSolid;
        case Live.Slow:
            return Theme.lagSolid;
        case Live.Reconnecting:
            return Theme.failSolid;
        }
        return Theme.unknownSolid;
    }
    function haloColor(): color {
        switch (status) {
        case Live.Current:
            return Theme.okSoft;
        case Live.Slow:
            return Theme.lagSoft;
        case Live.Reconnecting:
            return Theme.failSoft;
        }
        return Theme.unknownSoft;
    }

    implicitHeight: Look.scaled(28)
    implicitWidth: implicitContentWidth + leftPadding + rightPadding
    leftPadding: 9
    rightPadding: 8
    Accessible.role: Accessible.Button
    Accessible.name: word()
    Accessible.description: status === Live.Held ? qsTr("press to resume") : status === Live.Reconnecting ? feed.connectionError : qsTr("press to pause live updates")
    onClicked: press()

    contentItem: Centred {
        spacing: 7

        Item {
            anchors.verticalCenter: parent.verticalCenter
            width: 13
            height: 13

            Rectangle {
                anchors.fill: parent
                visible: root.status !== Live.Held
                radius: 6.5
                color: root.haloColor()
            }
            Rectangle {
                anchors.centerIn: parent
                visible: root.status !== Live.Held
                width: 7
                height: 7
                radius: 3.5
                color: root.dotColor()
            }
            Mark {
                anchors.fill: parent
                visible: root.status === Live.Held
                shape: Live.Paused
            }
        }
        SmallWords {
            anchors.verticalCenter: parent.verticalCenter
            font: Look.ui(12, Look.medium)
            color: root.ink()
            text: root.word()
            Accessible.ignored: true
        }
        SmallWords {
            anchors.verticalCenter: parent.verticalCenter
            width: Math.max(implicitWidth, Look.scaled(28))
            color: root.alarming ? Theme.fail : Theme.textSecondary
            text: root.rest()
            Accessible.ignored: true
        }
        Icon {
            anchors.verticalCenter: parent.verticalCenter
            size: 14
            color: Theme.textSecondary
            name: root.status === Live.Held ? "act.play" : root.status === Live.Reconnecting ? "act.retry" : "act.pause"
        }
    }
    background: Rectangle {
        radius: Theme.radiusControl
        color: root.hovered ? Theme.surfaceHover : "transparent"
        border.color: Theme.border

        FocusRing {
            shown: root.visualFocus
        }
    }
}
