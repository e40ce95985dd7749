#pragma once

#include <memory>
#include <vector>

#include <QObject>

#include "propagation/receipt.h"
#include "status/facts.h"
#include "zone/secondary.h"

namespace headwater {

/// Watches until each secondary really answers each version, by asking its public addresses for the
/// SOA over UDP without a key, and keeps the receipts. Lives on the query thread; slots are called
/// through queued connections.
///
/// A pair is asked from the acknowledgement of a NOTIFY or the end of a transfer on, at once and
/// then after 2, 4, 8 ... ms up to a second; when neither is seen, after the time it usually takes.
/// After half a minute without success it slows down to 30 s. Pairs that are live are asked about
/// every minute, and every pair once at the start. Never more than `perSecond` to one secondary.
class Prober : public QObject
{
    Q_OBJECT
public:
    struct Settings
    {
        Milliseconds first{2};          ///< wait after the first question, then doubled
        Milliseconds longestFast{1000}; ///< longest wait within `fastFor`
        Milliseconds fastFor{30000};    ///< since the last sign of progress
        Milliseconds longest{30000};    ///< longest wait of an open pair
        Milliseconds timeout{1000};     ///< for one answer
        Milliseconds usual{1000};       ///< time to live assumed before there are samples
        Milliseconds sweep{60000};      ///< a live pair is asked this often
        Milliseconds receiptsEvery{50}; ///< receipts are handed on this often
        std::size_t perSecond = 200;    ///< questions to one secondary
    };

    explicit Prober(Settings settings, QObject* parent = nullptr);
    explicit Prober(QObject* parent = nullptr);
    ~Prober() override;

    /// New configuration; what is known of secondaries that remain is kept.
    void setSecondaries(std::vector<Secondary> secondaries);

public Q_SLOTS:
    /// Every fact of publisher, server and notifier; those of this class must not come back.
    void addFact(const headwater::Fact& fact);

Q_SIGNALS:
    /// ProbeAnswered (first answer, or another serial or rcode than before), ProbeUnanswered (three
    /// questions in a row without an answer; once until it answers again), SecondaryLive.
    void fact(const headwater::Fact& fact);
    /// Every public address of the secondary shows this serial now.
    void secondaryHas(const headwater::Name& zone, const QString& secondary,
                      headwater::Serial serial);
    /// Found at the first look of this run, or in the slow round: the secondary shows an older
    /// serial than the present one, and nobody has told it.
    void behind(const headwater::Name& zone, const QString& secondary);
    void receiptsChanged(const std::vector<headwater::Receipt>& receipts);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace headwater
