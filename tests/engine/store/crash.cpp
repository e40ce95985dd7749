#include <csignal>
#include <random>

#include <QTemporaryDir>
#include <QTest>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/store/storezones.h"

using namespace headwater;
using namespace headwater::test;

namespace {

const HistoryLimits Limits{20, 1000000};

/// What the counter record of a version says: its own serial.
RRset counter(const Name& zone, std::uint32_t serial)
{
    RRset set{*Name::parse("counter", zone), RecordType::A, 60, {{}}};
    appendUint32(set.rdata.front(), serial);
    return set;
}

/// The child: commits version after version and says each serial only when it is durable. Changes
/// of desired records are said as well, one ahead of their version.
[[noreturn]] void commitForEver(const std::string& path, const Name& zone, int out)
{
    const auto opened = SqliteStore::open(path, Limits);
    if (!opened)
        _exit(2);
    SqliteStore& store = **opened;
    const auto loaded = store.load(zone);
    if (!loaded)
        _exit(3);
    auto current = loaded->published ? loaded->published->version() : nullptr;
    for (std::uint32_t serial = current ? current->serial().value() + 1 : 1;; ++serial) {
        const auto busy = addresses(*Name::parse("n" + std::to_string(serial % 300), zone),
                                    {static_cast<std::uint16_t>(serial)});
        if (!store.apply(change(zone, {counter(zone, serial), busy})))
            _exit(4);
        const std::uint32_t wanted[2] = {1, serial};
        if (write(out, wanted, sizeof wanted) != sizeof wanted)
            _exit(0);
        current = commitDirty(store, zone, current, Serial(serial));
        const std::uint32_t committed[2] = {2, serial};
        if (!current || write(out, committed, sizeof committed) != sizeof committed)
            _exit(5);
    }
}

struct Acknowledged
{
    std::uint32_t wanted = 0;
    std::uint32_t committed = 0;
};

/// False at the end of what was said.
bool readOne(int in, Acknowledged* last)
{
    std::uint32_t said[2];
    if (read(in, said, sizeof said) != sizeof said)
        return false;
    (said[0] == 1 ? last->wanted : last->committed) = said[1];
    return true;
}

} // namespace

class CrashTest : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    const Name m_zone = name("apps.example.");

    /// Starts the child, kills it some moment after it has said `words` things, and tells what it
    /// acknowledged. Counted in words, so that a busy machine makes as many versions as an idle
    /// one.
    void killOnce(const std::string& path, int words, Microseconds after, Acknowledged* last)
    {
        int ends[2];
        QCOMPARE(pipe(ends), 0);
        const pid_t child = fork();
        if (child == 0) {
            close(ends[0]);
            commitForEver(path, m_zone, ends[1]);
        }
        close(ends[1]);
        bool speaks = true;
        for (int word = 0; word < words && speaks; ++word) {
            pollfd next{ends[0], POLLIN, 0};
            speaks = poll(&next, 1, 60000) == 1 && readOne(ends[0], last);
        }
        usleep(static_cast<useconds_t>(after.count()));
        kill(child, SIGKILL);
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QVERIFY2(speaks && WIFSIGNALED(status), std::to_string(WEXITSTATUS(status)).c_str());
        while (readOne(ends[0], last)) {
        }
        close(ends[0]);
    }

    void checkWhole(const std::string& path, const Acknowledged& last)
    {
        const auto opened = SqliteStore::open(path, Limits);
        QVERIFY2(opened.has_value(), opened ? "" : opened.error().text.c_str());
        SqliteStore& store = **opened;
        // load() replays the chain and checks every digest.
        const auto loaded = store.load(m_zone);
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().text.c_str());
        const std::uint32_t serial = loaded->published ? loaded->published->serial().value() : 0;
        QVERIFY(serial >= last.committed && serial <= last.wanted + 1);
        QVERIFY(*store.serialFloor(m_zone) ==
                (serial == 0 ? std::nullopt : std::make_optional(Serial(serial))));
        const auto wanted = store.desiredAt(m_zone, *Name::parse("counter", m_zone));
        QVERIFY(wanted && uint32At(wanted->front().rdata.front(), 0) >= last.wanted);
        if (!loaded->published)
            return;
        // What is wanted is published, or it is dirty.
        const bool behind = uint32At(wanted->front().rdata.front(), 0) != serial;
        QCOMPARE(!store.dirtyZones()->empty(), behind);
        QCOMPARE(loaded->published->history().size(),
                 std::min<std::size_t>(serial - 1, Limits.versions));
        for (std::uint32_t kept = serial; kept > serial - std::min(serial, 20U); --kept) {
            const auto content = store.contentAt(m_zone, Serial(kept));
            QVERIFY(content.has_value());
            const auto set = (*content)->find(*Name::parse("counter", m_zone), RecordType::A);
            QVERIFY(set && *set == counter(m_zone, kept));
        }
    }

private Q_SLOTS:
    void nothingAcknowledgedIsLostWhenTheProcessIsKilled()
    {
        const std::string path = m_folder.filePath(QStringLiteral("a.sqlite")).toStdString();
        {
            const auto store = *SqliteStore::open(path, Limits);
            QVERIFY(store->saveZone(settings(m_zone)).has_value());
            QVERIFY(store->apply(change(m_zone, {nameserver(m_zone)})).has_value());
        }
        std::mt19937 random(12);
        Acknowledged last;
        for (int round = 0; round < 12 && !QTest::currentTestFailed(); ++round) {
            const int words = 1 + static_cast<int>(random() % 24);
            const Microseconds after(random() % 8000);
            killOnce(path, words, after, &last);
            if (!QTest::currentTestFailed())
                checkWhole(path, last);
        }
        QVERIFY(last.committed > 30);
        qInfo("%u versions acknowledged over 12 kills", last.committed);
    }
};

QTEST_APPLESS_MAIN(CrashTest)
#include "crash.moc"
