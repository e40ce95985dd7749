#pragma once

#include "support/secondaryserver.h"

namespace headwater {

/// nsd from Debian as a secondary.
class NsdServer : public SecondaryServer
{
public:
    NsdServer(QString folder, SecondarySetup setup);

protected:
    void writeConfiguration() override;
    [[nodiscard]] QString program() const override;
    [[nodiscard]] QStringList arguments() const override;
};

} // namespace headwater
