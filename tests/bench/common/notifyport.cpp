#include "bench/common/notifyport.h"

#include <poll.h>
#include <sys/socket.h>

#include "bench/common/samples.h"

namespace headwater {
namespace {

Octets answerTo(const Message& notify)
{
    Header header;
    header.id = notify.header.id;
    header.opcode = Opcode::Notify;
    header.response = header.authoritative = true;
    header.questions = 1;
    Octets answer;
    header.write(answer);
    notify.questions.front().write(answer);
    return answer;
}

} // namespace

void NotifyPort::takeWaiting()
{
    pollfd waiting{m_socket.descriptor(), POLLIN, 0};
    while (::poll(&waiting, 1, 0) > 0)
        static_cast<void>(take());
}

void NotifyPort::next(const Name& zone)
{
    while (take() != zone) {
    }
}

std::optional<Name> NotifyPort::take()
{
    sockaddr_storage from{};
    socklen_t size = sizeof from;
    Octets wire(65535);
    const ssize_t got = ::recvfrom(m_socket.descriptor(), wire.data(), wire.size(), 0,
                                   reinterpret_cast<sockaddr*>(&from), &size);
    if (got < 0)
        giveUp("no NOTIFY came");
    wire.resize(static_cast<std::size_t>(got));
    const auto message = Message::read(wire);
    if (!message || message->header.opcode != Opcode::Notify || message->questions.size() != 1 ||
        message->answers.empty())
        return std::nullopt;
    const Octets answer = answerTo(*message);
    static_cast<void>(::sendto(m_socket.descriptor(), answer.data(), answer.size(), 0,
                               reinterpret_cast<const sockaddr*>(&from), size));
    const Name& zone = message->questions.front().name;
    const auto serial = Soa::fromRdata(message->answers.front().rdata).value().serial.value();
    const auto [known, added] = m_serials.try_emplace(zone, serial);
    if (!added && known->second == serial)
        return std::nullopt;
    known->second = serial;
    return zone;
}

} // namespace headwater
