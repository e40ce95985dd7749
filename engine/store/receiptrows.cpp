#include "store/receiptrows.h"

#include <algorithm>

namespace headwater {

Result<void> ReceiptRows::save(std::int64_t zone, const ReceiptRow& row)
{
    Statement write(m_database,
                    "INSERT INTO receipt (zone, serial, secondary, notify_sent, acknowledged,"
                    " asked, transferred, live, detail)"
                    " SELECT zone, serial, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM version"
                    " WHERE zone = ?1 AND serial = ?2"
                    " ON CONFLICT (zone, serial, secondary) DO UPDATE SET"
                    " notify_sent = coalesce(excluded.notify_sent, notify_sent),"
                    " acknowledged = coalesce(excluded.acknowledged, acknowledged),"
                    " asked = coalesce(excluded.asked, asked),"
                    " transferred = coalesce(excluded.transferred, transferred),"
                    " live = coalesce(excluded.live, live), detail = excluded.detail");
    write.with(zone).with(row.serial).with(row.secondary).with(row.notifySent);
    write.with(row.acknowledged).with(row.asked).with(row.transferred).with(row.live);
    return write.with(row.detail).run("saving a receipt of zone " + row.zone.display());
}

Result<std::vector<ReceiptRow>> ReceiptRows::list(const ZoneRows::Row& zone, std::size_t limit)
{
    std::vector<ReceiptRow> found;
    Statement row(m_database, "SELECT receipt.serial, secondary, notify_sent, acknowledged, asked,"
                              " transferred, live, detail FROM version CROSS JOIN receipt"
                              " ON receipt.zone = version.zone AND receipt.serial = version.serial"
                              " WHERE version.zone = ? ORDER BY number DESC, secondary LIMIT ?");
    row.with(zone.id).with(std::min<std::size_t>(limit, 1'000'000));
    while (row.next())
        found.push_back({zone.settings.zone, row.serial(0), row.text(1), row.optionalInstant(2),
                         row.optionalInstant(3), row.optionalInstant(4), row.optionalInstant(5),
                         row.optionalInstant(6), row.text(7)});
    if (auto done = row.check("reading receipts of zone " + zone.settings.zone.display()); !done)
        return passOn(done);
    return found;
}

} // namespace headwater
