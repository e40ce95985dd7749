#pragma once

#include "base/octets.h"

namespace headwater {

/// Does a page end in front of this owner, a name in wire form? Decided by the contents alone - a
/// fixed hash of the owner's name against how many octets stand before it - so that equal contents
/// are cut alike, whatever the path of edits to them, and cuts agree again soon behind a change.
///
///     body of a page   0 ......................... 11 KiB ............ 16 KiB - base
///     a cut is         rare (one in 256 KiB)        likely (each 2 KiB)  forced, anywhere
///
/// The rare cuts are for zones of large owners only, where hardly ever two cuts can be chosen from.
/// `body`: octets of the page so far; `previous`: those of them that the owner before takes up.
[[nodiscard]] bool isPageCut(OctetView owner, std::size_t body, std::size_t previous);

} // namespace headwater
