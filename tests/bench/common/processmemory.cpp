#include "bench/common/processmemory.h"

#include <fstream>
#include <string>

namespace headwater {
namespace {

double proportionalShare(std::int64_t pid)
{
    std::ifstream file("/proc/" + std::to_string(pid) + "/smaps_rollup");
    std::string word;
    while (file >> word) {
        double kib = 0;
        if (word == "Pss:" && file >> kib)
            return kib * 1024;
    }
    return 0;
}

} // namespace

double residentOctets(std::int64_t pid)
{
    double sum = proportionalShare(pid);
    const std::string task = std::to_string(pid);
    std::ifstream children("/proc/" + task + "/task/" + task + "/children");
    std::int64_t child = 0;
    while (children >> child)
        sum += residentOctets(child);
    return sum;
}

} // namespace headwater
