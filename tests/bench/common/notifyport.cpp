#include "bench/common/notifyport.h"

#include <sys/socket.h>

#include "bench/common/samples.h"

namespace headwater {

void NotifyPort::next(const Name& zone) const
{
    while (true) {
        sockaddr_storage from{};
        socklen_t size = sizeof from;
        Octets wire(65535);
        const ssize_t got = ::recvfrom(m_socket.descriptor(), wire.data(), wire.size(), 0,
                                       reinterpret_cast<sockaddr*>(&from), &size);
        if (got < 0)
            giveUp("no NOTIFY came");
        wire.resize(static_cast<std::size_t>(got));
        const auto message = Message::read(wire);
        if (!message || message->header.opcode != Opcode::Notify || message->questions.empty())
            continue;
        Header header;
        header.id = message->header.id;
        header.opcode = Opcode::Notify;
        header.response = header.authoritative = true;
        header.questions = 1;
        Octets answer;
        header.write(answer);
        message->questions.front().write(answer);
        static_cast<void>(::sendto(m_socket.descriptor(), answer.data(), answer.size(), 0,
                                   reinterpret_cast<const sockaddr*>(&from), size));
        if (message->questions.front().name == zone)
            return;
    }
}

} // namespace headwater
