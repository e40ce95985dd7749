#include "status/feed.h"

namespace headwater {

namespace {

/// Writes metric families in the Prometheus text format.
class MetricsText
{
public:
    void family(const char* name, const char* type, const char* help)
    {
        m_text +=
            QByteArray("# HELP ") + name + ' ' + help + "\n# TYPE " + name + ' ' + type + '\n';
        m_name = name;
    }
    void value(double number, const QByteArray& labels = {}, const char* suffix = "")
    {
        m_text += m_name + suffix + (labels.isEmpty() ? QByteArray() : '{' + labels + '}') + ' ' +
                  QByteArray::number(number, 'g', 15) + '\n';
    }
    void one(const char* name, const char* type, const char* help, double number)
    {
        family(name, type, help);
        value(number);
    }
    [[nodiscard]] QByteArray take() { return std::move(m_text); }

private:
    QByteArray m_text;
    QByteArray m_name;
};

QByteArray label(const char* name, const QString& value)
{
    QByteArray escaped = value.toUtf8();
    escaped.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    return QByteArray(name) + "=\"" + escaped + '"';
}

void byState(MetricsText& out, const StateCounts& counts)
{
    for (const SyncState state : {SyncState::Fail, SyncState::Lag, SyncState::Unknown,
                                  SyncState::Moving, SyncState::Paused, SyncState::Ok})
        out.value(counts[index(state)], label("state", text(state)));
}

void latency(MetricsText& out, const LatencyHistogram& histogram)
{
    out.family("headwater_live_seconds", "histogram",
               "Time from commit to live, one sample for each version and secondary.");
    for (std::size_t i = 0; i < LatencyHistogram::Bounds.size(); ++i)
        out.value(static_cast<double>(histogram.upTo(i)),
                  label("le", QString::number(LatencyHistogram::Bounds[i])), "_bucket");
    out.value(static_cast<double>(histogram.count()), "le=\"+Inf\"", "_bucket");
    out.value(histogram.sum(), {}, "_sum");
    out.value(static_cast<double>(histogram.count()), {}, "_count");
}

void notifies(MetricsText& out, const Counters& counters)
{
    out.one("headwater_notify_sent_total", "counter", "NOTIFY messages sent, repeats included.",
            static_cast<double>(counters.notifySent));
    out.one("headwater_notify_retried_total", "counter", "NOTIFY messages sent again.",
            static_cast<double>(counters.notifyRetried));
    out.one("headwater_notify_acknowledged_total", "counter", "NOTIFY answered with NOERROR.",
            static_cast<double>(counters.notifyAcknowledged));
    out.one("headwater_notify_refused_total", "counter", "NOTIFY answered with another rcode.",
            static_cast<double>(counters.notifyRefused));
    out.one("headwater_notify_unanswered_total", "counter", "NOTIFY without an answer in time.",
            static_cast<double>(counters.notifyUnanswered));
}

void transfers(MetricsText& out, const Counters& counters, const EngineCounters& engine)
{
    out.family("headwater_transfers_total", "counter", "Transfers that ended well, by kind.");
    out.value(static_cast<double>(counters.ixfr), "kind=\"ixfr\"");
    out.value(static_cast<double>(counters.axfr), "kind=\"axfr\"");
    out.value(static_cast<double>(counters.upToDate), "kind=\"up_to_date\"");
    out.one("headwater_transfers_broken_total", "counter", "Transfers that did not end.",
            static_cast<double>(counters.broken));
    out.one("headwater_queries_refused_total", "counter",
            "Transfer and SOA questions that were not answered as asked.",
            static_cast<double>(counters.refused));
    out.one("headwater_transfer_octets_total", "counter", "Octets of transfers that ended well.",
            static_cast<double>(counters.octets));
    out.one("headwater_transfers_running", "gauge", "Transfers under way.",
            static_cast<double>(engine.transfersRunning));
    out.one("headwater_queries_total", "counter", "Questions received over UDP and TCP.",
            static_cast<double>(engine.queries));
}

void source(MetricsText& out, const SourceState& state, Instant at)
{
    out.family("headwater_source_role", "gauge",
               "1 for what this engine is to its database: leader, follower or away.");
    const auto role = [&](const char* word, SourceState::Role which) {
        out.value(state.role == which ? 1 : 0, label("role", QLatin1String(word)));
    };
    role("leader", SourceState::Role::Leader);
    role("follower", SourceState::Role::Follower);
    role("away", SourceState::Role::Away);
    out.one("headwater_source_backlog", "gauge", "Rows that wait to be published.",
            static_cast<double>(state.backlog));
    if (state.asOf)
        out.one("headwater_source_age_seconds", "gauge",
                "Since the database was last read: the data is as old at most.",
                static_cast<double>((at - *state.asOf).count()) / 1e6);
    if (!state.pickUpMedian)
        return;
    out.family("headwater_source_pick_up_seconds", "gauge",
               "From a row's change to its reading, of the newest 1,000.");
    out.value(static_cast<double>(state.pickUpMedian->count()) / 1e6,
              label("quantile", QLatin1String("0.5")));
    out.value(static_cast<double>(state.pickUp99->count()) / 1e6,
              label("quantile", QLatin1String("0.99")));
}

} // namespace

QByteArray metricsOf(const Bookkeeper& books, const EngineCounters& counters,
                     const EngineDescription& engine)
{
    const Ledger& ledger = books.ledger();
    MetricsText out;
    out.family("headwater_info", "gauge", "The engine; the value is always 1.");
    out.value(1, label("version", QString::fromStdString(engine.version)) + ',' +
                     label("name", QString::fromStdString(engine.name)));
    out.one("headwater_start_time_seconds", "gauge", "Start of the engine, seconds since 1970.",
            static_cast<double>(engine.startedAt.time_since_epoch().count()) / 1e6);
    out.one("headwater_zones", "gauge", "Zones known.", static_cast<double>(ledger.zones().size()));
    out.family("headwater_zones_by_state", "gauge", "Zones by the worst state of their pairs.");
    byState(out, ledger.zoneCounts());
    out.one("headwater_zones_rejected", "gauge", "Zones whose source is refused.",
            static_cast<double>(books.rejected().size()));
    out.family("headwater_pairs", "gauge", "Zone and secondary pairs by state.");
    byState(out, ledger.pairCounts());
    out.family("headwater_secondary_zones_behind", "gauge",
               "Zones a secondary does not show the newest version of.");
    for (const LedgerSecondary& each : ledger.secondaries())
        out.value(static_cast<double>(each.open.size()),
                  label("secondary", QString::fromStdString(each.config.name)));
    out.one("headwater_versions_published_total", "counter", "Versions published.",
            static_cast<double>(books.counters().versions));
    out.one("headwater_zones_rejected_total", "counter", "Times a source was refused.",
            static_cast<double>(books.counters().rejections));
    out.one("headwater_problems", "gauge", "Things of the engine that do not work now.",
            static_cast<double>(books.problems().size()));
    if (engine.source)
        source(out, *engine.source, Clock::now());
    notifies(out, books.counters());
    transfers(out, books.counters(), counters);
    latency(out, books.latency());
    return out.take();
}

} // namespace headwater
