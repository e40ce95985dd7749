#pragma once

#include <QtTest>

#include "dns/messagewriter.h"
#include "dns/tsig.h"

// What the tests of TSIG speak with: keys, a request, its answers, and both ends of it.

using namespace headwater;

using Time = TsigSession::Time;

inline const Time Now{std::chrono::seconds(1700000000)};

inline Octets unhex(const QByteArray& text)
{
    const QByteArray octets = QByteArray::fromHex(text);
    return {octets.begin(), octets.end()};
}

inline TsigKey key(const char* algorithm = "hmac-sha256", const char* name = "transfer.key",
                   const char* secret = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")
{
    auto made = TsigKey::create(name, algorithm, secret);
    if (!made)
        qFatal("%s", made.error().text.c_str());
    return *made;
}

inline Message read(const Octets& wire)
{
    auto message = Message::read(wire);
    if (!message)
        qFatal("%s", message.error().text.c_str());
    return *message;
}

inline Octets request()
{
    Header header;
    header.id = 0x1234;
    MessageWriter writer(header, 512);
    writer.ask({*Name::parse("apps.example."), RecordType::SOA, RecordClass::IN});
    return writer.finish();
}

enum class Part
{
    First,
    Later
};

inline Octets answer(Part part = Part::First)
{
    Header header;
    header.id = 0x1234;
    header.response = true;
    header.authoritative = true;
    MessageWriter writer(header, 512);
    if (part == Part::First)
        writer.ask({*Name::parse("apps.example."), RecordType::SOA, RecordClass::IN});
    return writer.finish();
}

/// A request and the two ends that speak about it.
struct Conversation
{
    TsigSession client;
    TsigSession server;
    Octets wire = request();

    explicit Conversation(const TsigKey& with = key(), Time at = Now)
        : client(with)
        , server(with)
    {
        client.signRequest(wire, at);
    }

    TsigVerdict verify(Time at = Now) { return server.verifyRequest(wire, read(wire), at); }
    TsigVerdict verify(const Octets& answered, Time at = Now)
    {
        return client.verifyAnswer(answered, read(answered), at);
    }
    Octets signedAnswer(Part part = Part::First, Time at = Now)
    {
        Octets made = answer(part);
        server.signAnswer(made, at);
        return made;
    }
};

/// The request with its MAC cut to `size` octets, everything else in order.
inline Octets cut(const Octets& wire, std::size_t size)
{
    const TsigRecord tsig = *read(wire).tsig;
    const std::size_t rdataAt = tsig.offset + tsig.keyName.wire().size() + 10;
    const std::size_t macAt = rdataAt + tsig.algorithm.wire().size() + 10;
    Octets made = wire;
    const auto mac = made.begin() + static_cast<std::ptrdiff_t>(macAt);
    made.erase(mac + static_cast<std::ptrdiff_t>(size),
               mac + static_cast<std::ptrdiff_t>(tsig.mac.size()));
    putUint16At(made, macAt - 2, static_cast<std::uint16_t>(size));
    putUint16At(made, rdataAt - 2,
                static_cast<std::uint16_t>(wire.size() - rdataAt - tsig.mac.size() + size));
    return made;
}
