#pragma once

#include "engine.h"

#include <atomic>

#include <QTimer>

#include "api/httpserver.h"
#include "console/feed.h"
#include "console/webpage.h"
#include "databaseside.h"
#include "factinbox.h"
#include "headwaterapi.h"
#include "ingest/recordwriter.h"
#include "ingest/zonedirectory.h"
#include "notify/notifier.h"
#include "propagation/prober.h"
#include "publish/publisher.h"
#include "serialwatch.h"
#include "server/dnsserver.h"
#include "status/statusboard.h"
#include "store/postgresstore.h"
#include "store/sqlitestore.h"
#include "workplace.h"

namespace headwater {

/// What an engine is made of. Members are on the threads named; they end in the order in which
/// Engine::stop() says.
struct Engine::Parts
{
    Configuration configuration;
    std::shared_ptr<ZoneTable> zones = std::make_shared<ZoneTable>();
    FactInbox facts; ///< for the board
    StatusBoard board;
    Feed feed{[this] { return board.picture(); }};
    WebPage page;
    SerialWatch serialWatch{zones};
    std::atomic<bool> notifies{true}; ///< one engine on a database does; any thread
    QTimer counterTimer;

    // Updater thread
    std::unique_ptr<Workplace> updater;
    std::unique_ptr<Store> store;
    PostgresStore* database = nullptr; ///< the store, where it is one
    std::unique_ptr<Publisher> publisher;
    std::unique_ptr<RecordWriter> writer;
    std::unique_ptr<ZoneDirectory> directory;
    // Query thread
    std::unique_ptr<Workplace> query;
    std::unique_ptr<DnsServer> server;
    std::unique_ptr<Notifier> notifier;
    std::unique_ptr<Prober> prober;
    // Main thread
    std::unique_ptr<DatabaseSide> databaseSide;
    std::unique_ptr<HttpServer> http;
    std::unique_ptr<HeadwaterApi> api;
    bool running = false;
    Instant startedAt{};

    [[nodiscard]] std::string consoleUrlFile() const
    {
        return configuration.stateDirectory + "/console.url";
    }

    Result<void> openStore();
    void makeQueryActors();
    Result<void> watchDirectory();
};

} // namespace headwater
