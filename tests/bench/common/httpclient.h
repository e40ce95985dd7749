#pragma once

#include <string>

#include <QString>

#include "bench/common/blockingsocket.h"

namespace headwater {

/// One connection to the engine's API that stays open. Requests may be sent ahead of their answers.
/// Ends the program on anything but a 2xx answer.
class HttpClient
{
public:
    /// `stateFolder` has the token.
    HttpClient(const Endpoint& console, const QString& stateFolder);

    void send(const std::string& method, const std::string& path, const std::string& body);
    /// Waits for the answer to the oldest request; its body.
    std::string answer();

    /// PATCH of one A record of `owner` (without final dot) in `zone`.
    void sendAddress(const std::string& zone, const std::string& owner, const std::string& address);

private:
    BlockingSocket m_socket;
    std::string m_host;
    std::string m_token;
    std::string m_received;
};

} // namespace headwater
