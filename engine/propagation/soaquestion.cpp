#include "propagation/soaquestion.h"

#include "dns/messagewriter.h"

namespace headwater {

Octets soaQuestion(const Name& zone)
{
    MessageWriter writer(Header{}, 512);
    writer.ask({zone, RecordType::SOA, RecordClass::IN});
    return writer.finish();
}

SoaAnswer SoaAnswer::read(const Message& answer, const Name& zone)
{
    SoaAnswer result;
    result.rcode = answer.rcode();
    // A cache, or a parent that answers for the zone, shows nothing about the secondary.
    if (result.rcode != Rcode::NoError || !answer.header.authoritative)
        return result;
    for (const MessageRecord& record : answer.answers) {
        if (record.type != RecordType::SOA || record.klass != RecordClass::IN ||
            record.owner != zone)
            continue;
        if (const auto soa = Soa::fromRdata(record.rdata))
            result.serial = soa->serial;
        return result;
    }
    return result;
}

} // namespace headwater
