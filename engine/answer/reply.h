#pragma once

#include "answer/request.h"

namespace headwater {

/// Why something was refused, for those who sent OPT (RFC 8914).
struct ExtendedError
{
    static constexpr std::uint16_t Prohibited = 18;
    static constexpr std::uint16_t NotAuthoritative = 20;
    static constexpr std::uint16_t NotSupported = 21;

    std::uint16_t code = 0;
    std::string text; ///< short, for anybody to read
};

/// What is said in one message, before it is octets.
struct Reply
{
    Rcode rcode = Rcode::NoError;
    bool authoritative = false;
    std::vector<RRset> answer;
    std::vector<RRset> authority;
    std::vector<RRset> glue;
    std::optional<ExtendedError> error;
    std::optional<std::uint32_t> expire; ///< seconds, RFC 7314
    /// Which zone, and at which serial, all of this was taken from (RFC 9660).
    struct Version
    {
        std::uint8_t labels = 0;
        Serial serial;
    };
    std::optional<Version> version;
    [[nodiscard]] static Version versionOf(const ZoneVersion& version);

    [[nodiscard]] static Reply refusal(Rcode rcode) { return refusal(rcode, 0, {}); }
    /// With the extended error of that code.
    [[nodiscard]] static Reply refusal(Rcode rcode, std::uint16_t code, std::string text);
};

/// The message: ID, opcode, RD and question of the request bit for bit; OPT only when the request
/// had one. What does not fit `limit - reserved` becomes an empty message with TC over UDP and
/// SERVFAIL over a stream, where nothing larger can be asked for.
[[nodiscard]] Octets writeReply(const Reply& reply, const Request& request,
                                const RequestContext& context, const ServerIdentity& identity,
                                std::size_t reserved, TransferProfile::Edns use);

} // namespace headwater
