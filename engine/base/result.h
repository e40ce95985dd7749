#pragma once

#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace headwater {

/// Why something could not be done: one sentence for a person that names the thing and the place,
/// for example `zone apps.example: line 14: A record needs an IPv4 address, got "1.2.3"`.
struct Error
{
    std::string text;

    /// The same error seen from further out: "place: text".
    [[nodiscard]] Error in(const std::string& place) const { return Error{place + ": " + text}; }
};

template <typename T> using Result = tl::expected<T, Error>;

/// `return failure("...")` from any function that returns a Result.
[[nodiscard]] inline tl::unexpected<Error> failure(std::string text)
{
    return tl::unexpected<Error>(Error{std::move(text)});
}

/// Passes on the error of another Result, with the place it happened in.
template <typename T>
[[nodiscard]] tl::unexpected<Error> failure(const Result<T>& result, const std::string& place)
{
    return tl::unexpected<Error>(result.error().in(place));
}

} // namespace headwater
