#include "engineparts.h"
#include "translation.h"

// Who is told what by whom.

namespace headwater {

// What follows from a fact must reach the board later, so a fact is in the inbox before anybody
// else is told. The NOTIFY leaves first all the same, because the main thread is woken last: it
// would take the processor. (Each connection does its part in the order in which it was made.)
void Engine::connectUpdater()
{
    Parts& parts = *m_parts;
    Publisher* publisher = parts.publisher.get();
    Notifier* notifier = parts.notifier.get();
    const auto keep = [this](const Fact& fact) { m_parts->facts.add(fact); };
    connect(publisher, &Publisher::fact, this, keep, Qt::DirectConnection);
    connect(publisher, &Publisher::fact, parts.prober.get(), &Prober::addFact);
    connect(publisher, &Publisher::fact, notifier, [this, notifier](const Fact& fact) {
        const auto* published = std::get_if<ZonePublished>(&fact.body);
        if (published && m_parts->notifies)
            notifier->zonePublished(published->zone);
        else if (const auto* retired = std::get_if<ZoneRetired>(&fact.body))
            notifier->zoneRemoved(retired->zone);
    });
    connect(publisher, &Publisher::fact, this, &Engine::wakeForFacts, Qt::DirectConnection);
    connect(this, &Engine::fact, &parts.serialWatch, &SerialWatch::addFact);
    connect(&parts.serialWatch, &SerialWatch::isAhead, publisher, &Publisher::lift);
    connect(parts.writer.get(), &RecordWriter::zoneChanged, publisher, &Publisher::zoneChanged);
    connect(parts.writer.get(), &RecordWriter::zoneRemoved, publisher, &Publisher::zoneRemoved);
    if (ZoneDirectory* directory = parts.directory.get()) {
        connect(directory, &ZoneDirectory::fact, this, &Engine::report);
        connect(directory, &ZoneDirectory::zoneChanged, publisher, &Publisher::zoneChanged);
        connect(directory, &ZoneDirectory::zoneRemoved, publisher, &Publisher::zoneRemoved);
    }
    connect(parts.prober.get(), &Prober::receiptsChanged, publisher,
            [this](const std::vector<Receipt>& receipts) {
                std::vector<ReceiptRow> rows;
                rows.reserve(receipts.size());
                for (const Receipt& receipt : receipts)
                    rows.push_back(storedForm(receipt));
                if (auto saved = m_parts->store->saveReceipts(rows); !saved)
                    report(factNow(EngineProblem{"receipts", saved.error().text}));
            });
}

void Engine::connectQuery()
{
    Parts& parts = *m_parts;
    Notifier* notifier = parts.notifier.get();
    Prober* prober = parts.prober.get();
    connect(parts.server.get(), &DnsServer::fact, this, &Engine::report);
    connect(parts.server.get(), &DnsServer::fact, prober, &Prober::addFact);
    connect(parts.server.get(), &DnsServer::fact, notifier, [notifier](const Fact& fact) {
        const auto* finished = std::get_if<TransferFinished>(&fact.body);
        if (finished && !finished->secondary.empty())
            notifier->transferEnded(finished->zone, QString::fromStdString(finished->secondary),
                                    finished->to);
    });
    connect(notifier, &Notifier::fact, this, &Engine::report);
    connect(notifier, &Notifier::fact, prober, &Prober::addFact);
    connect(prober, &Prober::fact, this, &Engine::report);
    connect(prober, &Prober::secondaryHas, notifier, &Notifier::secondaryHas);
    connect(prober, &Prober::behind, notifier,
            [this, notifier](const Name& zone, const QString& secondary) {
                if (m_parts->notifies)
                    notifier->notifyNow(zone, secondary);
            });
}

void Engine::connectDatabase()
{
    DatabaseSide* side = m_parts->databaseSide.get();
    if (side == nullptr)
        return;
    Notifier* notifier = m_parts->notifier.get();
    connect(side, &DatabaseSide::fact, this, &Engine::report);
    connect(side, &DatabaseSide::sourceChanged, &m_parts->board, &StatusBoard::setSource);
    connect(side, &DatabaseSide::notifyAgain, notifier, &Notifier::zonePublished);
    connect(this, &Engine::fact, side, &DatabaseSide::addFact);
}

} // namespace headwater
