#include "unixsignals.h"

#include <csignal>

#include <sys/signalfd.h>
#include <unistd.h>

namespace headwater {

UnixSignals::UnixSignals(QObject* parent)
    : QObject(parent)
{
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, SIGTERM);
    sigaddset(&mask, SIGINT);
    sigaddset(&mask, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &mask, nullptr);
    m_descriptor = signalfd(-1, &mask, SFD_NONBLOCK | SFD_CLOEXEC);
    m_notifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &UnixSignals::read);
    // A peer that closes its end must not end us.
    std::signal(SIGPIPE, SIG_IGN);
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
