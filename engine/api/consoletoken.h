#pragma once

#include <string>

#include <QByteArray>

#include "base/result.h"

namespace headwater {

/// The secret that allows changes through the console's port: 32 random octets in hexadecimal, in
/// a file that only its owner may read. Value.
class ConsoleToken
{
public:
    /// Reads the file, or makes it (mode 0600) if it is not there. Refused: a file that others may
    /// read or write, or that does not hold 64 hexadecimal digits.
    [[nodiscard]] static Result<ConsoleToken> open(const std::string& path);

    [[nodiscard]] const QByteArray& text() const { return m_text; }
    /// Takes the same time wherever the two differ.
    [[nodiscard]] bool equals(const QByteArray& offered) const;

private:
    QByteArray m_text;
};

} // namespace headwater
