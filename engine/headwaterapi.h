#pragma once

#include <memory>

#include <QObject>

#include "store/store.h"
#include "zone/zonetable.h"

namespace headwater {

class HttpServer;
class Notifier;
class Publisher;
class RecordWriter;
class StatusBoard;
struct HttpRequest;
class HttpResponder;

/// The routes under /api/headwater/v1: what the board knows is answered at once, what is in the
/// store is fetched on the updater thread and answered later, so that no request blocks the main
/// thread. Main thread; everything it is given must outlive it.
class HeadwaterApi : public QObject
{
    Q_OBJECT
public:
    struct Parts
    {
        StatusBoard& board;
        std::shared_ptr<const ZoneTable> zones;
        Store& store;         ///< touched on the thread of `writer` only
        RecordWriter& writer; ///< updater thread
        Publisher& publisher; ///< updater thread
        Notifier& notifier;   ///< query thread
    };

    explicit HeadwaterApi(Parts parts, QObject* parent = nullptr);
    void serve(HttpServer& server);

private:
    void serveReading(HttpServer& server);
    void serveWriting(HttpServer& server);
    void zone(const HttpRequest& request, const HttpResponder& responder);
    void records(const HttpRequest& request, const HttpResponder& responder);
    void zonemd(const HttpRequest& request, const HttpResponder& responder);
    void warnings(const HttpRequest& request, const HttpResponder& responder);
    void versions(const HttpRequest& request, const HttpResponder& responder);
    void difference(const HttpRequest& request, const HttpResponder& responder);
    void createZone(const HttpRequest& request, const HttpResponder& responder);
    void removeZone(const HttpRequest& request, const HttpResponder& responder);
    void changeRecords(const HttpRequest& request, const HttpResponder& responder);
    void notifyZone(const HttpRequest& request, const HttpResponder& responder);
    void notifyAll(const HttpResponder& responder);

    /// Runs `work` on the updater thread and `done` with its result here.
    template <typename Work, typename Done> void onUpdater(Work work, Done done);
    /// The same, as part of the publisher's next commit: durable and published when `done` runs. It
    /// takes a Result of what `work` returns. While the store cannot be written to: 503.
    template <typename Work, typename Done>
    void inCommit(const HttpResponder& responder, Work work, Done done);
    /// Runs `work` on the version of the zone named in the path, on a thread of the pool, because
    /// its text or digest costs what the zone holds; answers with what it returns.
    template <typename Work>
    void inPool(const HttpRequest& request, const HttpResponder& responder, Work work);
    /// The zone named in the path, or nothing after it has answered 404 or 400.
    [[nodiscard]] ZoneTable::ZonePointer zoneIn(const HttpRequest& request,
                                                const HttpResponder& responder) const;

    Parts m_parts;
};

} // namespace headwater
