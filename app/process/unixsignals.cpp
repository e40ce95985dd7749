#include "unixsignals.h"

#include <csignal>

#include <sys/signalfd.h>
#include <unistd.h>

namespace headwater {

namespace {

sigset_t endingAndReload()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    return set;
}

} // namespace

void UnixSignals::block()
{
    const sigset_t set = endingAndReload();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    // A peer that closes its end must not end us.
    std::signal(SIGPIPE, SIG_IGN);
}

UnixSignals::UnixSignals(QObject* parent)
    : QObject(parent)
{
    const sigset_t set = endingAndReload();
    m_descriptor = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    m_notifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &UnixSignals::read);
}

UnixSignals::~UnixSignals()
{
    m_notifier.reset();
    close(m_descriptor);
}

void UnixSignals::read()
{
    signalfd_siginfo received{};
    while (::read(m_descriptor, &received, sizeof received) ==
           static_cast<ssize_t>(sizeof received)) {
        if (received.ssi_signo == static_cast<std::uint32_t>(SIGHUP))
            Q_EMIT reload();
        else
            Q_EMIT terminate();
    }
}

} // namespace headwater
