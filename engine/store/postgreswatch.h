#pragma once

#include <memory>
#include <optional>

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include "base/clock.h"
#include "store/postgresconnection.h"

namespace headwater {

/// Keeps one session to the database that listens, shows that this engine is alive, and leads when
/// no other engine does. Reads no records. Lives on a thread of its own, because a database that
/// does not answer must hold up nobody.
///
///     lost ──connect, LISTEN, echo──▶ following ──advisory lock, new term──▶ leading
///      ▲                                  │                                    │
///      └──────────── any error of the session: its locks are gone, too ◀──────┘
///
/// NOTIFY is a wake-up only: it is looked again every LookAnyway, and after every connect. A leader
/// holds the wake key, so that writers NOTIFY it. When they come fast it lets go of the key, which
/// saves them the NOTIFY and its lock of the whole database, and polls until they pause.
class PostgresWatch : public QObject
{
    Q_OBJECT
public:
    struct Settings
    {
        std::string url;
        std::string engine; ///< unique among the engines on this database
        std::string host;
        std::string version;
    };
    explicit PostgresWatch(Settings settings, QObject* parent = nullptr);
    ~PostgresWatch() override;

    static constexpr Milliseconds LookAnyway{5000};
    static constexpr Milliseconds BeatEvery{1000};
    static constexpr Milliseconds DeadAfter{3000}; ///< without a beat
    static constexpr Milliseconds TryToLead{200};

public Q_SLOTS:
    void start();
    /// The database was looked at after changed(). `found`: there was something to do.
    void looked(bool found);
    /// Gives the room of settled dirty rows back.
    void tidy();
    /// Process id of the session that writes versions: whoever takes over ends it, too.
    void setWriter(int backend);

Q_SIGNALS:
    void connected(const QString& place);
    void lost(const QString& why);
    /// The term fences every commit: there is one leader a term.
    void leading(qint64 term);
    void following();
    /// The leader published a version of this zone, or took it away.
    void publishedElsewhere(const QString& zone);
    /// An application's own trigger asks to compare all zones, or the one named.
    void compare(const QString& zone);
    /// Something may be dirty, or was published by another engine. Not again before looked().
    void changed();

private:
    enum class Role
    {
        Lost,
        Following,
        Leading
    };

    void connectNow();
    [[nodiscard]] Result<void> openSession();
    [[nodiscard]] bool sharesItsSession();
    /// A pooler may take LISTEN and say nothing.
    [[nodiscard]] Result<void> hearOneself();
    void giveUp(const Error& error);
    void readNotifications();
    /// True when the session still stands; what came with the answer is read.
    template <typename Answer> bool stands(const Result<Answer>& answer);
    void beat();
    void tryToLead();
    void askToLook();
    void fallAsleep();
    void stayAwake();

    Settings m_settings;
    std::unique_ptr<PostgresConnection> m_session;
    std::unique_ptr<QSocketNotifier> m_socket;
    Role m_role = Role::Lost;
    int m_writer = 0;
    bool m_looking = false;   ///< changed() is not answered yet
    bool m_lookAgain = false; ///< something came meanwhile
    bool m_asleep = false;    ///< holds the wake key
    int m_wakeUps = 0;        ///< since the last beat
    Instant m_lastFound{};
    Milliseconds m_backoff;
    QTimer m_retry;
    QTimer m_beat;
    QTimer m_lead;
    QTimer m_look;
    QTimer m_poll;
};

} // namespace headwater
