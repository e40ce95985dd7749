#pragma once

#include <QMap>
#include <QRandomGenerator>
#include <QStringList>

namespace headwater {

/// A zone file that changes at random: RRsets come, go, lose and gain records and change their TTL,
/// delegations with glue and aliases among them, and sometimes fields of the SOA. The same seed
/// gives the same changes.
class RandomZoneFile
{
public:
    RandomZoneFile(quint32 seed, quint32 serial)
        : m_random(seed)
        , m_serial(serial)
    {
        for (int i = 0; i < 1500; ++i)
            replaceRRset();
    }

    void change()
    {
        switch (m_random.bounded(12)) {
        case 0:
            m_soa[m_random.bounded(4)] = QString::number(m_random.bounded(3000, 90000));
            break;
        case 1:
        case 2:
            if (!m_sets.isEmpty())
                someRRset()->ttl = m_random.bounded(60, 7200);
            break;
        case 3:
        case 4:
            if (!m_sets.isEmpty())
                m_sets.erase(someRRset());
            break;
        case 5:
        case 6:
            loseRecord();
            break;
        default:
            replaceRRset();
        }
    }

    [[nodiscard]] QString text() const
    {
        QString text = QStringLiteral("$TTL 300\n@ IN SOA ns1 hostmaster %1 %2\n"
                                      "@ IN NS ns1\n@ IN NS ns2\nns1 IN A 192.0.2.53\n"
                                      "ns2 IN AAAA 2001:db8::53\nwww 60 IN TXT \"%3\"\n")
                           .arg(m_serial)
                           .arg(m_soa.join(QLatin1Char(' ')))
                           .arg(m_marks);
        for (auto set = m_sets.begin(); set != m_sets.end(); ++set)
            for (const QString& rdata : set->rdata)
                text += QStringLiteral("%1 %2 IN %3\n").arg(set->owner).arg(set->ttl).arg(rdata);
        return text;
    }

    /// Records in the zone, SOA included.
    [[nodiscard]] int recordCount() const
    {
        int count = 6;
        for (const RRset& set : m_sets)
            count += static_cast<int>(set.rdata.size());
        return count;
    }

    /// Makes the text of the next version its own: www TXT says which one it is.
    int mark() { return ++m_marks; }

private:
    struct RRset
    {
        QString owner;
        int ttl = 300;
        QStringList rdata; ///< type and RDATA
    };

    /// There is one.
    [[nodiscard]] QMap<QString, RRset>::iterator someRRset()
    {
        return std::next(m_sets.begin(), m_random.bounded(static_cast<int>(m_sets.size())));
    }

    void loseRecord()
    {
        if (m_sets.isEmpty())
            return;
        QStringList& rdata = someRRset()->rdata;
        if (rdata.size() > 1)
            rdata.removeAt(m_random.bounded(static_cast<int>(rdata.size())));
    }

    void replaceRRset()
    {
        // What a name is for follows from its number, so that an alias stays alone at it.
        const int number = m_random.bounded(1200);
        RRset set{ownerOf(number), m_random.bounded(60, 7200), {}};
        const QStringList types = typesOf(number);
        const QString type = types[m_random.bounded(static_cast<int>(types.size()))];
        const int most = type == QStringLiteral("CNAME") ? 1 : 5;
        for (int i = m_random.bounded(most); i >= 0; --i) {
            const QString rdata = type + QLatin1Char(' ') + rdataOf(type, number);
            if (!set.rdata.contains(rdata))
                set.rdata += rdata;
        }
        m_sets[set.owner + QLatin1Char(' ') + type] = set;
    }

    [[nodiscard]] static QString ownerOf(int number)
    {
        switch (number % 10) {
        case 0:
            return QStringLiteral("*.w%1").arg(number);
        case 1:
            return QStringLiteral("cut%1").arg(number);
        case 2:
            return QStringLiteral("ns.cut%1").arg(number - 1); // glue
        case 3:
            return QStringLiteral("a.b.c%1.deep").arg(number);
        default:
            return QStringLiteral("h%1").arg(number);
        }
    }

    [[nodiscard]] static QStringList typesOf(int number)
    {
        switch (number % 10) {
        case 1:
            return {QStringLiteral("NS")};
        case 2:
            return {QStringLiteral("A"), QStringLiteral("AAAA")};
        case 4:
            return {QStringLiteral("CNAME")};
        default:
            return {QStringLiteral("A"),   QStringLiteral("AAAA"),     QStringLiteral("TXT"),
                    QStringLiteral("MX"),  QStringLiteral("SRV"),      QStringLiteral("CAA"),
                    QStringLiteral("PTR"), QStringLiteral("TYPE65280")};
        }
    }

    [[nodiscard]] QString rdataOf(const QString& type, int number)
    {
        const int one = m_random.bounded(250);
        if (type == QStringLiteral("A"))
            return QStringLiteral("198.51.%1.%2").arg(m_random.bounded(250)).arg(one);
        if (type == QStringLiteral("AAAA"))
            return QStringLiteral("2001:db8::%1:%2").arg(number).arg(one, 0, 16);
        if (type == QStringLiteral("NS"))
            return QStringLiteral("ns%1.cut%2")
                .arg(one % 3 == 0 ? QString() : QString::number(one))
                .arg(number);
        if (type == QStringLiteral("MX"))
            return QStringLiteral("%1 Mail%2.interop.example.").arg(one).arg(number);
        if (type == QStringLiteral("SRV"))
            return QStringLiteral("%1 5 443 h%2").arg(one).arg(number);
        if (type == QStringLiteral("CAA"))
            return QStringLiteral("0 issue \"ca%1.example\"").arg(one);
        if (type == QStringLiteral("TYPE65280"))
            return QStringLiteral("\\# 4 %1").arg(0x10000000 + one, 8, 16, QLatin1Char('0'));
        if (type == QStringLiteral("TXT"))
            return QStringLiteral("\"%1\"").arg(QString(1 + one, QLatin1Char('t')));
        return QStringLiteral("Target%1").arg(one); // CNAME, PTR
    }

    QRandomGenerator m_random;
    quint32 m_serial;
    int m_marks = 0;
    QStringList m_soa{QStringLiteral("3600"), QStringLiteral("600"), QStringLiteral("604800"),
                      QStringLiteral("300")};
    QMap<QString, RRset> m_sets; ///< by owner and type
};

} // namespace headwater
