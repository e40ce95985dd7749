#include "configurationreader.h"

#include <algorithm>
#include <filesystem>
#include <functional>

#include <toml++/toml.h>

namespace headwater {

struct ConfigurationState
{
    struct Fault
    {
        std::uint32_t line = 0;
        std::string text;
    };

    std::string fileName;
    toml::table root;
    toml::table empty;
    std::vector<Fault> faults;

    void fault(std::uint32_t line, const std::string& key, const std::string& reason)
    {
        const std::string place = line > 0 ? fileName + ": line " + std::to_string(line) : fileName;
        faults.push_back({line, place + ": " + key + ": " + reason});
    }
};

namespace {

const toml::table& asTable(const void* table)
{
    return *static_cast<const toml::table*>(table);
}

} // namespace

bool ConfigurationReader::has(std::string_view key) const
{
    return asTable(m_table).contains(key);
}

std::optional<std::string> ConfigurationReader::text(std::string_view key)
{
    m_asked.emplace(key);
    const toml::node* node = asTable(m_table).get(key);
    if (!node)
        return std::nullopt;
    const auto* value = node->as_string();
    if (!value || value->get().empty() || value->get().size() > 4096) {
        fault(key, "must be a text in quotes, not empty");
        return std::nullopt;
    }
    return value->get();
}

std::string ConfigurationReader::required(std::string_view key)
{
    auto value = text(key);
    if (!value && !has(key))
        fault(key, "is missing");
    return value.value_or("");
}

std::optional<std::int64_t> ConfigurationReader::number(std::string_view key, std::int64_t least,
                                                        std::int64_t most)
{
    m_asked.emplace(key);
    const toml::node* node = asTable(m_table).get(key);
    if (!node)
        return std::nullopt;
    const auto* value = node->as_integer();
    if (!value || value->get() < least || value->get() > most) {
        fault(key,
              "must be a number from " + std::to_string(least) + " to " + std::to_string(most));
        return std::nullopt;
    }
    return value->get();
}

std::vector<std::string> ConfigurationReader::texts(std::string_view key)
{
    m_asked.emplace(key);
    std::vector<std::string> found;
    const toml::node* node = asTable(m_table).get(key);
    if (!node)
        return found;
    const auto* array = node->as_array();
    if (!array) {
        fault(key, "must be a list, like [\"...\"]");
        return found;
    }
    for (const toml::node& element : *array) {
        const auto* value = element.as_string();
        if (value)
            found.push_back(value->get());
        else
            fault(key, "every element must be a text in quotes");
    }
    return found;
}

template <typename T, typename Parse>
std::vector<T> ConfigurationReader::parsed(std::string_view key, Parse parse)
{
    std::vector<T> values;
    for (const std::string& element : texts(key)) {
        if (auto value = parse(element))
            values.push_back(std::move(*value));
        else
            fault(key, value.error().text);
    }
    return values;
}

std::vector<Endpoint> ConfigurationReader::endpoints(std::string_view key,
                                                     std::uint16_t defaultPort)
{
    return parsed<Endpoint>(key, [defaultPort](const std::string& element) {
        return Endpoint::parse(element, defaultPort);
    });
}

std::vector<AddressPrefix> ConfigurationReader::prefixes(std::string_view key)
{
    return parsed<AddressPrefix>(
        key, [](const std::string& element) { return AddressPrefix::parse(element); });
}

std::vector<Name> ConfigurationReader::names(std::string_view key)
{
    return parsed<Name>(key, [](const std::string& element) { return Name::parse(element); });
}

std::string ConfigurationReader::path(const std::string& text) const
{
    const std::filesystem::path given(text);
    if (given.is_absolute())
        return text;
    const auto folder = std::filesystem::path(m_state->fileName).parent_path();
    return (folder / given).lexically_normal().string();
}

void ConfigurationReader::fault(std::string_view key, const std::string& reason)
{
    const toml::node* node = asTable(m_table).get(key);
    const std::uint32_t line =
        node ? node->source().begin.line : asTable(m_table).source().begin.line;
    m_state->fault(line, m_section + "." + std::string(key), reason);
}

void ConfigurationReader::rejectOthers()
{
    for (const auto& [key, node] : asTable(m_table))
        if (m_asked.count(std::string_view(key)) == 0)
            m_state->fault(node.source().begin.line, m_section + "." + std::string(key.str()),
                           "there is no such key");
}

Result<ConfigurationDocument> ConfigurationDocument::parse(std::string_view text,
                                                           const std::string& fileName)
{
    ConfigurationDocument document;
    document.m_state = std::make_shared<ConfigurationState>();
    document.m_state->fileName = fileName;
    try {
        document.m_state->root = toml::parse(text, fileName);
    } catch (const toml::parse_error& error) {
        return failure(fileName + ": line " + std::to_string(error.source().begin.line) + ": " +
                       std::string(error.description()));
    }
    return document;
}

ConfigurationReader ConfigurationDocument::section(std::string_view name)
{
    m_asked.emplace(name);
    ConfigurationReader reader;
    reader.m_state = m_state;
    reader.m_section = std::string(name);
    reader.m_table = &m_state->empty;
    const toml::node* node = m_state->root.get(name);
    if (node && node->is_table())
        reader.m_table = node->as_table();
    else if (node)
        m_state->fault(node->source().begin.line, std::string(name),
                       "must be a section: [" + std::string(name) + "]");
    return reader;
}

std::vector<ConfigurationReader> ConfigurationDocument::list(std::string_view name)
{
    m_asked.emplace(name);
    std::vector<ConfigurationReader> readers;
    const toml::node* node = m_state->root.get(name);
    if (!node)
        return readers;
    if (!node->is_array_of_tables()) {
        m_state->fault(node->source().begin.line, std::string(name),
                       "must be written [[" + std::string(name) + "]]");
        return readers;
    }
    for (const toml::node& element : *node->as_array()) {
        ConfigurationReader reader;
        reader.m_state = m_state;
        reader.m_section = std::string(name);
        reader.m_table = element.as_table();
        readers.push_back(std::move(reader));
    }
    return readers;
}

void ConfigurationDocument::rejectOthers()
{
    for (const auto& [key, node] : m_state->root)
        if (m_asked.count(std::string_view(key)) == 0)
            m_state->fault(node.source().begin.line, std::string(key.str()),
                           "there is no such section");
}

std::optional<std::string> ConfigurationDocument::firstFault() const
{
    if (m_state->faults.empty())
        return std::nullopt;
    // Faults are found by section; a person reads the file from the top.
    const auto first =
        std::min_element(m_state->faults.begin(), m_state->faults.end(),
                         [](const auto& a, const auto& b) { return a.line < b.line; });
    return first->text;
}

} // namespace headwater
