#pragma once

#include <vector>

#include "base/address.h"
#include "dns/tsig.h"
#include "support/serverprocess.h"

namespace headwater {

/// headwaterd as a test runs it: its own state, zone folder and configuration, free ports.
class HeadwaterProcess : public ServerProcess
{
public:
    struct Secondary
    {
        QString name;
        Endpoint address; ///< notified, and asked by the prober
        std::optional<TsigKey> key;
    };

    struct Ran
    {
        int code = -1;
        QString output;
        QString errors;
    };

    /// In `folder`, with `state`, `zones` and `headwater.toml` in it.
    explicit HeadwaterProcess(QString folder);

    /// For the next start.
    void addSecondary(Secondary secondary) { m_secondaries.push_back(std::move(secondary)); }
    void clearSecondaries() { m_secondaries.clear(); }
    /// All of it but [engine] and [console]; secondaries and keys added otherwise are not written.
    void setConfiguration(QString toml) { m_own = std::move(toml); }
    /// More TOML at the end of the configuration: tables that are not written otherwise
    /// ([history], [[key]] ...). For the next start.
    void setMoreConfiguration(QString toml) { m_more = std::move(toml); }
    /// More keys of [zones]. For the next start.
    void setZonesKeys(QString toml) { m_zonesKeys = std::move(toml); }

    /// Starts it and waits until it says that it is ready; false after 60 s or when it ended.
    [[nodiscard]] bool startAndWait();

    [[nodiscard]] Endpoint dns() const;
    [[nodiscard]] Endpoint console() const;
    [[nodiscard]] QString stateFolder() const;
    [[nodiscard]] QString zoneFolder() const;
    [[nodiscard]] QString configurationFile() const;
    /// Writes a zone file as a good editor does: beside it, then renamed into place.
    void saveZone(const QString& fileName, const QString& text) const;

    /// Runs `headwaterctl --config <ours> ...` and waits for its end, at most 20 s.
    [[nodiscard]] Ran headwaterctl(const QStringList& arguments) const;
    /// Path of one of our programs in the build folder.
    [[nodiscard]] static QString programPath(const QString& name);

protected:
    void writeConfiguration() override;
    [[nodiscard]] QString program() const override;
    [[nodiscard]] QStringList arguments() const override;

private:
    std::vector<Secondary> m_secondaries;
    QString m_own;
    QString m_more;
    QString m_zonesKeys;
    std::uint16_t m_dnsPort;
    std::uint16_t m_consolePort;
};

} // namespace headwater
