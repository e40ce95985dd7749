#pragma once

#include <cstdio>
#include <fstream>
#include <vector>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include "dns/presentation.h"
#include "ingest/zonedirectory.h"
#include "store/sqlitestore.h"

namespace headwater {

/// A zone directory at work in a folder of its own, and what it said. For the tests of this folder.
class DirectoryBench
{
public:
    DirectoryBench()
    {
        QDir(m_temporary.path()).mkpath(QStringLiteral("zones"));
        settings.folder = m_temporary.filePath(QStringLiteral("zones"));
        openStore();
    }

    ~DirectoryBench() { directory.reset(); }

    void openStore()
    {
        store.reset();
        auto opened =
            SqliteStore::open(m_temporary.filePath(QStringLiteral("store.sqlite")).toStdString());
        if (!opened)
            qFatal("%s", opened.error().text.c_str());
        store = std::move(*opened);
    }

    /// As the engine does at its start.
    [[nodiscard]] bool start()
    {
        facts.clear();
        changed.clear();
        removed.clear();
        directory = std::make_unique<ZoneDirectory>(*store, settings);
        QObject::connect(directory.get(), &ZoneDirectory::fact,
                         [this](const Fact& fact) { facts.push_back(fact); });
        QObject::connect(directory.get(), &ZoneDirectory::zoneChanged,
                         [this](const Name& zone) { changed.push_back(zone); });
        QObject::connect(directory.get(), &ZoneDirectory::zoneRemoved,
                         [this](const Name& zone) { removed.push_back(zone); });
        return directory->start().has_value();
    }

    [[nodiscard]] std::string path(const std::string& name) const
    {
        return settings.folder.toStdString() + '/' + name;
    }

    /// Truncates, writes and closes, as `cat >` and nano do.
    void save(const std::string& name, const std::string& text) const
    {
        std::ofstream(path(name)) << text;
    }

    /// Writes beside it and renames into place.
    void replace(const std::string& name, const std::string& text) const
    {
        save(".new", text);
        std::rename(path(".new").c_str(), path(name).c_str());
    }

    /// Lets the event loop run until everything that waits is done.
    static void settle() { QTest::qWait(350); }

    /// Desired records at an owner as text, for example "192.0.2.1 192.0.2.2".
    [[nodiscard]] QString wanted(const char* owner, RecordType type = RecordType::A) const
    {
        const Name name = Name::parse(owner).value();
        QStringList found;
        const auto zones = store->zones();
        for (const ZoneSettings& zone : *zones) {
            const auto sets = store->desiredAt(zone.zone, name);
            for (const RRset& set : sets ? *sets : std::vector<RRset>()) {
                if (set.type != type)
                    continue;
                for (const Rdata& rdata : set.rdata)
                    found += QString::fromStdString(rdataText(type, rdata));
            }
        }
        return found.join(QLatin1Char(' '));
    }

    [[nodiscard]] bool comesToWant(const char* owner, const char* address) const
    {
        return QTest::qWaitFor([&] { return wanted(owner) == QLatin1String(address); }, 3000);
    }

    template <typename Body> [[nodiscard]] std::vector<Body> all() const
    {
        std::vector<Body> found;
        for (const Fact& fact : facts) {
            if (const auto* body = std::get_if<Body>(&fact.body))
                found.push_back(*body);
        }
        return found;
    }

    template <typename Body> [[nodiscard]] bool comes() const
    {
        return QTest::qWaitFor([&] { return !all<Body>().empty(); }, 3000);
    }

    ZoneDirectory::Settings settings;
    std::unique_ptr<SqliteStore> store;
    std::unique_ptr<ZoneDirectory> directory;
    std::vector<Fact> facts;
    std::vector<Name> changed;
    std::vector<Name> removed;

private:
    QTemporaryDir m_temporary;
};

/// A small zone whose host www has this address.
inline std::string zoneText(const std::string& address, const std::string& more = {})
{
    return "$TTL 300\n"
           "@ IN SOA ns1 hostmaster 5 3600 600 604800 300\n"
           "@ IN NS ns1\n"
           "ns1 IN A 192.0.2.53\n"
           "www IN A " +
           address + "\n" + more;
}

} // namespace headwater
