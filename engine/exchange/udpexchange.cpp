#include "exchange/udpexchange.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <unordered_map>

#include <QRandomGenerator>
#include <QTimer>

#include "exchange/udpsocket.h"

namespace headwater {

namespace {

constexpr std::size_t MaximumInFlight = 65000;
constexpr std::size_t SocketsPerSource = 8;
/// A socket that waits for nothing is replaced by one on another port after this time.
constexpr Seconds SocketAge{300};

using Outcome = ExchangeOutcome;

struct SocketSlot
{
    std::unique_ptr<UdpSocket> socket;
    std::size_t inFlight = 0;
    std::uint64_t number = 0; ///< tells answers to this socket from those to its predecessor
};

/// Sockets of one family and source address.
struct Pool
{
    IpAddress::Family family = IpAddress::Family::V4;
    std::optional<IpAddress> from;
    std::array<SocketSlot, SocketsPerSource> slots;
};

struct Pending
{
    Endpoint to;
    std::uint16_t id = 0;
    Opcode opcode = Opcode::Query;
    Question question;
    std::optional<TsigSession> tsig;
    SocketSlot* slot = nullptr;
    Instant sentAt{};
    Instant deadline{};
    bool sawBadSignature = false;
    std::string badSignature;
    UdpExchange::Callback done;
};

std::string keyFor(std::uint64_t socket, const Endpoint& to, std::uint16_t id)
{
    std::string key(reinterpret_cast<const char*>(to.address.octets()),
                    to.address.family() == IpAddress::Family::V4 ? 4 : 16);
    key.append(reinterpret_cast<const char*>(&socket), sizeof(socket));
    key.append(reinterpret_cast<const char*>(&to.port), sizeof(to.port));
    key.append(reinterpret_cast<const char*>(&id), sizeof(id));
    return key;
}

bool sameQuestion(const Question& a, const Question& b)
{
    return a.name == b.name && a.type == b.type && a.klass == b.klass;
}

std::string signatureFault(TsigVerdict verdict, const Message& message)
{
    if (message.tsig && message.tsig->error != Rcode::NoError) {
        switch (static_cast<int>(message.tsig->error)) {
        case 16:
            return "it answered BADSIG";
        case 17:
            return "it answered BADKEY";
        case 18:
            return "it answered BADTIME";
        default:
            return "it answered " + text(message.tsig->error) + " in its TSIG record";
        }
    }
    return verdict == TsigVerdict::Unsigned ? "its answer was not signed"
                                            : "the signature of its answer is wrong";
}

} // namespace

struct UdpExchange::State
{
    explicit State(UdpExchange* owner)
        : exchange(owner)
    {
        timer.setSingleShot(true);
        timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&timer, &QTimer::timeout, exchange, [this] { expire(); });
    }

    Result<SocketSlot*> slotFor(const Endpoint& to, const std::optional<IpAddress>& from);
    std::string freeKey(const SocketSlot& slot, const Endpoint& to, std::uint16_t* id) const;
    void start(const Request& request, Callback done);
    void fail(Callback done, std::string reason);
    void received(SocketSlot& slot, const Endpoint& from, OctetView wire);
    void unreachable(SocketSlot& slot, const Endpoint& to, OctetView sent, int error);
    void finish(const std::string& key, const Outcome& outcome);
    void expire();
    void arm();

    UdpExchange* exchange;
    QTimer timer;
    std::map<std::string, std::unique_ptr<Pool>> pools; // by family and source address
    std::unordered_map<std::string, Pending> pending;
    std::multimap<Instant, std::string> deadlines;
    std::uint64_t socketsMade = 0;
};

UdpExchange::UdpExchange(QObject* parent)
    : QObject(parent)
    , m_state(std::make_unique<State>(this))
{
}

UdpExchange::~UdpExchange() = default;

std::size_t UdpExchange::inFlight() const
{
    return m_state->pending.size();
}

