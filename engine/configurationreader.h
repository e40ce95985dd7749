#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/address.h"
#include "base/result.h"
#include "dns/name.h"

namespace headwater {

struct ConfigurationState;

/// One table of the file. Every value that is asked for is checked for type and range; what is
/// wrong is noted as `file: line n: section.key: reason` and reading goes on. The home of toml++.
class ConfigurationReader
{
public:
    [[nodiscard]] bool has(std::string_view key) const;
    [[nodiscard]] std::optional<std::string> text(std::string_view key);
    /// A missing one is a fault, and "".
    [[nodiscard]] std::string required(std::string_view key);
    [[nodiscard]] std::optional<std::int64_t> number(std::string_view key, std::int64_t least,
                                                     std::int64_t most);
    [[nodiscard]] std::vector<std::string> texts(std::string_view key);
    [[nodiscard]] std::vector<Endpoint> endpoints(std::string_view key, std::uint16_t defaultPort);
    [[nodiscard]] std::vector<AddressPrefix> prefixes(std::string_view key);
    [[nodiscard]] std::vector<Name> names(std::string_view key);
    /// A path in the file is relative to the file.
    [[nodiscard]] std::string path(const std::string& text) const;

    void fault(std::string_view key, const std::string& reason);
    /// Keys that nobody asked for are faults: a misspelt key must not be ignored.
    void rejectOthers();

private:
    friend class ConfigurationDocument;
    template <typename T, typename Parse> std::vector<T> parsed(std::string_view key, Parse parse);

    std::shared_ptr<ConfigurationState> m_state;
    const void* m_table = nullptr; // toml::table, which only the .cpp knows
    std::string m_section;
    std::set<std::string, std::less<>> m_asked;
};

/// The whole file.
class ConfigurationDocument
{
public:
    [[nodiscard]] static Result<ConfigurationDocument> parse(std::string_view text,
                                                             const std::string& fileName);
    /// [name]; an empty one when it is not there.
    [[nodiscard]] ConfigurationReader section(std::string_view name);
    /// [[name]], in file order.
    [[nodiscard]] std::vector<ConfigurationReader> list(std::string_view name);
    void rejectOthers();
    [[nodiscard]] std::optional<std::string> firstFault() const;

private:
    std::shared_ptr<ConfigurationState> m_state;
    std::set<std::string, std::less<>> m_asked;
};

} // namespace headwater
