#include "bench/common/report.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <thread>

#include <QDate>
#include <QProcess>
#include <QSysInfo>

#include "bench/common/benchzone.h"

namespace headwater {
namespace {

/// The value of the first line "<field> : <value>" of a file in /proc.
std::string field(const char* path, const std::string& name)
{
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        const std::size_t colon = line.find(':');
        if (line.compare(0, name.size(), name) == 0 && colon != std::string::npos)
            return line.substr(line.find_first_not_of(" \t", colon + 1));
    }
    return "?";
}

std::string peerVersions()
{
    QProcess process;
    process.start(QStringLiteral("dpkg-query"),
                  {QStringLiteral("-W"), QStringLiteral("-f=, ${Package} ${Version}"),
                   QStringLiteral("knot"), QStringLiteral("nsd"), QStringLiteral("bind9")});
    process.waitForFinished();
    return process.readAllStandardOutput().toStdString();
}

} // namespace

std::string shown(double figure)
{
    std::array<char, 64> text{};
    const int digits = figure < 10 ? 2 : figure < 100 ? 1 : 0;
    std::snprintf(text.data(), text.size(), "%.*f", digits, figure);
    std::string grouped = text.data();
    if (digits == 0)
        for (std::size_t at = grouped.size(); at > 3 && grouped[at - 4] != '-'; at -= 3)
            grouped.insert(at - 3, ",");
    return grouped;
}

Table::Table(const std::string& title)
{
    std::printf(
        "\n**%s**\n\n| what | median | p90 | min | max | n |\n|---|---:|---:|---:|---:|---:|\n",
        title.c_str());
}

void Table::row(const std::string& what, const Samples& samples) const
{
    std::printf("| %s | %s | %s | %s | %s | %zu |\n", what.c_str(), shown(samples.median()).c_str(),
                shown(samples.quantile(0.9)).c_str(), shown(samples.quantile(0)).c_str(),
                shown(samples.quantile(1)).c_str(), samples.values.size());
    std::fflush(stdout);
}

void Table::row(const std::string& what, double figure) const
{
    std::printf("| %s | %s | | | | 1 |\n", what.c_str(), shown(figure).c_str());
    std::fflush(stdout);
}

Report::Report()
{
    double load = 0;
    std::ifstream("/proc/loadavg") >> load;
    const double memory = std::strtod(field("/proc/meminfo", "MemTotal").c_str(), nullptr);
    std::printf("%s; %u cores (%s), %.0f GiB, %s, load average %.1f%s; loopback.\n",
                QDate::currentDate().toString(Qt::ISODate).toStdString().c_str(),
                std::thread::hardware_concurrency(), field("/proc/cpuinfo", "model name").c_str(),
                memory / 1048576,
                (QSysInfo::kernelType() + QLatin1Char(' ') + QSysInfo::kernelVersion())
                    .toStdString()
                    .c_str(),
                load, peerVersions().c_str());
    if (benchShrink() > 1)
        std::printf("\n**A trial: zones are %zu times smaller than the tables say.**\n",
                    benchShrink());
    std::fflush(stdout);
}

void Report::atLeast(const std::string& what, double asked, double measured)
{
    add(what, "at least " + shown(asked), measured, asked - measured);
}

void Report::atMost(const std::string& what, double asked, double measured)
{
    add(what, "at most " + shown(asked), measured, measured - asked);
}

void Report::add(const std::string& what, const std::string& asked, double measured, double missing)
{
    m_goals += "| " + what + " | " + asked + " | " + shown(measured) + " | " +
               (missing <= 0 ? "yes" : "**no**") + " |\n";
}

void Report::finish() const
{
    if (!m_goals.empty())
        std::printf("\n| goal | asked | measured | reached |\n|---|---:|---:|---|\n%s",
                    m_goals.c_str());
    std::fflush(stdout);
}

} // namespace headwater
