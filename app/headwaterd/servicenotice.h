#pragma once

#include <string_view>

namespace headwater {

/// Tells the service manager what state we are in ("READY=1", "RELOADING=1\nMONOTONIC_USEC=...",
/// "STOPPING=1"): one datagram to $NOTIFY_SOCKET, as sd_notify(3) does; nothing where there is
/// none. Any thread.
void tellServiceManager(std::string_view state);

} // namespace headwater
