#include "server/datagrambatch.h"

#include <cerrno>
#include <cstring>

#include <netinet/udp.h>

#include "server/listensocket.h"

namespace headwater {

namespace {

constexpr std::size_t LargestSend = 60'000; // octets; the kernel takes less than 65,536

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

/// Appends one piece of control data to `header`, whose buffer has room for it.
template <typename Value> void add(msghdr* header, int level, int type, const Value& value)
{
    auto* at = static_cast<char*>(header->msg_control) + header->msg_controllen;
    cmsghdr control{};
    control.cmsg_level = level;
    control.cmsg_type = type;
    control.cmsg_len = CMSG_LEN(sizeof value);
    std::memset(at, 0, CMSG_SPACE(sizeof value));
    std::memcpy(at, &control, sizeof control);
    std::memcpy(at + CMSG_LEN(0), &value, sizeof value);
    header->msg_controllen += CMSG_SPACE(sizeof value);
}

/// The address that was asked becomes the source address of the answer. The kernel tells it only
/// where a socket has several.
template <typename Info> void addSource(msghdr* header, const cmsghdr& asked)
{
    if (asked.cmsg_len < CMSG_LEN(sizeof(Info)))
        return;
    Info info;
    std::memcpy(&info, CMSG_DATA(&asked), sizeof info);
    keepOnlySource(&info);
    add(header, asked.cmsg_level, asked.cmsg_type, info);
}

void addSource(msghdr* header, msghdr question)
{
    const cmsghdr* const asked = CMSG_FIRSTHDR(&question);
    if (asked == nullptr)
        return;
    if (asked->cmsg_level == IPPROTO_IP && asked->cmsg_type == IP_PKTINFO)
        addSource<in_pktinfo>(header, *asked);
    else if (asked->cmsg_level == IPPROTO_IPV6 && asked->cmsg_type == IPV6_PKTINFO)
        addSource<in6_pktinfo>(header, *asked);
}

bool isSame(const msghdr& a, const msghdr& b)
{
    return a.msg_namelen == b.msg_namelen && a.msg_controllen == b.msg_controllen &&
           std::memcmp(a.msg_name, b.msg_name, a.msg_namelen) == 0 &&
           std::memcmp(a.msg_control, b.msg_control, a.msg_controllen) == 0;
}

} // namespace

DatagramBatch::DatagramBatch()
    : m_questions{} // what the kernel does not write is compared too
    , m_received{}
{
    for (std::size_t i = 0; i < Most; ++i) {
        m_room[i] = {m_questions[i].octets.data(), LargestQuestion};
        msghdr& header = m_received[i].msg_hdr;
        header.msg_name = &m_questions[i].peer;
        header.msg_iov = &m_room[i];
        header.msg_iovlen = 1;
        header.msg_control = m_questions[i].control.data();
    }
}

std::size_t DatagramBatch::receive(int socket)
{
    m_answerCount = m_sendCount = 0;
    for (std::size_t i = 0; i < Most; ++i) {
        m_received[i].msg_hdr.msg_namelen = sizeof m_questions[i].peer;
        m_received[i].msg_hdr.msg_controllen = m_questions[i].control.size();
    }
    const int received = ::recvmmsg(socket, m_received.data(), Most, MSG_DONTWAIT, nullptr);
    return received < 0 ? 0 : static_cast<std::size_t>(received);
}

OctetView DatagramBatch::question(std::size_t index) const
{
    return {m_questions[index].octets.data(), m_received[index].msg_len};
}

Endpoint DatagramBatch::peer(std::size_t index) const
{
    return SocketAddress::endpoint(m_questions[index].peer);
}

void DatagramBatch::answer(std::size_t index, Octets wire)
{
    const std::size_t number = m_answerCount++;
    const std::size_t size = wire.size();
    m_answers[number] = std::move(wire);
    m_vectors[number] = {m_answers[number].data(), size};
    if (m_sendCount == 0 || !joins(m_sends[m_sendCount - 1], index, size)) {
        Send& begun = m_sends[m_sendCount++];
        begun.question = index;
        begun.first = number;
        begun.count = begun.octets = 0;
        begun.ended = false;
    }
    Send& send = m_sends[m_sendCount - 1];
    send.ended = size < m_vectors[send.first].iov_len;
    send.octets += size;
    ++send.count;
}

bool DatagramBatch::joins(const Send& send, std::size_t index, std::size_t size) const
{
    return !send.ended && size <= m_vectors[send.first].iov_len &&
           send.octets + size <= LargestSend &&
           isSame(m_received[send.question].msg_hdr, m_received[index].msg_hdr);
}

msghdr DatagramBatch::header(Send& send)
{
    const msghdr& question = m_received[send.question].msg_hdr;
    msghdr header{};
    header.msg_name = question.msg_name;
    header.msg_namelen = question.msg_namelen;
    header.msg_iov = &m_vectors[send.first];
    header.msg_iovlen = send.count;
    header.msg_control = send.control.data();
    addSource(&header, question);
    if (send.count > 1)
        add(&header, IPPROTO_UDP, UDP_SEGMENT,
            static_cast<std::uint16_t>(m_vectors[send.first].iov_len));
    if (header.msg_controllen == 0)
        header.msg_control = nullptr;
    return header;
}

void DatagramBatch::send(int socket)
{
    for (std::size_t i = 0; i < m_sendCount; ++i)
        m_out[i] = {header(m_sends[i]), 0};
    for (std::size_t sent = 0; sent < m_sendCount;) {
        const int taken = ::sendmmsg(socket, &m_out[sent],
                                     static_cast<unsigned>(m_sendCount - sent), MSG_DONTWAIT);
        if (taken > 0)
            sent += static_cast<std::size_t>(taken);
        else if (errno == EAGAIN || errno == EWOULDBLOCK)
            return;
        else if (errno != EINTR)
            sendOneByOne(socket, m_sends[sent++]);
    }
}

/// What cannot be sent as segments (a path for smaller packets, a kernel or a device that knows
/// them not) may be sent as it is; what cannot be sent at all (no route, refused by a filter) fails
/// once more.
void DatagramBatch::sendOneByOne(int socket, const Send& send)
{
    Send one = send;
    one.count = 1;
    for (std::size_t i = 0; send.count > 1 && i < send.count; ++i) {
        one.first = send.first + i;
        const msghdr each = header(one);
        static_cast<void>(::sendmsg(socket, &each, MSG_DONTWAIT));
    }
}

} // namespace headwater
