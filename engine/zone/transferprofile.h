#pragma once

#include <cstddef>

#include "zone/wirelimits.h"

namespace headwater {

/// How transfers are sent to a secondary that cannot take them as others do. The defaults suit
/// every nameserver in use; anything else is a workaround that costs time for every message.
struct TransferProfile
{
    enum class Contents
    {
        Smallest,
        FullOnly ///< an IXFR question is answered with the whole zone
    };
    enum class Packing
    {
        ManyRecords,
        OneRecord ///< RFC 5936 section 2.2
    };
    enum class Questions
    {
        EveryMessage,
        FirstMessage ///< RFC 5936 section 2.2.1: later messages may have none
    };
    enum class Edns
    {
        AsAsked,
        Never ///< no OPT, whatever is asked
    };
    static constexpr std::size_t SmallestMessage = 512;

    Contents contents = Contents::Smallest;
    Packing packing = Packing::ManyRecords;
    Questions questions = Questions::EveryMessage;
    Edns edns = Edns::AsAsked;
    /// Octets of a message at most, SmallestMessage ... MaximumMessage; a record that needs more
    /// has a message of its own.
    std::size_t messageSize = MaximumMessage;

    /// Messages can be made of the pages of a version, ready as they are.
    [[nodiscard]] bool takesPages() const
    {
        return packing == Packing::ManyRecords && questions == Questions::EveryMessage &&
               messageSize >= MaximumMessage;
    }
};

} // namespace headwater
