#pragma once

#include <string_view>

#include "dns/record.h"

namespace headwater {

/// Can this type be read field by field? False for types ldns has no fields for, or the wrong ones
/// (NULL, NXT, A6, SINK, ATMA): those are written `\# length hex`.
[[nodiscard]] bool hasTextFields(RecordType type);

/// RDATA from presentation form, in the fields that ldns names for the type. Each field is read
/// strictly here, or by ldns where its reader is strict itself: ldns as a whole lets 70000 pass for
/// 4464, pads half an octet, takes an unknown type for TYPE0 and leaves a relative gateway alone.
[[nodiscard]] Result<Rdata> fieldRdataFromText(RecordType type, std::string_view text,
                                               const Name& origin);

} // namespace headwater
