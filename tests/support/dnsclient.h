#pragma once

#include <optional>

#include "base/address.h"
#include "base/clock.h"
#include "dns/tsig.h"
#include "support/transfer.h"

namespace headwater {

/// Asks one server and waits for the answer. For tests and benches: blocks its thread.
class DnsClient
{
public:
    explicit DnsClient(Endpoint server, std::optional<TsigKey> key = {},
                       Milliseconds timeout = Milliseconds{5000});

    /// One question over UDP, sent once.
    [[nodiscard]] Result<Message> ask(const Name& name, RecordType type) const;
    /// The serial in the SOA that it answers for a zone, over UDP.
    [[nodiscard]] Result<Serial> serial(const Name& zone) const;
    /// The RDATA in presentation form that it answers over UDP, sorted.
    [[nodiscard]] Result<std::vector<std::string>> lookUp(const Name& name, RecordType type) const;

    /// Over TCP. With a key every answer message is verified, and must be signed at the end.
    [[nodiscard]] Result<Transfer> axfr(const Name& zone) const;
    [[nodiscard]] Result<Transfer> ixfr(const Name& zone, Serial has) const;

private:
    [[nodiscard]] Result<Transfer> transfer(const Name& zone, std::optional<Serial> has) const;

    Endpoint m_server;
    std::optional<TsigKey> m_key;
    Milliseconds m_timeout;
};

} // namespace headwater
