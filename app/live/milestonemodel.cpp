#include "milestonemodel.h"

#include "field.h"
#include "format.h"

namespace headwater {

namespace {

QString titleOf(const StepRow& step, int milestone)
{
    switch (milestone) {
    case StepRow::Published:
        return QStringLiteral("Published");
    case StepRow::Sent:
        return QStringLiteral("NOTIFY sent");
    case StepRow::Acked:
        return QStringLiteral("NOTIFY acked");
    case StepRow::Asked:
        return step.kind.isEmpty() ? QStringLiteral("Asked") : step.kind + QStringLiteral(" asked");
    case StepRow::Transferred:
        return QStringLiteral("Transferred");
    default:
        return QStringLiteral("Live");
    }
}

QString transferText(const StepRow& step)
{
    if (step.kind == QLatin1String("SOA")) {
        return QStringLiteral("was up to date");
    }
    if (step.kind.isEmpty()) {
        return {};
    }
    QStringList parts{step.kind + QLatin1Char(' ') +
                      Format::bytes(static_cast<double>(step.octets))};
    if (step.messages > 0) {
        parts.append(Format::plural(static_cast<double>(step.messages), QStringLiteral("message")));
    }
    if (step.transferMs) {
        parts.append(Format::duration(*step.transferMs));
    }
    return parts.join(QStringLiteral(", "));
}

} // namespace

void MilestoneModel::setPublication(PublicationFacts* publication)
{
    if (m_publication == publication) {
        return;
    }
    if (m_publication != nullptr) {
        m_publication->disconnect(this);
    }
    m_publication = publication;
    if (m_publication != nullptr) {
        connect(m_publication, &PublicationFacts::changed, this, &MilestoneModel::rebuild);
    }
    rebuild();
    Q_EMIT changed();
}

void MilestoneModel::setSecondary(const QString& secondary)
{
    if (m_secondary != secondary) {
        m_secondary = secondary;
        rebuild();
        Q_EMIT changed();
    }
}

void MilestoneModel::setAddress(const QString& address)
{
    if (m_address != address) {
        m_address = address;
        rebuild();
        Q_EMIT changed();
    }
}

void MilestoneModel::rebuild()
{
    QList<Entry> next;
    const PublicationRow row = m_publication != nullptr ? m_publication->row() : PublicationRow();
    if (const StepRow* step = row.step(m_secondary)) {
        const auto reached = step->reached();
        next.append({QStringLiteral("Committed"), 0.0, row.author, Live::State::Ok, false});
        bool openSeen = false;
        for (int i = 0; i < StepRow::MilestoneCount; ++i) {
            Entry entry;
            entry.title = titleOf(*step, i);
            entry.offsetMs = step->offsets[static_cast<std::size_t>(i)];
            entry.skipped = !entry.offsetMs && reached && i < *reached;
            if (entry.offsetMs) {
                entry.state = Live::State::Ok;
            } else if (!entry.skipped && !openSeen) {
                openSeen = true;
                entry.state = step->state;
            }
            entry.evidence = entry.skipped ? QStringLiteral("skipped: fetched before NOTIFY")
                             : !entry.offsetMs && entry.state != Live::State::Unknown
                                 ? step->error
                                 : evidenceOf(*step, i);
            next.append(entry);
        }
    }
    if (next.size() != m_entries.size()) {
        beginResetModel();
        m_entries = next;
        endResetModel();
        return;
    }
    for (int i = 0; i < next.size(); ++i) {
        if (m_entries.at(i) != next.at(i)) {
            m_entries[i] = next.at(i);
            Q_EMIT dataChanged(index(i), index(i));
        }
    }
}

QString MilestoneModel::evidenceOf(const StepRow& step, int milestone) const
{
    if (!step.offsets[static_cast<std::size_t>(milestone)]) {
        return {};
    }
    switch (milestone) {
    case StepRow::Published:
        return QStringLiteral("serial ") + QString::number(m_publication->row().serial);
    case StepRow::Sent:
        return Format::address(m_address) +
               (step.attempt > 0 ? QStringLiteral(", try ") + QString::number(step.attempt)
                                 : QString());
    case StepRow::Acked:
        return step.rcode;
    case StepRow::Asked:
        return step.keyName.isEmpty() ? QStringLiteral("unsigned")
                                      : QStringLiteral("signed by ") + step.keyName;
    case StepRow::Transferred:
        return transferText(step);
    default:
        return QStringLiteral("its address answers it");
    }
}

int MilestoneModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant MilestoneModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const Entry& entry = m_entries.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case TitleRole:
        return entry.title;
    case OffsetMsRole:
        return field::orNan(entry.offsetMs);
    case EvidenceRole:
        return entry.evidence;
    case MilestoneStateRole:
        return static_cast<int>(entry.state);
    case SkippedRole:
        return entry.skipped;
    default:
        return {};
    }
}

QHash<int, QByteArray> MilestoneModel::roleNames() const
{
    return {{TitleRole, "title"},
            {OffsetMsRole, "offsetMs"},
            {EvidenceRole, "evidence"},
            {MilestoneStateRole, "milestoneState"},
            {SkippedRole, "skipped"}};
}

} // namespace headwater
