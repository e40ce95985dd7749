#include "answer/answeroptions.h"

#include <algorithm>
#include <limits>

#include "answer/servercookie.h"
#include "dns/padding.h"

namespace headwater {

namespace {

constexpr std::uint16_t NsidOption = 3;
constexpr std::uint16_t ExpireOption = 9;
constexpr std::uint16_t KeepaliveOption = 11;
constexpr std::uint16_t ExtendedErrorOption = 15;
constexpr std::uint16_t ZoneVersionOption = 19;
constexpr std::uint8_t SoaSerial = 0; // the type of version

EdnsOption keepalive(Seconds idle)
{
    constexpr std::int64_t Most = std::numeric_limits<std::uint16_t>::max();
    EdnsOption option{KeepaliveOption, {}};
    const std::int64_t units = std::clamp<std::int64_t>(idle.count() * 10, 0, Most); // of 100 ms
    appendUint16(option.data, static_cast<std::uint16_t>(units));
    return option;
}

EdnsOption zoneVersion(const Reply::Version& version)
{
    EdnsOption option{ZoneVersionOption, {version.labels, SoaSerial}};
    appendUint32(option.data, version.serial.value());
    return option;
}

} // namespace

Edns answerOptions(const Reply& reply, const Edns& asked, const RequestContext& context,
                   const ServerIdentity& identity)
{
    Edns edns;
    edns.dnssecOk = asked.dnssecOk; // RFC 3225 section 3
    if (!identity.nsid.empty() && asked.option(NsidOption))
        edns.options.push_back({NsidOption, Octets(identity.nsid.begin(), identity.nsid.end())});
    const EdnsOption* cookie = asked.option(ServerCookie::Option);
    if (cookie && ServerCookie::isWellFormed(*cookie)) {
        edns.options.push_back(
            ServerCookie::answer(*cookie, context.peer, context.now, identity.cookieSecret));
    }
    if (context.idle && asked.option(KeepaliveOption))
        edns.options.push_back(keepalive(*context.idle));
    if (reply.expire) {
        EdnsOption option{ExpireOption, {}};
        appendUint32(option.data, *reply.expire);
        edns.options.push_back(std::move(option));
    }
    if (reply.version && asked.option(ZoneVersionOption))
        edns.options.push_back(zoneVersion(*reply.version));
    if (reply.error) {
        EdnsOption option{ExtendedErrorOption, {}};
        appendUint16(option.data, reply.error->code);
        option.data.insert(option.data.end(), reply.error->text.begin(), reply.error->text.end());
        edns.options.push_back(std::move(option));
    }
    return edns;
}

bool isPadded(const Edns& asked, const RequestContext& context)
{
    return context.transport == Transport::Tls && asked.option(Padding::Option) != nullptr;
}

bool areWellFormed(const std::vector<EdnsOption>& options)
{
    return std::all_of(options.begin(), options.end(), [](const EdnsOption& option) {
        if (option.code == ServerCookie::Option)
            return ServerCookie::isWellFormed(option);
        return option.code != ZoneVersionOption || option.data.empty(); // RFC 9660 section 3
    });
}

} // namespace headwater
