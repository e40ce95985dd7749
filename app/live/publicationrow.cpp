#include "publicationrow.h"

#include "field.h"

namespace headwater {

namespace {

StepRow readStep(const QJsonObject& object)
{
    StepRow row;
    row.secondary = field::text(object, QLatin1String("secondary"));
    row.state = field::state(object, QLatin1String("state"));
    row.offsets = {field::number(object, QLatin1String("publishedMs")),
                   field::number(object, QLatin1String("sentMs")),
                   field::number(object, QLatin1String("ackedMs")),
                   field::number(object, QLatin1String("askedMs")),
                   field::number(object, QLatin1String("transferredMs")),
                   field::number(object, QLatin1String("liveMs"))};
    row.attempt =
        static_cast<int>(std::min<qint64>(field::count(object, QLatin1String("attempt")), 1000));
    row.rcode = field::text(object, QLatin1String("rcode"));
    row.kind = field::text(object, QLatin1String("kind"));
    row.octets = field::count(object, QLatin1String("octets"));
    row.messages = field::count(object, QLatin1String("messages"));
    row.transferMs = field::number(object, QLatin1String("transferMs"));
    row.keyName = field::text(object, QLatin1String("key"));
    row.error = field::text(object, QLatin1String("error"));
    row.skipped = field::texts(object, QLatin1String("skipped"));
    return row;
}

} // namespace

std::optional<StepRow::Milestone> StepRow::reached() const
{
    for (int i = MilestoneCount - 1; i >= 0; --i) {
        if (offsets[static_cast<std::size_t>(i)]) {
            return static_cast<Milestone>(i);
        }
    }
    return std::nullopt;
}

PublicationRow PublicationRow::read(const QJsonObject& object)
{
    PublicationRow row;
    row.id = field::text(object, QLatin1String("id"));
    row.zone = field::text(object, QLatin1String("zone"));
    row.serial = field::count(object, QLatin1String("serial"));
    row.previous = field::number(object, QLatin1String("previous"));
    row.committedAt = field::number(object, QLatin1String("committedAt")).value_or(0.0);
    row.publishedAt = field::number(object, QLatin1String("publishedAt")).value_or(row.committedAt);
    row.added = field::count(object, QLatin1String("added"));
    row.removed = field::count(object, QLatin1String("removed"));
    row.records = field::count(object, QLatin1String("records"));
    row.author = field::text(object, QLatin1String("author"));
    row.state = field::state(object, QLatin1String("state"));
    row.live = field::count(object, QLatin1String("live"));
    row.of = field::count(object, QLatin1String("of"));
    row.everywhereMs = field::number(object, QLatin1String("everywhereMs"));
    const QList<QJsonObject> steps = field::objects(object, QLatin1String("steps"));
    row.steps.reserve(steps.size());
    for (const QJsonObject& step : steps) {
        row.steps.append(readStep(step));
    }
    return row;
}

QList<int> PublicationRow::tickStates() const
{
    QList<int> states;
    states.reserve(steps.size());
    for (const StepRow& row : steps) {
        states.append(static_cast<int>(row.state));
    }
    return states;
}

const StepRow* PublicationRow::step(const QString& secondary) const
{
    for (const StepRow& row : steps) {
        if (row.secondary == secondary) {
            return &row;
        }
    }
    return nullptr;
}

} // namespace headwater
