#pragma once

#include "support/secondaryserver.h"

namespace headwater {

/// Path of named. Where AppArmor confines the one in /usr/sbin to the distribution's folders, a
/// copy in `folder` is not confined.
[[nodiscard]] QString unconfinedNamed(const QString& folder);

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
