#include <QtTest>

#include <numeric>
#include <set>

#include "engine/zone/samplezone.h"

using namespace headwater;
using sample::name;

namespace {

/// A zone as a plain list: owners by number, each with some octets of text.
using Model = std::map<std::uint32_t, std::size_t>;

RRset setOf(std::uint32_t number, std::size_t size)
{
    RRset set{name(sample::label(number * 7919U % 1000003U) + ".apps.example."),
              RecordType::TXT,
              300,
              {}};
    if (size > 0)
        set.rdata.push_back(sample::longText(size - 1, static_cast<std::uint8_t>(size % 251)));
    return set;
}

std::shared_ptr<const ZoneVersion> built(const Model& model, std::uint32_t serial)
{
    std::vector<Record> records;
    for (const auto& [number, size] : model) {
        RRset set = setOf(number, size);
        records.push_back({set.owner, set.type, set.ttl, set.rdata.front()});
    }
    return ZoneVersion::build(sample::zone(), sample::soa(serial), 3600, std::move(records));
}

bool arePagesAlike(const ZoneVersion& a, const ZoneVersion& b)
{
    return std::equal(a.pages().begin(), a.pages().end(), b.pages().begin(), b.pages().end(),
                      [](const auto& x, const auto& y) {
                          return x->base() == y->base() &&
                                 std::equal(x->body().begin(), x->body().end(), y->body().begin(),
                                            y->body().end());
                      });
}

/// Pages of `next` that are not in `present`.
std::size_t newPages(const ZoneVersion& present, const ZoneVersion& next)
{
    std::set<const Page*> known;
    for (const auto& page : present.pages())
        known.insert(page.get());
    std::size_t count = 0;
    for (const auto& page : next.pages())
        count += 1 - known.count(page.get());
    return count;
}

} // namespace

/// Where pages end is decided by the contents: no two paths of edits lead to different pages.
class EqualPagesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void randomEditsLeadToThePagesOfAZoneBuiltAnew_data();
    void randomEditsLeadToThePagesOfAZoneBuiltAnew();
    void theOrderOfEditsLeavesNoTrace();
    void rfc1995_12_aReplayedHistoryLeadsToTheSamePages();
    void theTableStaysEvenUnderManyEditsInOnePlace();
    void addressesThatAreOverwrittenLeadToThePagesOfAZoneBuiltAnew();
};

void EqualPagesTest::randomEditsLeadToThePagesOfAZoneBuiltAnew_data()
{
    QTest::addColumn<unsigned>("owners");
    QTest::addColumn<unsigned>("size");   // of an owner, at most
    QTest::addColumn<double>("rendered"); // pages an edit, on average, at most
    QTest::newRow("small owners") << 20000U << 60U << 1.3;
    QTest::newRow("owners up to 1 KB") << 3000U << 1000U << 3.0;
    QTest::newRow("owners up to half a page") << 800U << 8000U << 6.0;
    QTest::newRow("owners beyond a page") << 200U << 30000U << 4.0;
}

void EqualPagesTest::randomEditsLeadToThePagesOfAZoneBuiltAnew()
{
    QFETCH(unsigned, owners);
    QFETCH(unsigned, size);
    QFETCH(double, rendered);
    sample::RandomZone random(owners);
    Model model;
    for (std::uint32_t i = 0; i < owners; ++i)
        model[2 * i] = 1 + random.below(size);
    auto version = built(model, 1);
    std::size_t pages = 0;
    constexpr int Rounds = 150;
    for (int round = 0; round < Rounds; ++round) {
        ZoneEditor editor(version);
        const std::uint32_t number = random.below(2 * owners);
        if (random.below(3) == 0 && model.count(number) != 0) {
            model.erase(number);
            editor.set(setOf(number, 0));
        } else {
            model[number] = 1 + random.below(size);
            editor.set(setOf(number, model[number]));
        }
        const auto next = editor.finish(version->serial().next()).version;
        pages += newPages(*version, *next);
        version = next;
        if (round % 10 == 9) {
            const auto anew = built(model, version->serial().value());
            QVERIFY(arePagesAlike(*version, *anew));
            QVERIFY(version->digest() == anew->digest());
            QCOMPARE(version->transferSize(), anew->transferSize());
        }
    }
    const double mean = static_cast<double>(pages) / Rounds;
    QVERIFY2(mean <= rendered, qPrintable(QString::number(mean)));
}

void EqualPagesTest::theOrderOfEditsLeavesNoTrace()
{
    std::vector<std::uint32_t> order(3000);
    std::iota(order.begin(), order.end(), 0U);
    std::mt19937 random(5);
    std::shared_ptr<const ZoneVersion> first;
    for (const std::size_t step : {std::size_t(1), std::size_t(7), std::size_t(300)}) {
        std::shuffle(order.begin(), order.end(), random);
        auto version = ZoneVersion::build(sample::zone(), sample::soa(1), 3600, {});
        // As many edits each way, so that the serial ends alike: it is no part of a page.
        for (std::size_t at = 0; at < order.size(); at += step) {
            ZoneEditor editor(version);
            for (std::size_t i = at; i < std::min(at + step, order.size()); ++i)
                editor.set(setOf(order[i], 20 + order[i] % 100));
            version = editor.finish(version->serial().next()).version;
        }
        if (first == nullptr)
            first = version;
        QVERIFY(first->pages().size() > 15);
        QVERIFY(arePagesAlike(*first, *version));
        QVERIFY(first->digest() == version->digest());
    }
}

