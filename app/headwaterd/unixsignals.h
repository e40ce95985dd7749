#pragma once

#include <memory>

#include <QObject>
#include <QSocketNotifier>

namespace headwater {

/// SIGTERM, SIGINT and SIGHUP as Qt signals, through a signalfd. Make it before any other thread
/// is started, so that every thread inherits the blocked mask. Main thread.
class UnixSignals : public QObject
{
    Q_OBJECT
public:
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
