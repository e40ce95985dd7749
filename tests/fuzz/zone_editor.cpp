// Any edits of any zone: the edited version equals one built anew, the difference between them
// leads from the one to the other, and a transfer sends exactly what is there.
#include <cstdlib>

#include "transfer/transferstream.h"
#include "zone/zoneeditor.h"

using namespace headwater;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

/// Numbers out of the input; 0 when it is used up.
class Choices
{
public:
    Choices(const std::uint8_t* octets, std::size_t size)
        : m_octets(octets, size)
    {
    }

    [[nodiscard]] bool areLeft() const { return m_at < m_octets.size(); }
    unsigned below(unsigned limit) { return areLeft() ? m_octets[m_at++] % limit : 0; }

private:
    OctetView m_octets;
    std::size_t m_at = 0;
};

const Name& zone()
{
    static const Name apps = *Name::parse("apps.example.");
    return apps;
}

Name someName(Choices& choices)
{
    static const std::vector<std::string> labels{
        "a", "B", "b", "*", "host", "\\001", "\\200", "a-label-of-some-length"};
    std::string text = "apps.example.";
    for (unsigned depth = choices.below(4); depth > 0; --depth)
        text = labels[choices.below(static_cast<unsigned>(labels.size()))] + "." + text;
    return *Name::parse(text);
}

RRset someSet(Choices& choices)
{
    RRset set{someName(choices), RecordType::TXT, 60 * choices.below(3), {}};
    const unsigned kind = choices.below(3);
    for (unsigned count = choices.below(6); count > 0; --count) {
        Rdata rdata;
        if (kind == 0) {
            const unsigned strings = choices.below(80); // pages fill up and split
            for (unsigned i = 0; i <= strings; ++i) {
                rdata.push_back(200);
                rdata.insert(rdata.end(), 200, static_cast<std::uint8_t>(count));
            }
        } else {
            set.type = kind == 1 ? RecordType::NS : RecordType::MX;
            if (kind == 2)
                appendUint16(rdata, static_cast<std::uint16_t>(choices.below(9)));
            append(rdata, someName(choices).wire());
        }
        set.rdata.push_back(std::move(rdata));
    }
    return set;
}

Soa soaAt(std::uint32_t serial)
{
    Soa soa;
    soa.primary = zone();
    soa.mailbox = zone();
    soa.serial = Serial(serial);
    return soa;
}

bool areSame(const std::vector<Record>& a, const std::vector<Record>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Record& x, const Record& y) {
        return x.owner.identical(y.owner) && x.type == y.type && x.ttl == y.ttl &&
               x.rdata == y.rdata;
    });
}

void checkVersion(const ZoneVersion& version)
{
    const auto built =
        ZoneVersion::build(zone(), version.soa(), version.soaTtl(), version.records());
    require(areSame(built->records(), version.records()));
    require(built->digest() == version.digest());
    require(built->recordCount() == version.recordCount());
    const auto isAlike = [](const auto& a, const auto& b) {
        return std::equal(a->body().begin(), a->body().end(), b->body().begin(), b->body().end());
    };
    require(std::equal(built->pages().begin(), built->pages().end(), version.pages().begin(),
                       version.pages().end(), isAlike));
}

void checkTransfer(const std::shared_ptr<const PublishedZone>& published, TransferPlan plan)
{
    TransferStream::Request request;
    request.question = Question{zone(), RecordType::IXFR, RecordClass::IN};
    TransferStream stream(published, std::move(plan), std::move(request));
    TransferMessage message;
    while (stream.next(&message, std::chrono::sys_seconds{})) {
        Octets wire = message.head;
        append(wire, message.shared);
        append(wire, message.tail);
        require(Message::read(wire, {100000}).has_value());
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size)
{
    Choices choices(octets, std::min<std::size_t>(size, 2000));
    auto version = ZoneVersion::build(zone(), soaAt(0xFFFFFFF0U), 60, {});
    auto published = PublishedZone::create(version, {}, {}, Instant{});
    std::map<std::uint32_t, std::shared_ptr<const ZoneVersion>> versions{
        {version->serial().value(), version}};
    while (choices.areLeft()) {
        ZoneEditor editor(version);
        for (unsigned changes = 1 + choices.below(20); changes > 0; --changes) {
            if (choices.below(8) == 0)
                editor.setOwner(someName(choices), {});
            else
                editor.set(someSet(choices));
        }
        if (choices.below(5) == 0) {
            Soa soa = version->soa();
            soa.mailbox = someName(choices);
            editor.setSoa(soa, 60);
        }
        const auto outcome = editor.finish(version->serial().next());
        require(outcome.version != nullptr);
        require(editor.changesAnything() == (outcome.version->digest() != version->digest()));
        checkVersion(*outcome.version);
        const auto applied = outcome.difference->applyTo(*version);
        require(applied && areSame((*applied)->records(), outcome.version->records()));
        published = published->advanced(outcome.version, outcome.difference, {}, Instant{});
        version = outcome.version;
        versions[version->serial().value()] = version;
    }
    checkTransfer(published, {});
    for (const auto& [serial, earlier] : versions) {
        if (const auto one = published->condensedSince(Serial(serial))) {
            const auto applied = one->applyTo(*earlier);
            require(applied && (*applied)->digest() == version->digest());
        }
        checkTransfer(published, planTransfer(*published, RecordType::IXFR, Serial(serial)));
    }
    if (!published->history().empty())
        checkTransfer(published, {TransferKind::Incremental, published->history(), false});
    return 0;
}
