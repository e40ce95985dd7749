#pragma once

#include <map>

#include <QTest>

#include "postgres/application.h"
#include "postgres/database.h"
#include "support/dnsclient.h"
#include "support/headwaterprocess.h"
#include "support/secondaryserver.h"

namespace headwater {

/// Engines on one database, and what they answer. Each is headwaterd, with a state of its own.
class EngineBench
{
public:
    EngineBench();

    [[nodiscard]] DatabaseServer& database() { return m_database; }
    [[nodiscard]] const DatabaseServer& database() const { return m_database; }
    [[nodiscard]] Application session() const { return Application(m_database.url()); }
    /// Zone apps.example with an SOA, NS and ns1, and `records` more names app-<n> with an address.
    void makeZone(int records = 0);
    /// "one", "two" ... started on this database, or on `url`.
    HeadwaterProcess& start(const QString& name, const std::string& url = {});
    /// The same with nsd as its secondary, which runs as long as it is kept.
    [[nodiscard]] std::unique_ptr<SecondaryServer> startWithSecondary(const QString& name);
    [[nodiscard]] HeadwaterProcess& engine(const QString& name) { return *m_engines.at(name); }
    void stop(const QString& name) { m_engines.at(name)->stop(); }

    /// Within ten seconds.
    [[nodiscard]] bool answers(const QString& name, const char* owner, const char* address,
                               Milliseconds within = Milliseconds{10'000}) const;
    [[nodiscard]] std::optional<Serial> serial(const QString& name,
                                               const char* zone = "apps.example.") const;
    [[nodiscard]] bool reaches(const QString& name, Serial serial) const;
    /// Records of a full transfer as sorted lines.
    [[nodiscard]] std::vector<std::string> lines(const QString& name) const;
    /// {"role", "place", "asOf", ...} as headwaterctl says it.
    [[nodiscard]] QJsonObject source(const QString& name) const;
    [[nodiscard]] bool becomes(const QString& name, const char* role) const;
    /// The name of the one that leads; empty: none.
    [[nodiscard]] QString leader() const;
    [[nodiscard]] DnsClient client(const QString& name) const;

private:
    [[nodiscard]] HeadwaterProcess& make(const QString& name, const std::string& url);

    DatabaseServer m_database;
    TemporaryFolder m_folder;
    std::map<QString, std::unique_ptr<HeadwaterProcess>> m_engines;
};

} // namespace headwater
