#pragma once

#include <memory>
#include <optional>

#include "base/address.h"
#include "dns/tsig.h"
#include "support/serverprocess.h"

namespace headwater {

/// What a secondary is told: where its primary is, with which key, and the zones it serves.
struct SecondarySetup
{
    Endpoint primary;
    std::optional<TsigKey> key;
    QStringList zones; ///< without final dot
};

enum class ServerKind
{
    Knot,
    Nsd,
    Bind
};

/// A real name server as a secondary of the engine, on a free port of 127.0.0.1, with the settings
/// that make it take up changes at once. Anybody on loopback may transfer from it.
class SecondaryServer : public ServerProcess
{
public:
    SecondaryServer(QString name, QString folder, SecondarySetup setup);

    /// In `folder`/<kind>, which is made.
    [[nodiscard]] static std::unique_ptr<SecondaryServer>
    create(ServerKind kind, const QString& folder, SecondarySetup setup);

    [[nodiscard]] Endpoint endpoint() const;
    /// Starts it and waits until its port answers; false after 60 s or when it ended.
    [[nodiscard]] bool startAndWait();
    /// For the next start.
    void setSetup(SecondarySetup setup) { m_setup = std::move(setup); }
    [[nodiscard]] const SecondarySetup& setup() const { return m_setup; }

protected:
    [[nodiscard]] QString primaryAddress() const;
    [[nodiscard]] QString keySecret() const;    ///< base64
    [[nodiscard]] QString keyName() const;      ///< empty without a key
    [[nodiscard]] QString keyAlgorithm() const; ///< "hmac-sha256"

    SecondarySetup m_setup;
    std::uint16_t m_port;
};

} // namespace headwater
