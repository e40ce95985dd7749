#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "base/octets.h"

namespace headwater {

/// SHA-384 (FIPS 180-4) of octets that come piece by piece. One thread.
class Sha384
{
public:
    using Digest = std::array<std::uint8_t, 48>;

    Sha384();
    ~Sha384();
    Sha384(Sha384&&) noexcept;
    Sha384& operator=(Sha384&&) noexcept;

    void add(OctetView octets);
    /// Once; nothing is added afterwards.
    [[nodiscard]] Digest finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace headwater
