#include "base/invariant.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>

namespace headwater {

namespace {
std::atomic<std::uint64_t> broken{0};
std::function<void(int, const std::string&)>& handlerSlot()
{
    static std::function<void(int, const std::string&)> handler;
    return handler;
}
} // namespace

bool invariant(int number, bool holds, std::string_view what)
{
    if (holds)
        return true;
    broken.fetch_add(1);
    const std::string text(what);
#ifndef NDEBUG
    std::fprintf(stderr, "invariant %d broken: %s\n", number, text.c_str());
    std::abort();
#else
    if (handlerSlot())
        handlerSlot()(number, text);
    else
        std::fprintf(stderr, "invariant %d broken: %s\n", number, text.c_str());
    return false;
#endif
}

void setInvariantHandler(std::function<void(int, const std::string&)> handler)
{
    handlerSlot() = std::move(handler);
}

std::uint64_t brokenInvariants()
{
    return broken.load();
}

} // namespace headwater
