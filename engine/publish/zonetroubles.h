#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "status/facts.h"

namespace headwater {

/// Why zones are not published as they are wanted, told once each and again when it ends: refused
/// contents, refused records, contents that the store cannot give. Updater thread.
class ZoneTroubles
{
public:
    using Say = std::function<void(Fact::Body body)>;
    explicit ZoneTroubles(Say say)
        : m_say(std::move(say))
    {
    }

    /// The contents as a whole may not be published.
    void reject(const Name& zone, const std::string& source,
                const std::vector<std::string>& reasons);
    void accept(const Name& zone);
    /// Sentences about all records of a zone that are held back; none: there are none any more.
    void rejectRecords(const Name& zone, const std::vector<std::string>& sentences);
    void cannotLoad(const Name& zone, const std::string& reason);
    void loaded(const Name& zone);
    /// The zone is gone, and its troubles with it.
    void forget(const Name& zone);

private:
    using Told = std::unordered_map<Name, std::string>;
    void begin(Told& told, const Name& zone, const std::string& place, const std::string& reason);
    void end(Told& told, const Name& zone, const std::string& place);

    Say m_say;
    Told m_rejected;
    Told m_records;
    Told m_notLoadable;
};

} // namespace headwater
