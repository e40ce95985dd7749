#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/address.h"
#include "bench/common/blockingsocket.h"
#include "bench/common/httpclient.h"

namespace headwater {

/// How a server is told that addresses change, each the only A record of its name (TTL 300), all
/// of one call in one transaction. Trouble ends the program.
class RecordDoor
{
public:
    virtual ~RecordDoor() = default;
    virtual void send(const Name& zone, const std::vector<HostAddress>& hosts) = 0;
    /// Waits until the change that was sent is acknowledged.
    virtual void acknowledged() = 0;
};

/// Headwater's HTTP API.
class ApiDoor : public RecordDoor
{
public:
    ApiDoor(const Endpoint& console, const QString& stateFolder);
    void send(const Name& zone, const std::vector<HostAddress>& hosts) override;
    void acknowledged() override;

private:
    HttpClient m_client;
};

/// UPDATE (RFC 2136) over UDP: some ten addresses at most.
class UpdateDoor : public RecordDoor
{
public:
    explicit UpdateDoor(const Endpoint& server);
    void send(const Name& zone, const std::vector<HostAddress>& hosts) override;
    void acknowledged() override;

private:
    BlockingSocket m_socket;
    std::uint16_t m_id = 0;
};

} // namespace headwater
