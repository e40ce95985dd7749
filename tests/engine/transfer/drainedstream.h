#pragma once

#include "engine/zone/messagepointers.h"
#include "engine/zone/samplezone.h"
#include "transfer/transferstream.h"

/// Streams drained into messages, and what must be true of every one of them.
namespace sample {

using namespace headwater;

using Octetses = std::vector<Octets>;

inline const std::chrono::sys_seconds Now{std::chrono::seconds(1'700'000'000)};
constexpr std::uint16_t Id = 0x4711;

inline std::shared_ptr<const PublishedZone> published(std::shared_ptr<const ZoneVersion> version)
{
    return PublishedZone::create(std::move(version), {}, {}, Instant{});
}

inline TransferStream::Request request(RecordType type)
{
    TransferStream::Request request;
    request.id = Id;
    request.question = Question{sample::zone(), type, RecordClass::IN};
    return request;
}

/// All messages of a stream, each in one piece.
inline Octetses drained(TransferStream& stream)
{
    Octetses messages;
    TransferMessage message;
    while (stream.next(&message, Now)) {
        Octets whole = message.head;
        append(whole, message.shared);
        append(whole, message.tail);
        messages.push_back(std::move(whole));
    }
    return messages;
}

/// What is wrong with the form of these messages; the records go to `records`.
inline std::string faultOf(const Octetses& messages, RecordType asked, std::vector<Record>* records)
{
    for (const Octets& wire : messages) {
        if (wire.size() > 65535)
            return "too large";
        if (std::string fault = sample::MessagePointers(wire).fault(); !fault.empty())
            return fault;
        const Result<Message> message = Message::read(wire, {100000});
        if (!message)
            return message.error().text;
        const Header& header = message->header;
        if (header.id != Id || !header.response || header.opcode != Opcode::Query ||
            !header.authoritative || header.truncated || header.recursionAvailable ||
            header.authenticData || header.checkingDisabled || header.rcode != Rcode::NoError)
            return "the header is wrong";
        if (message->questions.size() != 1 || message->questions[0].type != asked ||
            message->questions[0].name != sample::zone() || !message->authorities.empty() ||
            !message->additionals.empty())
            return "the sections are wrong";
        if (message->answers.empty())
            return "a message holds nothing";
        for (const MessageRecord& each : message->answers)
            records->push_back(Record{each.owner, each.type, each.ttl, each.rdata});
    }
    return {};
}

/// What a full transfer of a version must be.
inline std::vector<Record> axfrOf(const ZoneVersion& version)
{
    std::vector<Record> records = version.records();
    records.push_back(records.front());
    return records;
}

inline Record soaOf(const Soa& soa)
{
    return Record{sample::zone(), RecordType::SOA, 3600, soa.rdata()};
}

inline Record soaRecord(std::uint32_t serial)
{
    return soaOf(sample::soa(serial));
}

inline TsigKey key()
{
    return *TsigKey::create("transfer.key.", "hmac-sha256", "c2VjcmV0IG9mIGEgdGVzdA==");
}

/// A server's session that verified a request, and the client's that will check the answers.
struct Sessions
{
    TsigSession client{key()};
    TsigSession server{key()};
    bool good = false;

    explicit Sessions(RecordType type)
    {
        Header header;
        header.id = Id;
        header.questions = 1;
        Octets wire;
        header.write(wire);
        Question{sample::zone(), type, RecordClass::IN}.write(wire);
        client.signRequest(wire, Now);
        const Result<Message> message = Message::read(wire);
        good = message && server.verifyRequest(wire, *message, Now) == TsigVerdict::Good;
    }
};

} // namespace sample
