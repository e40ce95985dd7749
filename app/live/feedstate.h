#pragma once

#include <functional>

#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include "causemodel.h"
#include "flow.h"
#include "instance.h"
#include "live.h"
#include "publicationmodel.h"
#include "secondarymodel.h"
#include "totals.h"
#include "verdict.h"
#include "zonemodel.h"

namespace headwater {

class FeedSource;

/// What the window shows: the newest picture with every change since applied in order. Changes
/// reach the models at most four times a second; a gap in the numbering drops nothing silently but
/// asks for a new picture. GUI thread.
class FeedState : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program, one for each window")
    Q_PROPERTY(headwater::ZoneModel* zones READ zones CONSTANT)
    Q_PROPERTY(headwater::SecondaryModel* secondaries READ secondaries CONSTANT)
    Q_PROPERTY(headwater::PublicationModel* publications READ publications CONSTANT)
    Q_PROPERTY(headwater::CauseModel* causes READ causes CONSTANT)
    Q_PROPERTY(headwater::Verdict* verdict READ verdict CONSTANT)
    Q_PROPERTY(headwater::Totals* totals READ totals CONSTANT)
    Q_PROPERTY(headwater::Flow* flow READ flow CONSTANT)
    Q_PROPERTY(headwater::Instance* instance READ instance CONSTANT)
    /// A picture has been applied.
    Q_PROPERTY(bool ready READ isReady NOTIFY statusChanged)
    Q_PROPERTY(int status READ status NOTIFY statusChanged) ///< Live.Status
    /// False after ten seconds without any message: nothing shown may look current.
    Q_PROPERTY(bool fresh READ isFresh NOTIFY statusChanged)
    Q_PROPERTY(double silentMs READ silentMs NOTIFY ticked) ///< since the newest message
    /// The engine's time that the page shows, ms since 1970; stands still while paused or stale.
    Q_PROPERTY(double now READ now NOTIFY ticked)
    Q_PROPERTY(double clock READ clock NOTIFY ticked)  ///< the engine's time, always running
    Q_PROPERTY(int waiting READ waiting NOTIFY ticked) ///< messages held back by the pause
    /// A cause of rank 1 to 3 that was not there before the pause.
    Q_PROPERTY(bool newProblem READ newProblem NOTIFY ticked)
    Q_PROPERTY(double retryInMs READ retryInMs NOTIFY ticked) ///< negative: none planned
    Q_PROPERTY(QString connectionError READ connectionError NOTIFY statusChanged)
    /// The pair in flight for longest; empty place if none.
    Q_PROPERTY(double slowestMs READ slowestMs NOTIFY ticked)
    Q_PROPERTY(QString slowestPlace READ slowestPlace NOTIFY ticked)

public:
    /// Monotonic milliseconds; tests bring their own.
    using Steady = std::function<qint64()>;

    explicit FeedState(QObject* parent = nullptr, Steady steady = {});

    void setSource(FeedSource* source);

    [[nodiscard]] ZoneModel* zones() { return &m_zones; }
    [[nodiscard]] SecondaryModel* secondaries() { return &m_secondaries; }
    [[nodiscard]] PublicationModel* publications() { return &m_publications; }
    [[nodiscard]] CauseModel* causes() { return &m_causes; }
    [[nodiscard]] Verdict* verdict() { return &m_verdict; }
    [[nodiscard]] Totals* totals() { return &m_totals; }
    [[nodiscard]] Flow* flow() { return &m_flow; }
    [[nodiscard]] Instance* instance() { return &m_instance; }

    [[nodiscard]] bool isReady() const { return m_ready; }
    [[nodiscard]] int status() const;
    [[nodiscard]] bool isFresh() const;
    [[nodiscard]] double silentMs() const;
    [[nodiscard]] double now() const;
    [[nodiscard]] double clock() const;
    [[nodiscard]] int waiting() const;
    [[nodiscard]] bool newProblem() const;
    [[nodiscard]] double retryInMs() const;
    [[nodiscard]] QString connectionError() const { return m_connectionError; }
    [[nodiscard]] double slowestMs() const;
    [[nodiscard]] QString slowestPlace() const { return m_slowestPlace; }

    /// How old a row's `ageMs` is by now: the row spoke when the newest message was made.
    [[nodiscard]] double sinceApplied() const;

    Q_INVOKABLE void pause();
    Q_INVOKABLE void resume();
    Q_INVOKABLE void togglePaused();
    Q_INVOKABLE void retryNow();

    /// Takes one message of the feed; anything malformed is ignored.
    void take(const QJsonObject& message);
    /// Applies what waits, now; the timer does it four times a second.
    void flush();
    /// Looks at the clock; the timer does it once a second.
    void tick();

Q_SIGNALS:
    void statusChanged();
    void ticked();
    void pictureApplied();
    void changeApplied();
    /// A change was missed; a picture has been asked for.
    void gap();

private:
    void takeChange(const QJsonObject& message, double seq);
    void takeHeartbeat(double seq);
    void askForPicture();
    void hear(const QJsonObject& message);
    void apply(const QJsonObject& message);
    void applyRows(const QJsonObject& message, bool whole);
    void findSlowest();
    void scheduleFlush();

    ZoneModel m_zones;
    SecondaryModel m_secondaries;
    PublicationModel m_publications;
    CauseModel m_causes;
    Verdict m_verdict;
    Totals m_totals;
    Flow m_flow;
    Instance m_instance;

    Steady m_steady;
    FeedSource* m_source = nullptr;
    QList<QJsonObject> m_pending;
    QString m_run;
    double m_seq = 0;
    bool m_ready = false;
    bool m_known = false; ///< m_run and m_seq describe a picture that is applied or waits
    bool m_paused = false;
    bool m_lostWhilePaused = false;
    bool m_connected = false;
    QString m_connectionError;
    int m_lastStatus = -1;
    bool m_lastFresh = false;

    qint64 m_heardAt = -1;    ///< steady ms of the newest message
    double m_heardMoment = 0; ///< its `at`
    qint64 m_askedAt = -1;    ///< steady ms of the last request for a picture
    qint64 m_appliedAt = 0;
    double m_appliedMoment = 0;
    double m_heldNow = 0;
    double m_slowestMs = -1;
    QString m_slowestPlace;

    QTimer m_flushTimer;
    QTimer m_clockTimer;
};

} // namespace headwater
