#include "support/freeport.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QRandomGenerator>
#include <QtGlobal>

namespace headwater {
namespace {

bool canBind(int kind, std::uint16_t port)
{
    const int descriptor = ::socket(AF_INET, kind | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        return false;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int bound = ::bind(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address);
    ::close(descriptor);
    return bound == 0;
}

} // namespace

std::uint16_t freePort()
{
    for (int tries = 0; tries < 1000; ++tries) {
        const auto port =
            static_cast<std::uint16_t>(QRandomGenerator::global()->bounded(10000, 32000));
        if (canBind(SOCK_STREAM, port) && canBind(SOCK_DGRAM, port))
            return port;
    }
    qFatal("no free port on 127.0.0.1");
}

} // namespace headwater
