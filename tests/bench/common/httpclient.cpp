#include "bench/common/httpclient.h"

#include <array>
#include <cstdlib>

#include "bench/common/samples.h"
#include "support/temporaryfolder.h"

namespace headwater {

HttpClient::HttpClient(const Endpoint& console, const QString& stateFolder)
    : m_socket(BlockingSocket::Kind::Stream, console)
    , m_host(console.text())
    , m_token(readFile(stateFolder + QStringLiteral("/console.token")).trimmed().toStdString())
{
}

void HttpClient::send(const std::string& method, const std::string& path, const std::string& body)
{
    const std::string request =
        method + " " + path + " HTTP/1.1\r\nHost: " + m_host + "\r\nAuthorization: Bearer " +
        m_token +
        "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
        "\r\n\r\n" + body;
    m_socket.sendAll({reinterpret_cast<const std::uint8_t*>(request.data()), request.size()});
}

std::string HttpClient::answer()
{
    std::array<std::uint8_t, 65536> buffer{};
    while (true) {
        const std::size_t head = m_received.find("\r\n\r\n");
        if (head != std::string::npos) {
            constexpr std::string_view Field = "Content-Length: ";
            const std::size_t field = m_received.find(Field);
            const std::size_t length =
                field < head ? std::strtoul(m_received.c_str() + field + Field.size(), nullptr, 10)
                             : 0;
            if (m_received.size() >= head + 4 + length) {
                if (m_received.compare(0, 10, "HTTP/1.1 2") != 0)
                    giveUp("the engine answered " + m_received);
                std::string body = m_received.substr(head + 4, length);
                m_received.erase(0, head + 4 + length);
                return body;
            }
        }
        const std::size_t got = m_socket.receive(buffer.data(), buffer.size());
        if (got == 0)
            giveUp("the engine closed the connection");
        m_received.append(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(got));
    }
}

void HttpClient::sendAddresses(const Name& zone, const std::vector<HostAddress>& hosts)
{
    std::string body = R"({"rrsets":[)";
    for (const HostAddress& host : hosts) {
        body += body.back() == '}' ? "," : "";
        body += R"({"name":")" + host.owner.text() + R"(","type":"A","ttl":300,"records":[")" +
                host.address + R"("]})";
    }
    send("PATCH", "/api/headwater/v1/zones/" + zone.display() + "/records", body + "]}");
}

} // namespace headwater
