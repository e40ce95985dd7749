#pragma once

#include <mutex>
#include <utility>

namespace headwater {

/// A value and its lock as one thing: the value cannot be reached without the lock.
/// Used as Guarded<std::shared_ptr<const T>>: ThreadSanitizer reports libstdc++ 12's
/// atomic<shared_ptr> itself as a race, and a mutex and a copy cost 82 ns. Any thread.
template <typename T> class Guarded
{
public:
    Guarded() = default;
    explicit Guarded(T value)
        : m_value(std::move(value))
    {
    }

    [[nodiscard]] T copy() const
    {
        const std::lock_guard lock(m_mutex);
        return m_value;
    }

    /// Puts the value in and returns the old one, which is destroyed outside the lock.
    T exchange(T value)
    {
        const std::lock_guard lock(m_mutex);
        std::swap(m_value, value);
        return value;
    }

    /// Runs `use(value)` under the lock; keep it short.
    template <typename Use> auto with(Use&& use)
    {
        const std::lock_guard lock(m_mutex);
        return std::forward<Use>(use)(m_value);
    }

    template <typename Use> auto with(Use&& use) const
    {
        const std::lock_guard lock(m_mutex);
        return std::forward<Use>(use)(m_value);
    }

private:
    mutable std::mutex m_mutex;
    T m_value{};
};

} // namespace headwater
