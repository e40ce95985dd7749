#pragma once

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace headwater {

/// Hands on what comes to a port of 127.0.0.1 to another one, until the line is cut. On a thread of
/// its own.
class TcpProxy
{
public:
    enum class Line
    {
        Up,
        Frozen, ///< octets are taken and go nowhere, as behind a pulled cable
        Cut     ///< connections are closed, and new ones at once
    };

    /// Listens from now on; aborts the test when it cannot.
    explicit TcpProxy(std::uint16_t target);
    ~TcpProxy();
    TcpProxy(const TcpProxy&) = delete;
    TcpProxy& operator=(const TcpProxy&) = delete;

    [[nodiscard]] std::uint16_t port() const { return m_port; }
    void set(Line line) { m_line = line; }

private:
    /// Two sockets; what comes from one goes to the other.
    struct Pair
    {
        int client = -1;
        int server = -1;
    };

    void serve();
    void accept();
    void closeAll();

    std::uint16_t m_target;
    std::uint16_t m_port = 0;
    int m_listening = -1;
    std::vector<Pair> m_pairs;
    std::atomic<Line> m_line{Line::Up};
    std::atomic<bool> m_ends{false};
    std::thread m_thread;
};

} // namespace headwater
