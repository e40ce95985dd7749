#include "transfer/transferstream.h"

#include <algorithm>
#include <array>

#include "base/invariant.h"
#include "dns/messagewriter.h"
#include "dns/padding.h"
#include "transfer/plannedrecords.h"

namespace headwater {

namespace {

constexpr std::size_t LengthPrefix = 2;
constexpr std::size_t OptionHeadSize = 4; // code and length of an EDNS option

/// Octets of whole records and how many they are.
struct Records
{
    OctetView octets;
    std::size_t count = 0;
};

} // namespace

/// What goes out, in order. Full: SOA, pages, SOA. Incremental: SOA, sequences, SOA. Up to date:
/// one SOA.
struct TransferStream::State
{
    std::shared_ptr<const PublishedZone> zone;
    TransferPlan plan;
    Request request;
    Totals totals;
    std::optional<PlannedRecords> anew; ///< for a profile that pages do not suit
    std::size_t nextPage = 0;           ///< Full
    std::size_t nextDifference = 0;     ///< Incremental
    std::size_t sequenceAt = 0;         ///< Incremental: octet in that difference's sequence
    bool opened = false;                ///< the first SOA is out
    bool closed = false;                ///< the last one is

    [[nodiscard]] const ZoneVersion& version() const { return *zone->version(); }
    [[nodiscard]] std::size_t room() const
    {
        return MaximumMessage - version().bodyOffset() - reserved();
    }
    [[nodiscard]] bool isFirst() const { return totals.messages == 0; }
    [[nodiscard]] std::size_t reserved() const;
    [[nodiscard]] std::size_t signatureSize() const
    {
        return request.tsig ? tsigRecordSize(request.tsig->key()) : 0;
    }
    [[nodiscard]] Edns opt() const;
    [[nodiscard]] Header header() const;
    [[nodiscard]] std::size_t fillFromPages(TransferMessage* message);
    [[nodiscard]] std::size_t fillAnew(TransferMessage* message, std::chrono::sys_seconds now);
    [[nodiscard]] std::size_t pack(TransferMessage* message, std::size_t limit, std::size_t most);
    [[nodiscard]] bool isFirstPageAlone() const;
    [[nodiscard]] std::size_t fillFull(TransferMessage* message);
    [[nodiscard]] std::size_t fillIncremental(TransferMessage* message);
    [[nodiscard]] std::size_t fillUpToDate(TransferMessage* message);
    void begin(TransferMessage* message) const;
    void finish(TransferMessage* message, std::size_t records, std::chrono::sys_seconds now);
    [[nodiscard]] std::size_t expectedRecords() const;
    [[nodiscard]] std::size_t openWithSoa(TransferMessage* message);
    [[nodiscard]] std::size_t closeWithSoa(Octets* to);
    [[nodiscard]] Records takeRecords(std::size_t limit);
};

TransferStream::TransferStream(std::shared_ptr<const PublishedZone> zone, TransferPlan plan,
                               Request request)
    : m_state(std::make_unique<State>())
{
    m_state->zone = std::move(zone);
    m_state->plan = std::move(plan);
    m_state->request = std::move(request);
    const auto& history = m_state->plan.history;
    const bool endsHere = m_state->plan.kind != TransferKind::Incremental ||
                          (!history.empty() && history.back()->to() == m_state->zone->serial());
    if (!invariant(13, endsHere, "an incremental transfer does not end in the pinned version"))
        m_state->plan = TransferPlan{};
    if (!m_state->request.profile.takesPages())
        m_state->anew.emplace(*m_state->zone, m_state->plan);
}

TransferStream::~TransferStream() = default;
TransferStream::TransferStream(TransferStream&&) noexcept = default;
TransferStream& TransferStream::operator=(TransferStream&&) noexcept = default;

bool TransferStream::next(TransferMessage* message, std::chrono::sys_seconds now)
{
    State& state = *m_state;
    if (state.closed)
        return false;
    *message = TransferMessage{};
    const std::size_t records =
        state.anew ? state.fillAnew(message, now) : state.fillFromPages(message);
    if (!state.anew)
        state.finish(message, records, now);
    state.totals.octets += LengthPrefix + message->size();
    state.totals.records += records;
    ++state.totals.messages;
    const bool whole = !state.closed || state.totals.records == state.expectedRecords();
    if (invariant(11, message->size() <= MaximumMessage, "a transfer message is too large") &&
        invariant(10, records > 0 && whole, "a transfer does not send every record once"))
        return true;
    state.closed = true; // better cut short, which the secondary notices, than wrong
    return false;
}

const PublishedZone& TransferStream::zone() const
{
    return *m_state->zone;
}

const TransferPlan& TransferStream::plan() const
{
    return m_state->plan;
}

const TransferStream::Totals& TransferStream::totals() const
{
    return m_state->totals;
}

/// Of every message, before anything is laid out (invariant 11).
std::size_t TransferStream::State::reserved() const
{
    std::size_t size = signatureSize();
    if (!request.edns)
        return size;
    size += OptRecordSize;
    if (isFirst()) {
        for (const EdnsOption& option : request.options)
            size += OptionHeadSize + option.data.size();
    }
    return size;
}

Edns TransferStream::State::opt() const
{
    Edns edns;
    if (isFirst())
        edns.options = request.options;
    return edns;
}

Header TransferStream::State::header() const
{
    Header header;
    header.id = request.id;
    header.response = true;
    header.authoritative = true;
    header.recursionDesired = request.recursionDesired;
    return header;
}

std::size_t TransferStream::State::fillFromPages(TransferMessage* message)
{
    begin(message);
    switch (plan.kind) {
    case TransferKind::Full:
        return fillFull(message);
    case TransferKind::Incremental:
        return fillIncremental(message);
    case TransferKind::UpToDate:
        return fillUpToDate(message);
    }
    return 0;
}

std::size_t TransferStream::State::fillAnew(TransferMessage* message, std::chrono::sys_seconds now)
{
    const bool one = request.profile.packing == TransferProfile::Packing::OneRecord;
    std::size_t records = pack(message, request.profile.messageSize, one ? 1 : MaximumMessage);
    if (records == 0) // it needs more than the size that is wished for
        records = pack(message, MaximumMessage, 1);
    closed = !anew->front();
    if (request.tsig)
        request.tsig->signAnswer(message->head, now);
    return records;
}

/// One message of `most` records and `limit` octets at most, not signed yet.
std::size_t TransferStream::State::pack(TransferMessage* message, std::size_t limit,
                                        std::size_t most)
{
    MessageWriter writer(header(), limit, signatureSize());
    if (isFirst() || request.profile.questions == TransferProfile::Questions::EveryMessage)
        writer.ask(request.question);
    if (request.edns)
        writer.setEdns(opt());
    if (request.padded)
        writer.pad();
    std::size_t records = 0;
    for (; records < most && anew->front(); ++records) {
        const Record& record = *anew->front();
        const MessageRecord written{record.owner, record.type, RecordClass::IN, record.ttl,
                                    record.rdata};
        if (!writer.add(Section::Answer, written))
            break;
        anew->pop();
    }
    message->head = writer.finish();
    return records;
}

std::size_t TransferStream::State::openWithSoa(TransferMessage* message)
{
    append(message->head, version().soaWire());
    opened = true;
    return 1;
}

std::size_t TransferStream::State::closeWithSoa(Octets* to)
{
    append(*to, version().soaWire());
    closed = true;
    return 1;
}

/// A single record so large that the SOA has no room in front of it. Such a page has no pointers
/// but into the question, so it may stand further in front.
bool TransferStream::State::isFirstPageAlone() const
{
    const auto& pages = version().pages();
    return !pages.empty() && version().soaWire().size() + pages.front()->body().size() > room();
}

std::size_t TransferStream::State::fillFull(TransferMessage* message)
{
    const auto& pages = version().pages();
    std::size_t used = message->head.size();
    std::size_t records = 0;
    if (!opened) {
        records += openWithSoa(message);
        if (isFirstPageAlone())
            return records;
    }
    used = message->head.size() - used;
    if (nextPage < pages.size()) {
        const Page& page = *pages[nextPage++];
        message->shared = page.body();
        records += page.recordCount();
        used += page.body().size();
    }
    if (nextPage == pages.size() && used + version().soaWire().size() <= room())
        records += closeWithSoa(&message->tail);
    return records;
}

/// As many whole records of the present sequence as fit into `limit` octets.
Records TransferStream::State::takeRecords(std::size_t limit)
{
    const OctetView sequence = plan.history[nextDifference]->sequence();
    const std::size_t begin = sequenceAt;
    std::size_t count = 0;
    while (sequenceAt < sequence.size()) {
        const std::size_t size = recordLengthAt(sequence, sequenceAt);
        if (size == 0 || sequenceAt + size - begin > limit)
            break;
        sequenceAt += size;
        ++count;
    }
    const OctetView octets = sequence.subspan(begin, sequenceAt - begin);
    if (sequenceAt == sequence.size()) {
        ++nextDifference;
        sequenceAt = 0;
    }
    return {octets, count};
}

std::size_t TransferStream::State::fillIncremental(TransferMessage* message)
{
    const std::size_t start = message->head.size();
    // Messages as large as pages are; a larger record gets one of its own.
    const std::size_t target = PointerReach - version().bodyOffset();
    std::size_t records = opened ? 0 : openWithSoa(message);
    while (nextDifference < plan.history.size()) {
        const std::size_t used = message->head.size() - start;
        Records some = takeRecords(target > used ? target - used : 0);
        if (some.count == 0 && used == 0)
            some = takeRecords(room());
        if (some.count == 0)
            return records;
        append(message->head, some.octets);
        records += some.count;
    }
    if (message->head.size() - start + version().soaWire().size() <= room())
        records += closeWithSoa(&message->head);
    return records;
}

std::size_t TransferStream::State::fillUpToDate(TransferMessage* message)
{
    opened = true;
    return closeWithSoa(&message->head);
}

void TransferStream::State::begin(TransferMessage* message) const
{
    message->head.reserve(version().bodyOffset() + version().soaWire().size());
    Header header = this->header();
    header.questions = 1;
    header.write(message->head);
    request.question.write(message->head);
}

void TransferStream::State::finish(TransferMessage* message, std::size_t records,
                                   std::chrono::sys_seconds now)
{
    putUint16At(message->head, 6, static_cast<std::uint16_t>(records));
    const int additionals = (request.edns ? 1 : 0) + (request.tsig ? 1 : 0);
    putUint16At(message->head, 10, static_cast<std::uint16_t>(additionals));
    if (request.edns) {
        Edns edns = opt();
        const std::size_t unused = request.tsig ? TsigOtherData : 0;
        const std::size_t size = message->size() + reserved() - unused;
        if (auto padding = request.padded ? Padding::option(size, MaximumMessage) : std::nullopt)
            edns.options.push_back(*std::move(padding));
        edns.write(message->tail);
    }
    if (request.tsig) {
        const std::array<OctetView, 3> pieces{OctetView(message->head), message->shared,
                                              OctetView(message->tail)};
        append(message->tail, request.tsig->answerRecord(request.id, pieces, now));
    }
}

std::size_t TransferStream::State::expectedRecords() const
{
    if (plan.kind == TransferKind::UpToDate)
        return 1;
    if (plan.kind == TransferKind::Full)
        return version().recordCount() + 1;
    std::size_t count = 2;
    for (const auto& difference : plan.history)
        count += 2 + difference->removedCount() + difference->addedCount();
    return count;
}

} // namespace headwater
