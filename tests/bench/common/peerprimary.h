#pragma once

#include <memory>
#include <optional>

#include "base/address.h"
#include "bench/common/benchzone.h"
#include "dns/tsig.h"
#include "support/serverprocess.h"

namespace headwater {

enum class PeerKind
{
    Knot,
    Nsd,
    Bind
};

/// A real name server as a primary over zone files, with the settings that make it fastest: what
/// ours is compared with. Anybody on loopback may transfer, signed or not, and update.
class PeerPrimary : public ServerProcess
{
public:
    /// In `folder`/<kind>, which is made, with a zone file for each zone.
    [[nodiscard]] static std::unique_ptr<PeerPrimary> create(PeerKind kind, const QString& folder,
                                                             const std::vector<BenchZone>& zones,
                                                             const TsigKey& key);
    /// Who is notified of every zone; for the next start.
    void setNotified(const Endpoint& secondary) { m_notified = secondary; }

    [[nodiscard]] Endpoint endpoint() const;
    /// Starts it and returns after how many ms it answered the SOA of its last and first zone.
    [[nodiscard]] double startAndMeasure();
    /// Has knotd or nsd read the zone files again.
    void reload() const;
    void writeZone(const QString& zone, const std::string& text) const;

protected:
    PeerPrimary(const QString& name, QString folder, TsigKey key);
    void writeConfiguration() override;
    [[nodiscard]] virtual QString head() const = 0;
    [[nodiscard]] virtual QString zoneBlock(const QString& zone) const = 0;
    [[nodiscard]] QString secret() const;
    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] const std::optional<Endpoint>& notified() const { return m_notified; }

private:
    QStringList m_zones;
    TsigKey m_key;
    std::uint16_t m_port;
    std::optional<Endpoint> m_notified;
};

/// The key that everything signed here is signed with: hmac-sha256.
[[nodiscard]] TsigKey benchKey();

/// Asks until the SOA of `zone` is answered with authority; ms since `start`. Gives up after 120 s.
[[nodiscard]] double waitForSoa(const Endpoint& server, const Name& zone,
                                std::chrono::steady_clock::time_point start);

} // namespace headwater
