#include "ingest/zonefilename.h"

#include <algorithm>
#include <array>
#include <string>

namespace headwater {
namespace {

constexpr std::array<std::string_view, 3> ZoneExtensions{".zone", ".db", ".txt"};

/// Of temporary and backup files, and of files that keep zone files company in a repository.
constexpr std::array<std::string_view, 31> OtherExtensions{
    ".swp", ".swo",  ".swx",  ".tmp",  ".temp",     ".bak",      ".orig",     ".rej",
    ".old", ".new",  ".save", ".part", ".dpkg-old", ".dpkg-new", ".inc",      ".md",
    ".rst", ".conf", ".toml", ".yaml", ".yml",      ".json",     ".sh",       ".py",
    ".pl",  ".mk",   ".log",  ".jnl",  ".key",      ".lock",     ".dpkg-dist"};

bool endsWith(std::string_view text, std::string_view end)
{
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool isLeftByAnEditor(std::string_view name)
{
    // 4913 is the file with which vim tries whether it may write in a folder.
    return name.empty() || name.front() == '.' || name.front() == '#' || name.back() == '~' ||
           name == "4913";
}

} // namespace

std::optional<Name> zoneOfFile(std::string_view fileName)
{
    std::string name(fileName);
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (isLeftByAnEditor(name))
        return std::nullopt;
    const auto ends = [&name](std::string_view end) { return endsWith(name, end); };
    const auto* extension = std::find_if(ZoneExtensions.begin(), ZoneExtensions.end(), ends);
    if (extension != ZoneExtensions.end())
        name.resize(name.size() - extension->size());
    else if (std::any_of(OtherExtensions.begin(), OtherExtensions.end(), ends) ||
             name.find('.') == std::string::npos)
        return std::nullopt; // a bare name with one label (Makefile) is no zone either
    auto zone = Name::parse(name);
    if (!zone || zone->isRoot())
        return std::nullopt;
    return std::move(*zone);
}

} // namespace headwater
