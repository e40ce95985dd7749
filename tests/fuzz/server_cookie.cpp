// Any octets as a COOKIE option: the first octet says how long ago the client got it. Nobody can
// make one of ours; one of ours comes back as it is while it is young, and from its address only.
#include <algorithm>
#include <cstdlib>

#include "answer/servercookie.h"

using namespace headwater;

namespace {

const std::chrono::sys_seconds Now{std::chrono::seconds(1700000000)};

void require(bool holds)
{
    if (!holds)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size)
{
    if (size < 1)
        return 0;
    const EdnsOption asked{ServerCookie::Option, Octets(octets + 1, octets + size)};
    const bool wellFormed = ServerCookie::isWellFormed(asked);
    require(wellFormed == (size - 1 == 8 || (size - 1 >= 16 && size - 1 <= 40)));
    if (!wellFormed)
        return 0;
    const SipHashKey secret{1, 2, 3};
    const IpAddress client = *IpAddress::parse(size % 2 == 0 ? "192.0.2.1" : "2001:db8::1");
    const EdnsOption told = ServerCookie::answer(asked, client, Now, secret);
    require(told.code == ServerCookie::Option && told.data.size() == 24);
    require(std::equal(told.data.begin(), told.data.begin() + 8, asked.data.begin()));
    require(told.data != asked.data); // nobody guesses 64 bits
    const int minutes = octets[0];
    const auto later = Now + std::chrono::minutes(minutes);
    const EdnsOption again = ServerCookie::answer(told, client, later, secret);
    require((again.data == told.data) == (minutes <= 30));
    const IpAddress other = *IpAddress::parse("192.0.2.2");
    require(ServerCookie::answer(told, other, Now, secret).data != told.data);
    return 0;
}
