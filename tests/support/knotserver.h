#pragma once

#include "support/secondaryserver.h"

namespace headwater {

/// knotd from Debian as a secondary.
class KnotServer : public SecondaryServer
{
public:
    KnotServer(QString folder, SecondarySetup setup);

protected:
    void writeConfiguration() override;
    [[nodiscard]] QString program() const override;
    [[nodiscard]] QStringList arguments() const override;
};

} // namespace headwater
