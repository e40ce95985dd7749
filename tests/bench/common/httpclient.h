#pragma once

#include <string>
#include <vector>

#include <QString>

#include "bench/common/blockingsocket.h"
#include "dns/name.h"

namespace headwater {

/// An owner name and its one IPv4 address.
struct HostAddress
{
    Name owner;
    std::string address;
};

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

    /// PATCH of A records, in one transaction.
    void sendAddresses(const Name& zone, const std::vector<HostAddress>& hosts);

private:
    BlockingSocket m_socket;
    std::string m_host;
    std::string m_token;
    std::string m_received;
};

} // namespace headwater
