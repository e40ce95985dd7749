#include "transfer/plannedrecords.h"

#include "zone/wirereader.h"

namespace headwater {

PlannedRecords::PlannedRecords(const PublishedZone& zone, const TransferPlan& plan)
    : m_zone(zone)
    , m_plan(plan)
{
    pop();
}

std::size_t PlannedRecords::pieceCount() const
{
    switch (m_plan.kind) {
    case TransferKind::UpToDate:
        return 1;
    case TransferKind::Incremental:
        return m_plan.history.size() + 2;
    case TransferKind::Full:
        return m_zone.version()->pages().size() + 2;
    }
    return 0;
}

PlannedRecords::Piece PlannedRecords::piece(std::size_t index) const
{
    const ZoneVersion& version = *m_zone.version();
    if (index == 0 || index + 1 == pieceCount())
        return {version.soaWire(), version.bodyOffset()};
    if (m_plan.kind == TransferKind::Incremental) // right anywhere in any message
        return {m_plan.history[index - 1]->sequence(), version.bodyOffset()};
    const Page& page = *version.pages()[index - 1];
    return {page.body(), page.base()};
}

void PlannedRecords::pop()
{
    m_front.reset();
    for (; m_piece < pieceCount(); ++m_piece, m_at = 0) {
        const Piece present = piece(m_piece);
        const WireReader reader(m_zone.zone(), present.octets, present.base);
        if (reader.atEnd(m_at))
            continue;
        if (auto record = reader.read(&m_at))
            m_front = *std::move(record);
        return;
    }
}

} // namespace headwater
