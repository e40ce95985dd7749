#pragma once

#include <memory>

#include <QObject>

#include "configuration.h"
#include "status/facts.h"

namespace headwater {

class Feed;
class StatusBoard;

/// The whole primary: store, publisher, DNS server, notifier, prober, status board and console,
/// made, connected and ended here - the composition root, and the only place that knows them all.
/// Lives on the main thread and owns the updater, query and transfer threads. No call blocks for
/// longer than starting or ending takes.
class Engine : public QObject
{
    Q_OBJECT
public:
    explicit Engine(Configuration configuration, QObject* parent = nullptr);
    /// Stops, if it still runs.
    ~Engine() override;

    /// Opens the state directory and the store, serves what was published before, binds the
    /// addresses, and begins to watch the zone directory. A fault leaves nothing running; its
    /// sentence names the thing: a port in use, a state directory that cannot be written, a second
    /// engine on the same store.
    [[nodiscard]] Result<void> start();
    /// Lets transfers under way finish for `grace`, then ends every thread. Safe to call twice.
    void stop(Milliseconds grace = Milliseconds(3000));
    /// Secondaries, keys and access rules of `configuration` hold from now on; transfers under way
    /// go on. Returns the keys whose change needs a restart, to be told to a person.
    [[nodiscard]] std::vector<std::string> reload(Configuration configuration);

    [[nodiscard]] const Configuration& configuration() const;
    /// Where it really listens (a port 0 became a number); empty before start().
    [[nodiscard]] std::vector<Endpoint> dnsAddresses() const;
    [[nodiscard]] std::optional<Endpoint> consoleAddress() const; ///< none: the console is off
    [[nodiscard]] std::size_t zoneCount() const;
    [[nodiscard]] StatusBoard& board();
    [[nodiscard]] Feed& feed();

Q_SIGNALS:
    /// Every fact, on the main thread, after the board has taken it.
    void fact(const headwater::Fact& fact);

private:
    void makeActors();
    [[nodiscard]] std::vector<Fact> load();
    void tell(std::vector<Fact> facts);
    void connectUpdater();
    void connectQuery();
    void connectDatabase();
    [[nodiscard]] Result<void> openConsole();
    void describe();
    void drain(Milliseconds grace);
    /// Takes a fact to the board, the log and `fact`. Any thread.
    void report(const Fact& fact);
    /// Facts in the inbox are taken soon. Any thread.
    void wakeForFacts();
    void takeFacts();
    void use(const Fact& fact);

    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace headwater
