#include "zone/condensed.h"

#include <algorithm>

#include "zone/canonicalorder.h"

namespace headwater {

namespace {

enum class Step
{
    Removed,
    Added
};

struct Event
{
    Record record;
    Step step = Step::Removed;
};

bool isChain(const std::vector<std::shared_ptr<const Difference>>& chain)
{
    for (std::size_t i = 1; i < chain.size(); ++i)
        if (chain[i]->from() != chain[i - 1]->to())
            return false;
    return !chain.empty() && chain.back()->to().isNewerThan(chain.front()->from());
}

/// All of them, what concerns one record together and in the order of time.
std::vector<Event> eventsOf(const std::vector<std::shared_ptr<const Difference>>& chain)
{
    std::vector<Event> events;
    for (const auto& difference : chain) {
        for (Record& record : difference->removed())
            events.push_back({std::move(record), Step::Removed});
        for (Record& record : difference->added())
            events.push_back({std::move(record), Step::Added});
    }
    std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) {
        return compareRecords(a.record, b.record) < 0;
    });
    return events;
}

bool isUnchanged(const Record& before, const Record& after)
{
    return before.ttl == after.ttl && before.owner.identical(after.owner) &&
           before.rdata == after.rdata;
}

} // namespace

std::shared_ptr<const Difference>
condensed(const std::vector<std::shared_ptr<const Difference>>& chain)
{
    if (!isChain(chain))
        return nullptr;
    std::vector<Event> events = eventsOf(chain);
    std::vector<Record> removed;
    std::vector<Record> added;
    for (auto begin = events.begin(); begin != events.end();) {
        const auto end = std::find_if(begin + 1, events.end(), [&begin](const Event& each) {
            return compareRecords(each.record, begin->record) != 0;
        });
        // Removed first: it was there at the beginning. Added last: it is there in the end.
        Event& last = *(end - 1);
        const bool wasThere = begin->step == Step::Removed;
        const bool isThere = last.step == Step::Added;
        if (!(wasThere && isThere && isUnchanged(begin->record, last.record))) {
            if (wasThere)
                removed.push_back(begin->record);
            if (isThere)
                added.push_back(std::move(last.record));
        }
        begin = end;
    }
    return Difference::create(chain.front()->zone(), chain.front()->fromSoa(),
                              chain.back()->toSoa(), removed, added);
}

} // namespace headwater
