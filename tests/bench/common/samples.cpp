#include "bench/common/samples.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include <fcntl.h>
#include <unistd.h>

namespace headwater {

double millisecondsSince(Steady::time_point start)
{
    return std::chrono::duration<double, std::milli>(Steady::now() - start).count();
}

double Samples::quantile(double share) const
{
    if (values.empty())
        return 0;
    std::vector<double> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    const auto last = static_cast<double>(sorted.size() - 1);
    return sorted[static_cast<std::size_t>(std::lround(share * last))];
}

Samples durableFloor(const std::string& folder)
{
    const std::string path = folder + "/fdatasync";
    const int file = ::open(path.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
    const std::vector<char> block(4096, 'x');
    Samples samples;
    for (int i = 0; i < 200 && file >= 0; ++i) {
        const auto start = Steady::now();
        if (::write(file, block.data(), block.size()) < 0 || ::fdatasync(file) != 0)
            break;
        samples.add(millisecondsSince(start));
    }
    ::close(file);
    return samples;
}

void giveUp(const std::string& why)
{
    std::fflush(stdout);
    std::fprintf(stderr, "bench: %s\n", why.c_str());
    std::_Exit(1);
}

} // namespace headwater
