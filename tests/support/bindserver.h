#pragma once

#include "support/secondaryserver.h"

namespace headwater {

/// named from Debian as a secondary.
class BindServer : public SecondaryServer
{
public:
    BindServer(QString folder, SecondarySetup setup);

protected:
    void writeConfiguration() override;
    [[nodiscard]] QString program() const override;
    [[nodiscard]] QStringList arguments() const override;
};

} // namespace headwater