void UdpExchange::ask(const Request& request, Callback done)
{
    m_state->start(request, std::move(done));
}

/// The callback must not run inside ask(): its caller may still be writing down that it asked.
void UdpExchange::State::fail(Callback done, std::string reason)
{
    Outcome outcome;
    outcome.kind = Outcome::Kind::NotSent;
    outcome.reason = std::move(reason);
    QTimer::singleShot(0, exchange,
                       [done = std::move(done), outcome = std::move(outcome)] { done(outcome); });
}

Result<SocketSlot*> UdpExchange::State::slotFor(const Endpoint& to,
                                                const std::optional<IpAddress>& from)
{
    const auto family = to.address.family();
    if (from && from->family() != family)
        return failure("cannot reach " + to.text() + " from " + from->text() +
                       ": one is IPv4, the other IPv6");
    std::unique_ptr<Pool>& pool = pools[std::string(family == IpAddress::Family::V4 ? "4" : "6")
                                            .append(from ? from->text() : std::string())];
    if (!pool) {
        pool = std::make_unique<Pool>();
        pool->family = family;
        pool->from = from;
    }
    SocketSlot& slot =
        pool->slots[QRandomGenerator::system()->bounded(static_cast<quint32>(SocketsPerSource))];
    const bool stale =
        slot.socket && slot.inFlight == 0 && Clock::now() - slot.socket->openedAt() > SocketAge;
    if (slot.socket && !stale)
        return &slot;
    auto socket = UdpSocket::open(family, from);
    if (!socket)
        return failure(socket.error().text);
    if (slot.socket) {
        // It may be reading right now, further down the stack: it goes when that has returned.
        std::shared_ptr<UdpSocket> old = std::move(slot.socket);
        QTimer::singleShot(0, exchange, [old] {});
    }
    slot.socket = std::move(*socket);
    slot.number = ++socketsMade;
    slot.socket->listen(
        [this, &slot](const Endpoint& peer, OctetView wire) { received(slot, peer, wire); },
        [this, &slot](const Endpoint& peer, OctetView wire, int error) {
            unreachable(slot, peer, wire, error);
        });
    return &slot;
}

/// An id that no question to this place on this socket waits under; empty when none was found.
std::string UdpExchange::State::freeKey(const SocketSlot& slot, const Endpoint& to,
                                        std::uint16_t* id) const
{
    for (int attempt = 0; attempt < 64; ++attempt) {
        *id = static_cast<std::uint16_t>(QRandomGenerator::system()->generate());
        std::string key = keyFor(slot.number, to, *id);
        if (pending.find(key) == pending.end())
            return key;
    }
    return {};
}

void UdpExchange::State::start(const Request& request, Callback done)
{
    if (pending.size() >= MaximumInFlight)
        return fail(std::move(done), "too many questions are in flight");
    const auto message = Message::read(request.message);
    if (!message || message->questions.size() != 1)
        return fail(std::move(done), "a request needs exactly one question");
    const auto slot = slotFor(request.to, request.from);
    if (!slot)
        return fail(std::move(done), slot.error().text);

    Pending entry;
    const std::string key = freeKey(**slot, request.to, &entry.id);
    if (key.empty())
        return fail(std::move(done), "too many questions are in flight to " + request.to.text());
    Octets wire = request.message;
    putUint16At(wire, 0, entry.id);
    if (request.key) {
        entry.tsig.emplace(*request.key);
        entry.tsig->signRequest(wire, Clock::wall());
    }
    entry.to = request.to;
    entry.opcode = message->header.opcode;
    entry.question = message->questions.front();
    entry.slot = *slot;
    entry.sentAt = Clock::now();
    entry.deadline = entry.sentAt + request.timeout;
    if (const int error = (*slot)->socket->send(request.to, wire); error != 0)
        return fail(std::move(done),
                    "cannot send to " + request.to.text() + ": " + std::strerror(error));
    entry.done = std::move(done);
    ++(*slot)->inFlight;
    deadlines.emplace(entry.deadline, key);
    pending.emplace(key, std::move(entry));
    arm();
}

