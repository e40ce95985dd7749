#pragma once

namespace headwater {

/// One line a message: with a time for a terminal or file, with a priority for the journal, which
/// keeps the time itself (sd-daemon(3)).
void setLogForm();

} // namespace headwater
