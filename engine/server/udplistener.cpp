#include "server/udplistener.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <netinet/in.h>
#include <sys/socket.h>

#include <QSocketNotifier>

#include "server/listensocket.h"

namespace headwater {

namespace {

constexpr std::size_t BatchSize = 64;
constexpr std::size_t LargestRequest = 4096; // longer ones arrive cut and are malformed
constexpr int BatchesPerTurn = 8;            // then others on this thread have theirs

struct alignas(cmsghdr) ControlBuffer
{
    std::array<char, CMSG_SPACE(sizeof(in6_pktinfo))> octets;
};

void keepOnlySource(in_pktinfo* info)
{
    info->ipi_ifindex = 0; // the route decides; the source address is in ipi_spec_dst
    info->ipi_addr = {};
}

void keepOnlySource(in6_pktinfo* info)
{
    if (!IN6_IS_ADDR_LINKLOCAL(&info->ipi6_addr))
        info->ipi6_ifindex = 0;
}

template <typename Info> bool turn(cmsghdr* control)
{
    if (control->cmsg_len < CMSG_LEN(sizeof(Info)))
        return false;
    Info info;
    std::memcpy(&info, CMSG_DATA(control), sizeof info);
    keepOnlySource(&info);
    std::memcpy(CMSG_DATA(control), &info, sizeof info);
    return true;
}

/// Makes of the control data that came with a question the one that sends its answer: the address
/// that was asked becomes the source address. False when the kernel gave none.
bool turnAround(msghdr* message)
{
    cmsghdr* control = CMSG_FIRSTHDR(message);
    if (!control)
        return false;
    if (control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_PKTINFO)
        return turn<in_pktinfo>(control);
    if (control->cmsg_level == IPPROTO_IPV6 && control->cmsg_type == IPV6_PKTINFO)
        return turn<in6_pktinfo>(control);
    return false;
}

} // namespace

struct UdpListener::Batch
{
    std::array<mmsghdr, BatchSize> in{};
    std::array<mmsghdr, BatchSize> out{};
    std::array<iovec, BatchSize> inVector{};
    std::array<iovec, BatchSize> outVector{};
    std::array<sockaddr_storage, BatchSize> peers{};
    std::array<ControlBuffer, BatchSize> controls{};
    std::array<std::array<std::uint8_t, LargestRequest>, BatchSize> requests{};
    std::array<Octets, BatchSize> answers;

    void prepare()
    {
        for (std::size_t i = 0; i < BatchSize; ++i) {
            inVector[i] = {requests[i].data(), requests[i].size()};
            msghdr& header = in[i].msg_hdr;
            header = {};
            header.msg_name = &peers[i];
            header.msg_namelen = sizeof peers[i];
            header.msg_iov = &inVector[i];
            header.msg_iovlen = 1;
            header.msg_control = controls[i].octets.data();
            header.msg_controllen = controls[i].octets.size();
        }
    }
};

UdpListener::UdpListener(Descriptor socket, std::shared_ptr<ServerContext> context, QObject* parent)
    : QObject(parent)
    , m_socket(std::move(socket))
    , m_context(std::move(context))
    , m_batch(std::make_unique<Batch>())
    , m_notifier(std::make_unique<QSocketNotifier>(m_socket.get(), QSocketNotifier::Read))
{
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &UdpListener::receive);
}

UdpListener::~UdpListener()
{
    m_notifier.reset(); // before the descriptor it watches
}

void UdpListener::receive()
{
    for (int i = 0; i < BatchesPerTurn; ++i) {
        m_batch->prepare();
        const int received =
            recvmmsg(m_socket.get(), m_batch->in.data(), BatchSize, MSG_DONTWAIT, nullptr);
        if (received <= 0)
            return;
        answer(static_cast<std::size_t>(received));
        if (static_cast<std::size_t>(received) < BatchSize)
            return;
    }
}

void UdpListener::answer(std::size_t received)
{
    const auto answerer = m_context->answerer.copy();
    RequestContext context = m_context->request();
    std::size_t answers = 0;
    for (std::size_t i = 0; i < received; ++i) {
        msghdr& header = m_batch->in[i].msg_hdr;
        const Endpoint peer = SocketAddress::endpoint(m_batch->peers[i]);
        if (peer.port == 0)
            continue; // nobody can be answered there
        context.peer = peer.address;
        Answer answer =
            answerer->answer({m_batch->requests[i].data(), m_batch->in[i].msg_len}, context);
        auto* wire = std::get_if<Octets>(&answer.message);
        if (!wire)
            continue;
        m_context->udpQueries.fetch_add(1, std::memory_order_relaxed);
        for (const Fact& told : factsOf(answer.report, peer.address, Transport::Udp, *m_context))
            Q_EMIT fact(told);
        m_batch->answers[answers] = std::move(*wire);
        m_batch->outVector[answers] = {m_batch->answers[answers].data(),
                                       m_batch->answers[answers].size()};
        if (!turnAround(&header)) {
            header.msg_control = nullptr;
            header.msg_controllen = 0;
        }
        header.msg_iov = &m_batch->outVector[answers];
        header.msg_flags = 0;
        m_batch->out[answers] = {};
        m_batch->out[answers].msg_hdr = header;
        ++answers;
    }
    send(answers);
}

void UdpListener::send(std::size_t answers)
{
    std::size_t sent = 0;
    while (sent < answers) {
        const int taken = sendmmsg(m_socket.get(), m_batch->out.data() + sent,
                                   static_cast<unsigned>(answers - sent), MSG_DONTWAIT);
        if (taken > 0)
            sent += static_cast<std::size_t>(taken);
        else if (errno == EAGAIN || errno == EWOULDBLOCK)
            return;
        else if (errno != EINTR)
            ++sent; // this one cannot be sent (no route, refused by a filter); the next may
    }
}

} // namespace headwater
