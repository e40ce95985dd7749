#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace headwater {

/// How many of something there are at once, in total and for each who has them: connections of an
/// address, transfers of a secondary. Any thread.
class SlotCount : public std::enable_shared_from_this<SlotCount>
{
public:
    /// One that is counted as long as the slot lives.
    class Slot
    {
    public:
        Slot(std::shared_ptr<SlotCount> count, std::string owner);
        ~Slot();
        Slot(const Slot&) = delete;
        Slot& operator=(const Slot&) = delete;

    private:
        std::shared_ptr<SlotCount> m_count;
        std::string m_owner;
    };

    SlotCount(std::size_t total, std::size_t perOwner);
    /// Null when a limit is reached.
    [[nodiscard]] std::unique_ptr<Slot> take(const std::string& owner);
    [[nodiscard]] std::size_t total() const;
    [[nodiscard]] std::size_t limit() const { return m_limit; }
    [[nodiscard]] std::size_t limitPerOwner() const { return m_limitPerOwner; }

private:
    void release(const std::string& owner);

    const std::size_t m_limit;
    const std::size_t m_limitPerOwner;
    mutable std::mutex m_mutex;
    std::size_t m_total = 0;
    std::map<std::string, std::size_t> m_byOwner; // as large as m_total at most
};

} // namespace headwater
