#include "server/servedtransfer.h"

#include <algorithm>
#include <utility>

namespace headwater {

ServedTransfer::ServedTransfer(TransferStream stream, std::shared_ptr<void> slot,
                               RequestReport report, std::shared_ptr<ServerContext> context)
    : m_stream(std::move(stream))
    , m_slot(std::move(slot))
    , m_report(std::move(report))
    , m_context(std::move(context))
    , m_begun(Clock::now())
{
    ++m_context->transfers;
    ++m_context->transfersRunning;
}

ServedTransfer::ServedTransfer(std::size_t octets, RequestReport report,
                               std::shared_ptr<ServerContext> context)
    : m_report(std::move(report))
    , m_context(std::move(context))
    , m_octets(octets)
    , m_begun(Clock::now())
{
}

ServedTransfer::~ServedTransfer()
{
    count();
}

void ServedTransfer::count()
{
    if (!m_stream || std::exchange(m_counted, true))
        return;
    m_slot.reset();
    --m_context->transfersRunning;
    m_context->transferOctets += totals().octets;
}

bool ServedTransfer::next(TransferMessage* message)
{
    return m_stream && m_stream->next(message, Clock::wall());
}

QueryKind ServedTransfer::kind() const
{
    if (!m_stream)
        return QueryKind::Soa;
    switch (m_stream->plan().kind) {
    case TransferKind::UpToDate:
        return QueryKind::Soa;
    case TransferKind::Incremental:
        return QueryKind::Ixfr;
    case TransferKind::Full:
        return QueryKind::Axfr;
    }
    return QueryKind::Axfr;
}

TransferStream::Totals ServedTransfer::totals() const
{
    return m_stream ? m_stream->totals() : TransferStream::Totals{m_octets, 1, 1};
}

Fact ServedTransfer::finished(const IpAddress& peer)
{
    count();
    const Fact fact = factNow(TransferFinished{});
    const TransferStream::Totals sent = totals();
    return Fact{fact.at,
                TransferFinished{m_report.zone, m_report.secondary, kind(), m_report.has,
                                 m_report.given.value_or(Serial()), sent.octets, sent.messages,
                                 sent.records, fact.at - m_begun, peer.text()}};
}

Fact ServedTransfer::broken(const IpAddress& peer, std::uint64_t missing, const std::string& reason)
{
    count();
    const std::size_t pulled = totals().octets;
    return factNow(
        TransferBroken{m_report.zone, m_report.secondary, kind(), m_report.given.value_or(Serial()),
                       pulled - std::min<std::size_t>(pulled, missing), peer.text(), reason});
}

} // namespace headwater
