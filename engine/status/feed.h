#pragma once

#include <vector>

#include <QJsonArray>
#include <QJsonObject>

#include "status/bookkeeper.h"
#include "status/causeviews.h"

namespace headwater {

// The feed: what consoles are told, as JSON. Numbers are JSON numbers. Moments are milliseconds
// since 1970 UTC with the microseconds as a fraction; durations are milliseconds; what is unknown
// is null or absent. States are "fail", "lag", "unknown", "moving", "paused", "ok".
//
// A picture holds every key below, a change only those that changed:
//
//   engine        {name, version, startedAt, store, stateDirectory, dns, readOnly,
//                  problems: [{place, text, since}]}                                      whole
//   verdict       {state, rank 1..8, headline, detail, chips: [{state, text}], impact, zone,
//                  secondary}                                                             whole
//   totals        {zones, zonesStuck, zonesLate, zonesMoving, zonesRejected, zonesUnknown,
//                  secondaries, secondariesInSync, pairs, pairsLive, p50Ms, p99Ms, samples,
//                  budgetMs, liveUpTo, notifyWaiting, notifyAcked, notifyRetried, notifyFailed,
//                  transfersRunning, transfersRefused, ixfrShare, queriesPerSecond,
//                  recentLiveMs: last 60}                                                 whole
//   flow          [{step, waiting, state, p50Ms, note}] for publish, queue, notify, wait,
//                  transfer, verify, live (its `waiting`: pairs that are live)            whole
//   zonesTotal    how many zones there are; a picture holds at most 500 of their rows (fewer
//                  with more than 24 secondaries)
//   zones         [row], worst first, then newest change; key "name"                      rows
//   secondaries   [row] in order of the configuration; key "name"                         rows
//   publications  [row], newest first, at most 60; key "id", newest by "number"           rows
//   causes        [{id, state, code, title, secondary, secondaries, place, step, zones, count,
//                  since, times, text, imperative}], worst first                          whole
//
// and a change may have zonesGone: [name] (applied before its rows) and secondariesGone: [name].
// What is whole replaces what a consumer holds, rows are put in place of the row with their key.
// Type, run, sequence number and moment of a message are the console's business.

/// {"name","unicode","serial","records","changedAt","state","live","of","paused","slowest",
/// "slowestMs","p99Ms","source","sourceName","problem","problemSince","retiresAt","pairs"}; a pair:
/// {"secondary","state","serial","behind","step" 0..6 of the newest version,"ageMs","error",
/// "nextRetryAt"}.
[[nodiscard]] QJsonObject zoneRow(const Ledger& ledger, ZoneId zone, Instant now);

/// {"name","site","address","state","zones","zonesLive","zonesBehind","versionsBehind",
/// "notify": {"state" acked|waiting|unanswered|refused|none,"text","rttMs","attempt",
/// "nextRetryAt","rcode"},"rttsMs","p50Ms","p99Ms","samples","budgetMs","lastTransfer","key",
/// "error","causeCode","probe"}. Percentiles are of the last hour, open pairs with their age; below
/// 100 samples p99Ms is the greatest, to be labelled "max".
[[nodiscard]] QJsonObject secondaryRow(Ledger& ledger, SecondaryId secondary,
                                       const std::vector<CauseView>& causes, Instant now);

/// {"id","number","zone","serial","previous","committedAt","publishedAt","added","removed",
/// "records","author","state","live","of","everywhereMs","steps": [{"secondary","state",
/// "publishedMs","sentMs","ackedMs","askedMs","transferredMs","liveMs" (all since committedAt),
/// "attempt","rcode","kind","octets","messages","transferMs","key","error","skipped"}]}
[[nodiscard]] QJsonObject publicationRow(const Ledger& ledger, const Publication& publication);

/// The flow strip.
[[nodiscard]] QJsonArray flowRows(const Bookkeeper& books, Instant now);

/// Rates that the books do not have.
struct EngineRates
{
    std::int64_t transfersRunning = 0;
    double queriesPerSecond = 0;
};
[[nodiscard]] QJsonObject totalsRow(const Bookkeeper& books, const EngineRates& rates, Instant now);

/// Prometheus text format 0.0.4.
[[nodiscard]] QByteArray metricsOf(const Bookkeeper& books, const EngineCounters& counters,
                                   const EngineDescription& engine);

} // namespace headwater
