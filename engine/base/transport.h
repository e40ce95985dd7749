#pragma once

namespace headwater {

/// How a message came in or goes out.
enum class Transport
{
    Udp,
    Tcp,
    Tls ///< RFC 9103, over TCP
};

/// "UDP", "TCP", "TLS".
[[nodiscard]] constexpr const char* text(Transport transport)
{
    switch (transport) {
    case Transport::Udp:
        return "UDP";
    case Transport::Tcp:
        return "TCP";
    case Transport::Tls:
        return "TLS";
    }
    return "";
}

} // namespace headwater
