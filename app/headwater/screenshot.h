#pragma once

#include <QObject>
#include <QString>

class QQuickWindow;

namespace headwater {

class FeedState;

/// Writes one picture of the window after the first state of the engine is on it, then ends the
/// program: 0 written, 1 not (no state within 30 s, or the file cannot be written).
class Screenshot : public QObject
{
    Q_OBJECT

public:
    Screenshot(QQuickWindow& window, FeedState& state, QString file);

private:
    void grab();

    QQuickWindow& m_window;
    QString m_file;
};

} // namespace headwater
