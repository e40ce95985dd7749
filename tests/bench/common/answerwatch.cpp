#include "bench/common/answerwatch.h"

#include <algorithm>
#include <thread>

#include "dns/messagewriter.h"

namespace headwater {
namespace {

constexpr auto Pause = std::chrono::microseconds(100); // leaves the processor to the servers
constexpr Milliseconds Patience{20};                   // then asked again
constexpr double GiveUpAfter = 60'000;

/// The answer with this ID is awaited; late ones to earlier questions are passed over.
bool holds(const BlockingSocket& socket, std::uint16_t id, OctetView address)
{
    while (true) {
        const Octets wire = socket.datagram(Patience);
        if (wire.empty())
            return false;
        const auto message = Message::read(wire);
        if (!message || message->header.id != id)
            continue;
        return message->answers.size() == 1 &&
               std::equal(address.begin(), address.end(), message->answers.front().rdata.begin(),
                          message->answers.front().rdata.end());
    }
}

} // namespace

AnswerWatch::AnswerWatch(const Endpoint& server)
    : m_socket(BlockingSocket::Kind::Datagram, server)
{
}

double AnswerWatch::until(const HostAddress& host, Steady::time_point start)
{
    const IpAddress address = IpAddress::parse(host.address).value();
    while (millisecondsSince(start) < GiveUpAfter) {
        Header header;
        header.id = ++m_id;
        MessageWriter writer(header, 512);
        writer.ask({host.owner, RecordType::A, RecordClass::IN});
        m_socket.sendAll(writer.finish());
        if (holds(m_socket, m_id, {address.octets(), 4}))
            return millisecondsSince(start);
        std::this_thread::sleep_for(Pause);
    }
    giveUp("the change of " + host.owner.display() + " never became live");
}

} // namespace headwater
