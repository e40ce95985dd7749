#pragma once

#include <optional>

#include "transfer/transferplan.h"

namespace headwater {

/// The records of a transfer one after another, decompressed, for messages that pages do not fit:
/// SOA, what the plan says, SOA; one SOA when it is "up to date". Holds one record at a time. Does
/// not keep alive what it reads. One thread.
class PlannedRecords
{
public:
    PlannedRecords(const PublishedZone& zone, const TransferPlan& plan);

    /// The next one; null when none is left, or when what follows cannot be read.
    [[nodiscard]] const Record* front() const { return m_front ? &*m_front : nullptr; }
    void pop();

private:
    /// Records as they stand in some message.
    struct Piece
    {
        OctetView octets;
        std::size_t base = 0;
    };
    [[nodiscard]] std::size_t pieceCount() const;
    [[nodiscard]] Piece piece(std::size_t index) const;

    const PublishedZone& m_zone;
    const TransferPlan& m_plan;
    std::size_t m_piece = 0;
    std::size_t m_at = 0; // in its octets
    std::optional<Record> m_front;
};

} // namespace headwater
