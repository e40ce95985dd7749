// Any datagram: it is refused with a sentence, or what was read can be written and read again.
#include <cstdlib>

#include "dns/messagewriter.h"

using namespace headwater;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

void requireSame(const std::vector<MessageRecord>& a, const std::vector<MessageRecord>& b)
{
    require(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        require(a[i].owner.identical(b[i].owner) && a[i].type == b[i].type);
        require(a[i].klass == b[i].klass && a[i].ttl == b[i].ttl && a[i].rdata == b[i].rdata);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size)
{
    const auto message = Message::read({octets, size});
    if (!message) {
        require(!message.error().text.empty());
        return 0;
    }
    MessageWriter writer(message->header, 65535);
    for (const Question& question : message->questions)
        writer.ask(question);
    bool fits = true;
    for (const MessageRecord& record : message->answers)
        fits = fits && writer.add(Section::Answer, record);
    for (const MessageRecord& record : message->authorities)
        fits = fits && writer.add(Section::Authority, record);
    for (const MessageRecord& record : message->additionals)
        fits = fits && writer.add(Section::Additional, record);
    if (!fits) // compression may have been better than ours
        return 0;
    const auto again = Message::read(writer.finish());
    require(again.has_value());
    require(again->header.rcode == message->header.rcode);
    require(again->questions.size() == message->questions.size());
    requireSame(again->answers, message->answers);
    requireSame(again->authorities, message->authorities);
    requireSame(again->additionals, message->additionals);
    return 0;
}
