#include "notify/notifymessage.h"

#include "dns/messagewriter.h"

namespace headwater {

namespace {
/// What every server takes over UDP without EDNS (RFC 1035 section 2.3.4).
constexpr std::size_t PlainUdpSize = 512;
} // namespace

Octets notifyMessage(const ZoneVersion& version, const TsigKey* key)
{
    Header header;
    header.opcode = Opcode::Notify;
    header.authoritative = true;
    MessageWriter writer(header, PlainUdpSize, key != nullptr ? tsigRecordSize(*key) : 0);
    writer.ask({version.zone(), RecordType::SOA, RecordClass::IN});
    // The hint lets a secondary that has the serial already skip its question; it may be missing.
    (void)writer.add(Section::Answer, version.soaRRset());
    return writer.finish();
}

} // namespace headwater
