#include "publicationfacts.h"

#include "field.h"

namespace headwater {

void PublicationFacts::setPublications(PublicationModel* publications)
{
    if (m_publications == publications) {
        return;
    }
    if (m_publications != nullptr) {
        m_publications->disconnect(this);
    }
    m_publications = publications;
    if (m_publications != nullptr) {
        connect(m_publications, &PublicationModel::changed, this, &PublicationFacts::refresh);
    }
    refresh();
}

void PublicationFacts::setPublicationId(const QString& id)
{
    if (m_id != id) {
        m_id = id;
        m_row = PublicationRow();
        refresh();
    }
}

void PublicationFacts::refresh()
{
    const PublicationRow* row = m_publications != nullptr ? m_publications->find(m_id) : nullptr;
    m_found = row != nullptr;
    if (row != nullptr) {
        m_row = *row;
    }
    Q_EMIT changed();
}

int PublicationFacts::stateOn(const QString& secondary) const
{
    const StepRow* step = m_row.step(secondary);
    return static_cast<int>(step != nullptr ? step->state : Live::State::Unknown);
}

QString PublicationFacts::telling() const
{
    const StepRow* best = nullptr;
    for (const StepRow& step : m_row.steps) {
        if (best == nullptr || step.state < best->state) {
            best = &step;
        } else if (step.state == best->state &&
                   step.offsets[StepRow::LiveThere].value_or(0.0) >
                       best->offsets[StepRow::LiveThere].value_or(0.0)) {
            best = &step;
        }
    }
    return best != nullptr ? best->secondary : QString();
}

double PublicationFacts::liveAfter(const QString& secondary) const
{
    const StepRow* step = m_row.step(secondary);
    return field::orNan(step != nullptr ? step->offsets[StepRow::LiveThere] : std::nullopt);
}

} // namespace headwater
