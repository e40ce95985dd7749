#pragma once

#include <optional>
#include <type_traits>

#include <QMetaObject>
#include <QObject>
#include <QThread>

namespace headwater {

/// A thread with an event loop, and objects that were made on it and are destroyed on it.
class Workplace
{
public:
    explicit Workplace(const QString& name)
    {
        m_thread.setObjectName(name);
        m_context.moveToThread(&m_thread);
        m_thread.start();
    }
    ~Workplace() { end(); }

    /// Runs `work` there and waits for its result.
    template <typename Work> auto run(Work work)
    {
        if constexpr (std::is_void_v<decltype(work())>) {
            QMetaObject::invokeMethod(&m_context, work, Qt::BlockingQueuedConnection);
        } else {
            std::optional<decltype(work())> result;
            QMetaObject::invokeMethod(
                &m_context, [&] { result = work(); }, Qt::BlockingQueuedConnection);
            return std::move(*result);
        }
    }
    /// For connections whose receiver is a plain function that shall run there.
    [[nodiscard]] QObject* context() { return &m_context; }
    void end()
    {
        m_thread.quit();
        m_thread.wait();
    }

private:
    QThread m_thread;
    QObject m_context;
};

} // namespace headwater
