#include "secondarymodel.h"

#include <algorithm>

#include "field.h"

namespace headwater {

QVariant SecondaryModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const SecondaryRow& row = rows().at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return row.name;
    case SiteRole:
        return row.siteName();
    case AddressRole:
        return row.address;
    case SecondaryStateRole:
        return static_cast<int>(row.state);
    case ZonesRole:
        return row.zones;
    case ZonesLiveRole:
        return row.zonesLive;
    case ZonesBehindRole:
        return row.zonesBehind;
    case VersionsBehindRole:
        return row.versionsBehind;
    case NotifyStateRole:
        return row.notifyState;
    case NotifyTextRole:
        return row.notifyText;
    case NotifyRttMsRole:
        return field::orNan(row.notifyRttMs);
    case NotifyRetryAtRole:
        return field::orNan(row.notifyRetryAt);
    case RttsRole:
        return QVariant::fromValue(row.rttsMs);
    case P50MsRole:
        return field::orNan(row.p50Ms);
    case P99MsRole:
        return field::orNan(row.p99Ms);
    case SamplesRole:
        return row.samples;
    case BudgetMsRole:
        return field::orNan(row.budgetMs);
    case TransferredRole:
        return row.transferred;
    case TransferKindRole:
        return row.transferKind;
    case TransferOctetsRole:
        return row.transferOctets;
    case TransferMsRole:
        return row.transferMs;
    case TransferAtRole:
        return row.transferAt;
    case KeyNameRole:
        return row.keyName;
    case ErrorRole:
        return row.error;
    case CauseCodeRole:
        return row.causeCode;
    case ProbeSerialRole:
        return field::orNan(row.probeSerial);
    case ProbeRttMsRole:
        return field::orNan(row.probeRttMs);
    case ProbeAtRole:
        return field::orNan(row.probeAt);
    default:
        return {};
    }
}

QHash<int, QByteArray> SecondaryModel::roleNames() const
{
    return {{NameRole, "name"},
            {SiteRole, "site"},
            {AddressRole, "address"},
            {SecondaryStateRole, "secondaryState"},
            {ZonesRole, "zones"},
            {ZonesLiveRole, "zonesLive"},
            {ZonesBehindRole, "zonesBehind"},
            {VersionsBehindRole, "versionsBehind"},
            {NotifyStateRole, "notifyState"},
            {NotifyTextRole, "notifyText"},
            {NotifyRttMsRole, "notifyRttMs"},
            {NotifyRetryAtRole, "notifyRetryAt"},
            {RttsRole, "rtts"},
            {P50MsRole, "p50Ms"},
            {P99MsRole, "p99Ms"},
            {SamplesRole, "samples"},
            {BudgetMsRole, "budgetMs"},
            {TransferredRole, "transferred"},
            {TransferKindRole, "transferKind"},
            {TransferOctetsRole, "transferOctets"},
            {TransferMsRole, "transferMs"},
            {TransferAtRole, "transferAt"},
            {KeyNameRole, "keyName"},
            {ErrorRole, "error"},
            {CauseCodeRole, "causeCode"},
            {ProbeSerialRole, "probeSerial"},
            {ProbeRttMsRole, "probeRttMs"},
            {ProbeAtRole, "probeAt"}};
}

QList<int> SecondaryModel::states() const
{
    QList<int> result;
    for (const SecondaryRow& row : rows()) {
        const bool inSync = row.state == Live::State::Moving;
        result.append(static_cast<int>(inSync ? Live::State::Ok : row.state));
    }
    return result;
}

int SecondaryModel::countIn(int state) const
{
    int n = 0;
    for (const SecondaryRow& row : rows()) {
        n += static_cast<int>(row.state) == state ? 1 : 0;
    }
    return n;
}

int SecondaryModel::troubled() const
{
    return countIn(static_cast<int>(Live::State::Fail)) +
           countIn(static_cast<int>(Live::State::Lag));
}

bool SecondaryModel::anyStuck() const
{
    return countIn(static_cast<int>(Live::State::Fail)) > 0;
}

double SecondaryModel::greatestRttMs() const
{
    double greatest = 0.0;
    for (const SecondaryRow& row : rows()) {
        for (double rtt : row.rttsMs) {
            greatest = std::max(greatest, rtt);
        }
    }
    return greatest;
}

QStringList SecondaryModel::behindNames() const
{
    QStringList names;
    for (const Live::State state : {Live::State::Fail, Live::State::Lag, Live::State::Unknown}) {
        for (const SecondaryRow& row : rows()) {
            if (row.state == state) {
                names.append(row.name);
            }
        }
    }
    return names;
}

int SecondaryModel::stateOf(const QString& name) const
{
    const SecondaryRow* row = find(name);
    return static_cast<int>(row != nullptr ? row->state : Live::State::Unknown);
}

QString SecondaryModel::addressOf(const QString& name) const
{
    const SecondaryRow* row = find(name);
    return row != nullptr ? row->address : QString();
}

} // namespace headwater
