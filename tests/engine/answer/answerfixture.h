#pragma once

#include <stdexcept>

#include "answer/answerer.h"
#include "dns/masterfile.h"
#include "dns/presentation.h"
#include "zone/zoneeditor.h"

namespace headwater {

/// What a test cannot go on without: the value, or an exception with the error's sentence.
template <typename T> T needed(Result<T> result)
{
    if (!result)
        throw std::runtime_error(result.error().text);
    return *std::move(result);
}

inline Name name(const char* text)
{
    return needed(Name::parse(text));
}

inline IpAddress address(const char* text)
{
    return needed(IpAddress::parse(text));
}

inline const char* const AppsExample = R"($ORIGIN apps.example.
$TTL 3600
@          SOA   ns1 hostmaster 10 3600 600 604800 300
@          NS    ns1
@          NS    ns.elsewhere.test.
ns1        A     192.0.2.53
www   60   A     192.0.2.1
www   60   A     192.0.2.2
www        TXT   "hello"
MiXed      A     192.0.2.9
alias      CNAME www
chain      CNAME alias
out        CNAME www.elsewhere.test.
dangling   CNAME nothere
loop1      CNAME loop2
loop2      CNAME loop1
tochild    CNAME host.child
host.ent   A     192.0.2.10
*.wild     A     192.0.2.7
*.wild     TXT   "any"
*.cwild    CNAME www
host.wild  A     192.0.2.8
a.ent.wild A     192.0.2.11
child      NS    ns.child
child      NS    ns1
child      DS    1 13 2 0000000000000000000000000000000000000000000000000000000000000001
ns.child   A     192.0.2.60
ns.child   AAAA  2001:db8::60
occluded.child A 192.0.2.61
old        DNAME new
x.new      A     192.0.2.12
)";

inline std::shared_ptr<const ZoneVersion> versionOf(const Name& zone, const std::string& text)
{
    MasterFile::Options options;
    options.fileName = "test";
    options.origin = zone;
    const MasterFile file = needed(MasterFile::parse(text, options));
    for (const Record& record : file.records) {
        if (record.type == RecordType::SOA) {
            return ZoneVersion::build(zone, needed(Soa::fromRdata(record.rdata)), record.ttl,
                                      file.records);
        }
    }
    throw std::runtime_error("no SOA");
}

inline RRset rrset(const char* owner, RecordType type, std::uint32_t ttl,
                   std::initializer_list<const char*> texts)
{
    RRset set{name(owner), type, ttl, {}};
    for (const char* text : texts)
        set.rdata.push_back(needed(rdataFromText(type, text, Name())));
    set.normalise();
    return set;
}

/// One request, built octet by octet.
struct Query
{
    Name qname;
    RecordType type{};
    std::optional<Serial> has = {};  ///< an SOA in the authority section
    std::shared_ptr<Edns> edns = {}; // GCC 12 misjudges an optional one
    Opcode opcode = Opcode::Query;
    RecordClass klass = RecordClass::IN;
    std::uint16_t id = 0x1234;
    bool recursionDesired = false;

    [[nodiscard]] Octets wire() const
    {
        Header header;
        header.id = id;
        header.opcode = opcode;
        header.recursionDesired = recursionDesired;
        header.questions = 1;
        header.authorities = has ? 1 : 0;
        header.additionals = edns ? 1 : 0;
        Octets octets;
        header.write(octets);
        Question{qname, type, klass}.write(octets);
        if (has) {
            Soa soa;
            soa.serial = *has;
            append(octets, qname.wire());
            appendUint16(octets, 6);
            appendUint16(octets, 1);
            appendUint32(octets, 0);
            const Rdata rdata = soa.rdata();
            appendUint16(octets, static_cast<std::uint16_t>(rdata.size()));
            append(octets, rdata);
        }
        if (edns)
            edns->write(octets);
        return octets;
    }
};

inline TsigKey key(const char* keyName, const char* secret = "c2VjcmV0IG9mIHRoZSB0ZXN0")
{
    return needed(TsigKey::create(keyName, "hmac-sha256", secret));
}

/// apps.example at serial 11 with the difference from 10, and who may ask it: loopback, and the
/// secondaries knot (192.0.2.100, key knot-key), nsd (192.0.2.100, key nsd-key) and open
/// (192.0.2.200, no key).
struct AnswerFixture
{
    std::shared_ptr<ZoneTable> zones = std::make_shared<ZoneTable>();
    std::shared_ptr<AccessRules> rules = std::make_shared<AccessRules>();
    std::chrono::sys_seconds now{std::chrono::seconds(1'763'700'000)};

    AnswerFixture()
    {
        const auto first = versionOf(name("apps.example."), AppsExample);
        ZoneEditor editor(first);
        editor.set(rrset("added.apps.example.", RecordType::A, 60, {"192.0.2.99"}));
        const auto outcome = editor.finish(Serial(11));
        const auto published = PublishedZone::create(first, {}, {}, {});
        static_cast<void>(
            zones->publish(published->advanced(outcome.version, outcome.difference, {}, {})));
        rules->permitted.push_back(needed(AddressPrefix::parse("127.0.0.0/8")));
        addSecondary("knot", "192.0.2.100", "knot-key.");
        addSecondary("nsd", "192.0.2.100", "nsd-key.");
        addSecondary("open", "192.0.2.200", nullptr);
    }

    void addSecondary(const char* secondaryName, const char* from, const char* keyName)
    {
        Secondary secondary;
        secondary.name = secondaryName;
        secondary.transferFrom.push_back(needed(AddressPrefix::parse(from)));
        if (keyName) {
            secondary.key = name(keyName);
            rules->keys.emplace(*secondary.key, key(keyName));
        }
        rules->secondaries.push_back(std::move(secondary));
    }

    [[nodiscard]] Answer ask(OctetView request, const char* peer = "127.0.0.1",
                             bool stream = false) const
    {
        RequestContext context;
        context.peer = address(peer);
        context.transport = stream ? Transport::Tcp : Transport::Udp;
        context.now = now;
        return Answerer(zones, rules).answer(request, context);
    }
};

inline bool isSilent(const Answer& answer)
{
    return std::holds_alternative<std::monostate>(answer.message);
}

/// The octets of the answer: the one message, or the first of a transfer.
inline Octets octetsOf(Answer& answer, std::chrono::sys_seconds now = {})
{
    if (auto* octets = std::get_if<Octets>(&answer.message))
        return *octets;
    TransferMessage message;
    auto* stream = std::get_if<TransferStream>(&answer.message);
    if (!stream || !stream->next(&message, now))
        throw std::runtime_error("no answer");
    Octets octets = message.head;
    append(octets, message.shared);
    append(octets, message.tail);
    return octets;
}

inline Message messageOf(Answer& answer)
{
    return needed(Message::read(octetsOf(answer), Message::Limits{10'000}));
}

inline std::string linesOf(const std::vector<MessageRecord>& records)
{
    std::string lines;
    for (const MessageRecord& record : records) {
        lines += recordText(record.owner, record.type, record.ttl, record.rdata);
        lines += '\n';
    }
    return lines;
}

} // namespace headwater
