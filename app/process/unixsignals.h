#pragma once

#include <memory>

#include <QObject>
#include <QSocketNotifier>

namespace headwater {

/// SIGTERM, SIGINT and SIGHUP as Qt signals, through a signalfd. Main thread.
class UnixSignals : public QObject
{
    Q_OBJECT
public:
    /// Blocks them, for this thread and all that it starts. First thing in main: a windowing system
    /// starts threads with the application object, and each inherits the mask.
    static void block();
    /// block() was called.
    explicit UnixSignals(QObject* parent = nullptr);
    ~UnixSignals() override;

Q_SIGNALS:
    void terminate();
    void reload();

private:
    void read();

    int m_descriptor = -1;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace headwater
