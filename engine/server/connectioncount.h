#pragma once

#include <array>
#include <map>
#include <memory>
#include <mutex>

#include "base/address.h"

namespace headwater {

/// An address as a key in a map.
using AddressKey = std::array<std::uint8_t, 17>;
[[nodiscard]] AddressKey keyOf(const IpAddress& address);

/// How many connections there are, in total and from each address. Any thread.
class ConnectionCount : public std::enable_shared_from_this<ConnectionCount>
{
public:
    /// One connection that is counted as long as the slot lives.
    class Slot
    {
    public:
        Slot(std::shared_ptr<ConnectionCount> count, AddressKey key);
        ~Slot();
        Slot(const Slot&) = delete;
        Slot& operator=(const Slot&) = delete;

    private:
        std::shared_ptr<ConnectionCount> m_count;
        AddressKey m_key;
    };

    ConnectionCount(std::size_t total, std::size_t perAddress);
    /// Null when a limit is reached.
    [[nodiscard]] std::unique_ptr<Slot> take(const IpAddress& address);
    [[nodiscard]] std::size_t total() const;

private:
    void release(const AddressKey& key);

    const std::size_t m_limit;
    const std::size_t m_limitPerAddress;
    mutable std::mutex m_mutex;
    std::size_t m_total = 0;
    std::map<AddressKey, std::size_t> m_byAddress; // as large as m_total at most
};

} // namespace headwater