void EqualPagesTest::rfc1995_12_aReplayedHistoryLeadsToTheSamePages()
{
    sample::RandomZone random(77);
    ZoneEditor start(ZoneVersion::build(sample::zone(), sample::soa(1), 60, {}));
    for (int i = 0; i < 1500; ++i)
        random.change(&start);
    auto version = start.finish(Serial(2)).version;
    auto replayed = ZoneVersion::build(sample::zone(), version->soa(), 60, version->records());
    for (int round = 0; round < 40; ++round) {
        ZoneEditor editor(version);
        for (unsigned i = 1 + random.below(20); i > 0; --i)
            random.change(&editor);
        const auto outcome = editor.finish(version->serial().next());
        const auto stored = Difference::fromStored(sample::zone(), outcome.difference->stored());
        QVERIFY(stored);
        const auto applied = (*stored)->applyTo(*replayed);
        QVERIFY(applied);
        version = outcome.version;
        replayed = *applied;
        QVERIFY(arePagesAlike(*version, *replayed));
    }
}

void EqualPagesTest::theTableStaysEvenUnderManyEditsInOnePlace()
{
    // Pages come and go in one run of the table, then everywhere; it is read by index and in order.
    Model model;
    for (std::uint32_t i = 0; i < 1500; ++i)
        model[i] = 2000;
    auto version = built(model, 1);
    for (std::uint32_t round = 0; round < 200; ++round) {
        ZoneEditor editor(version);
        const std::uint32_t number = round < 100 ? round : 7 * round;
        editor.set(setOf(number, round % 2 == 0 ? 0 : 30000));
        editor.set(setOf(number + 1, round % 3 == 0 ? 0 : 15000));
        version = editor.finish(version->serial().next()).version;
        std::size_t index = 0;
        for (const auto& page : version->pages()) {
            QCOMPARE(version->pages()[index].get(), page.get());
            QCOMPARE(version->pages().pageFor(page->lastOwner()) <= index, true);
            ++index;
        }
        QCOMPARE(index, version->pages().size());
    }
    const auto anew = ZoneVersion::build(sample::zone(), version->soa(), 3600, version->records());
    QVERIFY(arePagesAlike(*version, *anew));
}

/// Changes of one length beside owners that come and go, often at the ends of pages.
void EqualPagesTest::addressesThatAreOverwrittenLeadToThePagesOfAZoneBuiltAnew()
{
    sample::RandomZone random(2000);
    std::map<std::uint32_t, std::uint8_t> model;
    for (std::uint32_t i = 0; i < 3000; ++i)
        model[2 * i] = 1;
    const auto ownerOf = [](std::uint32_t number) {
        return name(sample::label(number) + ".apps.example.");
    };
    const auto anew = [&](std::uint32_t serial) {
        std::vector<Record> records;
        for (const auto& [number, octet] : model) {
            records.push_back({ownerOf(number), RecordType::A, octet, {192, 0, 2, octet}});
            records.push_back({ownerOf(number),
                               RecordType::MX,
                               300,
                               {0, static_cast<std::uint8_t>(octet / 100), 0}});
        }
        return ZoneVersion::build(sample::zone(), sample::soa(serial), 3600, std::move(records));
    };
    auto version = anew(1);
    std::map<Name, std::uint32_t> numbers;
    for (std::uint32_t i = 0; i < 6000; ++i)
        numbers[ownerOf(i)] = i;
    for (int round = 0; round < 60; ++round) {
        ZoneEditor editor(version);
        for (unsigned i = 1 + random.below(12); i > 0; --i) {
            const auto& pages = version->pages();
            const Page& page = *pages[random.below(static_cast<unsigned>(pages.size()))];
            const unsigned place = random.below(4);
            const std::uint32_t number = place == 0   ? numbers.at(page.firstOwner())
                                         : place == 1 ? numbers.at(page.lastOwner())
                                                      : random.below(6000);
            const auto octet = static_cast<std::uint8_t>(random.below(200));
            const bool stays = octet % 8 != 0;
            model.erase(number);
            if (stays)
                model[number] = octet;
            RRset address{ownerOf(number), RecordType::A, octet, {}};
            RRset mail{ownerOf(number), RecordType::MX, 300, {}};
            if (stays)
                address.rdata.push_back({192, 0, 2, octet});
            if (stays) // the same as before, half of the time
                mail.rdata.push_back({0, static_cast<std::uint8_t>(octet / 100), 0});
            editor.set(address);
            editor.set(mail);
        }
        if (!editor.changesAnything())
            continue;
        version = editor.finish(version->serial().next()).version;
        const auto built = anew(version->serial().value());
        QVERIFY(arePagesAlike(*version, *built));
        QVERIFY(version->digest() == built->digest());
    }
}

QTEST_APPLESS_MAIN(EqualPagesTest)
#include "equalpages.moc"
