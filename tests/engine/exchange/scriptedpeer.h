#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QHostAddress>
#include <QNetworkProxy>
#include <QTest>
#include <QUdpSocket>

#include "base/address.h"
#include "base/clock.h"
#include "dns/message.h"
#include "dns/messagewriter.h"
#include "dns/tsig.h"

namespace headwater::test {

inline Name name(const char* text)
{
    return Name::parse(text).value();
}

/// A DNS server of a few lines on 127.0.0.1 that remembers what it was asked and answers by script.
class ScriptedPeer : public QObject
{
public:
    struct Request
    {
        Octets wire;
        Message message;
        Instant at;
        quint16 port = 0;
    };
    using Script = std::function<std::optional<Octets>(const Request&)>;

    explicit ScriptedPeer(Script script)
        : m_script(std::move(script))
    {
        m_socket.setProxy(QNetworkProxy::NoProxy);
        const bool bound = m_socket.bind(QHostAddress::LocalHost, 0);
        Q_ASSERT(bound);
        Q_UNUSED(bound);
        connect(&m_socket, &QUdpSocket::readyRead, this, [this] { readAll(); });
    }

    [[nodiscard]] Endpoint endpoint() const
    {
        return {IpAddress::parse("127.0.0.1").value(), m_socket.localPort()};
    }
    [[nodiscard]] const std::vector<Request>& requests() const { return m_requests; }
    void setScript(Script script) { m_script = std::move(script); }
    void send(const Octets& wire, quint16 port)
    {
        m_socket.writeDatagram(reinterpret_cast<const char*>(wire.data()),
                               static_cast<qint64>(wire.size()), QHostAddress::LocalHost, port);
    }

private:
    void readAll()
    {
        while (m_socket.hasPendingDatagrams()) {
            QByteArray data(static_cast<qsizetype>(m_socket.pendingDatagramSize()), '\0');
            Request request;
            m_socket.readDatagram(data.data(), data.size(), nullptr, &request.port);
            request.wire.assign(data.begin(), data.end());
            request.at = Clock::now();
            auto message = Message::read(request.wire);
            if (!message)
                continue;
            request.message = std::move(*message);
            m_requests.push_back(request);
            if (const auto answer = m_script(request))
                send(*answer, request.port);
        }
    }

    QUdpSocket m_socket;
    Script m_script;
    std::vector<Request> m_requests;
};

/// The answer to a request: its id, opcode and question, AA, this rcode, and the SOA of the zone at
/// a serial if one is given.
inline Octets answerTo(const ScriptedPeer::Request& request, Rcode rcode = Rcode::NoError,
                       std::optional<Serial> serial = {})
{
    Header header = request.message.header;
    header.response = true;
    header.authoritative = true;
    header.rcode = rcode;
    MessageWriter writer(header, 1232);
    const Question& question = request.message.questions.front();
    writer.ask(question);
    if (serial) {
        Soa soa;
        soa.primary = name("ns1.example.");
        soa.mailbox = name("hostmaster.example.");
        soa.serial = *serial;
        RRset set{question.name, RecordType::SOA, 300, {soa.rdata()}};
        const bool fits = writer.add(Section::Answer, set);
        Q_ASSERT(fits);
        Q_UNUSED(fits);
    }
    return writer.finish();
}

inline ScriptedPeer::Script silence()
{
    return [](const ScriptedPeer::Request&) { return std::optional<Octets>(); };
}

inline ScriptedPeer::Script acknowledge(Rcode rcode = Rcode::NoError)
{
    return [rcode](const ScriptedPeer::Request& request) {
        return std::optional<Octets>(answerTo(request, rcode));
    };
}

/// Signs answers and asserts nothing about the request's key but that it is this one.
inline ScriptedPeer::Script acknowledgeSigned(const TsigKey& key)
{
    return [key](const ScriptedPeer::Request& request) {
        TsigSession session(key);
        if (session.verifyRequest(request.wire, request.message, Clock::wall()) !=
            TsigVerdict::Good)
            return std::optional<Octets>();
        Octets answer = answerTo(request);
        session.signAnswer(answer, Clock::wall());
        return std::optional<Octets>(answer);
    };
}

/// A UDP port of 127.0.0.1 on which nothing listens.
inline Endpoint closedPort()
{
    QUdpSocket socket;
    socket.bind(QHostAddress::LocalHost, 0);
    const Endpoint endpoint{IpAddress::parse("127.0.0.1").value(), socket.localPort()};
    socket.close();
    return endpoint;
}

} // namespace headwater::test
