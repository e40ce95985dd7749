#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "store/sqlitestore.h"
#include "store/statement.h"

namespace headwater {

/// The zones of the store, their settings and their serial floors. Runs inside the caller's
/// transaction.
class ZoneRows
{
public:
    struct Row
    {
        std::int64_t id = 0;
        ZoneSettings settings;
    };

    explicit ZoneRows(Database& database)
        : m_database(database)
    {
    }

    [[nodiscard]] Result<std::vector<Row>> all();
    [[nodiscard]] Result<std::optional<Row>> find(const Name& zone);
    /// An error when there is no such zone.
    [[nodiscard]] Result<Row> get(const Name& zone);
    /// Inserts it or writes over the settings of the zone of that name.
    [[nodiscard]] Result<void> save(const ZoneSettings& settings);
    /// With everything that belongs to it, the serial floor excepted.
    [[nodiscard]] Result<void> remove(std::int64_t id);

    [[nodiscard]] Result<std::optional<Serial>> floor(const Name& zone);
    [[nodiscard]] Result<void> setFloor(const Name& zone, Serial serial);

    /// A transaction was undone: rows may differ from what was read in it.
    void forget() { m_known.clear(); }

private:
    [[nodiscard]] Result<std::optional<Row>> read(const Name& zone);

    std::unordered_map<Name, Row> m_known; ///< read lately: a change asks for its zone many times
    Database& m_database;
};

/// Do two SOA differ in anything but the serial?
[[nodiscard]] bool differsBesidesSerial(const Soa& a, const Soa& b);

} // namespace headwater