void UdpExchange::State::received(SocketSlot& slot, const Endpoint& from, OctetView wire)
{
    const auto header = Header::read(wire);
    if (!header || !header->response)
        return;
    const std::string key = keyFor(slot.number, from, header->id);
    const auto found = pending.find(key);
    if (found == pending.end() || found->second.opcode != header->opcode)
        return;
    Pending& entry = found->second;
    auto message = Message::read(wire);
    if (!message || message->questions.size() != 1 ||
        !sameQuestion(message->questions.front(), entry.question))
        return;
    if (entry.tsig) {
        const TsigVerdict verdict = entry.tsig->verifyAnswer(wire, *message, Clock::wall());
        const bool good = verdict == TsigVerdict::Good && entry.tsig->lastWasSigned();
        if (!good) {
            // Anyone can send this; only the deadline decides that nothing better came.
            entry.sawBadSignature = true;
            entry.badSignature = signatureFault(verdict, *message);
            return;
        }
    }
    Outcome outcome;
    outcome.kind = Outcome::Kind::Answered;
    outcome.answer = std::move(*message);
    outcome.roundTrip = Clock::now() - entry.sentAt;
    finish(key, outcome);
}

void UdpExchange::State::unreachable(SocketSlot& slot, const Endpoint& to, OctetView sent,
                                     int error)
{
    const auto header = Header::read(sent);
    if (!header)
        return;
    const std::string key = keyFor(slot.number, to, header->id);
    const auto found = pending.find(key);
    if (found == pending.end())
        return;
    Outcome outcome;
    outcome.roundTrip = Clock::now() - found->second.sentAt;
    if (error == ECONNREFUSED) {
        outcome.kind = Outcome::Kind::PortClosed;
        outcome.reason = "port closed: nothing listens on " + to.text();
    } else {
        outcome.kind = Outcome::Kind::NotSent;
        outcome.reason = "cannot reach " + to.text() + ": " + std::strerror(error);
    }
    finish(key, outcome);
}

void UdpExchange::State::finish(const std::string& key, const Outcome& outcome)
{
    auto node = pending.extract(key);
    if (node.empty())
        return;
    --node.mapped().slot->inFlight;
    const auto range = deadlines.equal_range(node.mapped().deadline);
    for (auto it = range.first; it != range.second; ++it) {
        if (it->second != node.key())
            continue;
        deadlines.erase(it);
        break;
    }
    // The entry is gone before its callback runs, which may ask again.
    node.mapped().done(outcome);
}

void UdpExchange::State::expire()
{
    const Instant now = Clock::now();
    while (!deadlines.empty() && deadlines.begin()->first <= now) {
        const std::string key = deadlines.begin()->second;
        const auto found = pending.find(key);
        if (found == pending.end()) {
            deadlines.erase(deadlines.begin());
            continue;
        }
        Outcome outcome;
        outcome.roundTrip = now - found->second.sentAt;
        outcome.kind =
            found->second.sawBadSignature ? Outcome::Kind::BadSignature : Outcome::Kind::TimedOut;
        outcome.reason = found->second.sawBadSignature
                             ? "bad signature: " + found->second.badSignature
                             : "timeout: no answer from " + found->second.to.text();
        finish(key, outcome);
    }
    arm();
}

void UdpExchange::State::arm()
{
    if (deadlines.empty()) {
        timer.stop();
        return;
    }
    const auto wait = std::chrono::ceil<Milliseconds>(deadlines.begin()->first - Clock::now());
    const auto bounded = std::max(wait, Milliseconds{0});
    // A timer that is due no later than this deadline finds it by itself.
    if (!timer.isActive() || timer.remainingTimeAsDuration() > bounded)
        timer.start(bounded);
}

} // namespace headwater
