#include "screenshot.h"

#include <cstdio>

#include <QCoreApplication>
#include <QImage>
#include <QQuickWindow>
#include <QTimer>

#include "feedstate.h"

namespace headwater {

namespace {
constexpr int settleMs = 600; // fonts, delegates and the first tick of the clock
constexpr int patienceMs = 30000;
} // namespace

Screenshot::Screenshot(QQuickWindow& window, FeedState& state, QString file)
    : QObject(&window)
    , m_window(window)
    , m_file(std::move(file))
{
    connect(
        &state, &FeedState::pictureApplied, this,
        [this] { QTimer::singleShot(settleMs, this, &Screenshot::grab); },
        Qt::SingleShotConnection);
    QTimer::singleShot(patienceMs, this, [] {
        std::fprintf(stderr, "headwater: no state arrived within 30 s\n");
        QCoreApplication::exit(1);
    });
}

void Screenshot::grab()
{
    const bool written = m_window.grabWindow().save(m_file);
    if (!written) {
        std::fprintf(stderr, "headwater: %s: cannot be written\n", qPrintable(m_file));
    }
    QCoreApplication::exit(written ? 0 : 1);
}

} // namespace headwater
