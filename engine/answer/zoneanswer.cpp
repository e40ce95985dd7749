#include "answer/zoneanswer.h"

#include <algorithm>
#include <iterator>

namespace headwater {

namespace {

constexpr std::size_t LongestChain = 16;

/// The walk of one question through one zone; each step looks at one name of an alias chain.
class ZoneWalk
{
public:
    ZoneWalk(const ZoneVersion& version, const Question& question, AnyForm any)
        : m_version(version)
        , m_type(question.type)
        , m_any(any)
        , m_name(question.name)
    {
        m_reply.authoritative = true;
    }

    Reply run()
    {
        for (std::size_t i = 0; i < LongestChain && visit() == Next::Follow; ++i) {
        }
        return std::move(m_reply);
    }

private:
    enum class Next
    {
        Done,
        Follow
    };

    Next visit();
    Next take(std::vector<RRset> sets);
    Next takeAny(std::vector<RRset> sets);
    Next refer(const RRset& cut);
    Next redirect(const RRset& dname);
    Next synthesise(const Name& encloser);
    Next follow(const Name& target);
    Next negative(Rcode rcode);
    [[nodiscard]] bool wantsAlias() const;

    const ZoneVersion& m_version;
    RecordType m_type;
    AnyForm m_any;
    Name m_name; // that the walk is at
    Reply m_reply;
};

std::vector<RRset>::const_iterator ofType(const std::vector<RRset>& sets, RecordType type)
{
    return std::find_if(sets.begin(), sets.end(),
                        [type](const RRset& set) { return set.type == type; });
}

ZoneWalk::Next ZoneWalk::visit()
{
    const std::size_t apex = m_version.zone().labelCount();
    const std::size_t depth = m_name.labelCount();
    for (std::size_t labels = apex; labels < depth; ++labels) {
        const Name ancestor = m_name.suffix(labels);
        const std::vector<RRset> sets = m_version.at(ancestor);
        const auto cut = ofType(sets, RecordType::NS);
        if (labels > apex && cut != sets.end())
            return refer(*cut);
        const auto dname = ofType(sets, RecordType::DNAME);
        if (dname != sets.end())
            return redirect(*dname);
        if (!m_version.nameExists(m_name.suffix(labels + 1)))
            return synthesise(ancestor);
    }
    // Nothing above the apex matters and no cut is there: one RRset is all it takes.
    if (depth == apex && m_type != RecordType::ANY) {
        if (auto wanted = m_version.find(m_name, m_type)) {
            m_reply.answer.push_back(*std::move(wanted));
            return Next::Done;
        }
    }
    std::vector<RRset> sets = m_version.at(m_name);
    const auto cut = ofType(sets, RecordType::NS);
    // DS belongs to the parent's side of a cut (RFC 4035 section 3.1.4.1).
    if (depth > apex && cut != sets.end() && m_type != RecordType::DS)
        return refer(*cut);
    return take(std::move(sets));
}

ZoneWalk::Next ZoneWalk::take(std::vector<RRset> sets)
{
    if (m_type == RecordType::ANY)
        return takeAny(std::move(sets));
    const auto wanted = ofType(sets, m_type);
    if (wanted != sets.end()) {
        m_reply.answer.push_back(*wanted);
        return Next::Done;
    }
    const auto alias = ofType(sets, RecordType::CNAME);
    if (alias == sets.end() || alias->rdata.empty() || !wantsAlias())
        return negative(Rcode::NoError);
    const auto target = Name::fromWire(alias->rdata.front());
    m_reply.answer.push_back(*alias);
    return target ? follow(*target) : Next::Done;
}

ZoneWalk::Next ZoneWalk::takeAny(std::vector<RRset> sets)
{
    if (sets.empty())
        return negative(Rcode::NoError);
    if (m_any == AnyForm::AllRRsets) {
        std::move(sets.begin(), sets.end(), std::back_inserter(m_reply.answer));
        return Next::Done;
    }
    // RFC 8482 section 4.1: one RRset, the alias if there is one, data rather than signatures.
    auto chosen = ofType(sets, RecordType::CNAME);
    if (chosen == sets.end()) {
        chosen = std::find_if(sets.begin(), sets.end(), [](const RRset& set) {
            return set.type != RecordType::RRSIG && set.type != RecordType::NSEC;
        });
    }
    m_reply.answer.push_back(chosen == sets.end() ? sets.front() : *chosen);
    return Next::Done;
}

ZoneWalk::Next ZoneWalk::refer(const RRset& cut)
{
    // AA is about the first owner in the answer: ours when an alias led here (RFC 1035 4.1.1).
    m_reply.authoritative = !m_reply.answer.empty();
    m_reply.authority.push_back(cut);
    for (const Rdata& rdata : cut.rdata) {
        const auto server = Name::fromWire(rdata);
        if (!server || !server->isWithin(m_version.zone()))
            continue;
        for (const RecordType type : {RecordType::A, RecordType::AAAA}) {
            if (auto glue = m_version.find(*server, type))
                m_reply.glue.push_back(*std::move(glue));
        }
    }
    return Next::Done;
}

ZoneWalk::Next ZoneWalk::redirect(const RRset& dname)
{
    const bool isThere = // an alias may lead here more than once
        std::any_of(m_reply.answer.begin(), m_reply.answer.end(), [&](const RRset& set) {
            return set.type == RecordType::DNAME && set.owner == dname.owner;
        });
    if (!isThere)
        m_reply.answer.push_back(dname);
    if (dname.rdata.empty())
        return Next::Done;
    const auto to = Name::fromWire(dname.rdata.front());
    if (!to)
        return Next::Done;
    const auto target = m_name.withSuffix(dname.owner, *to);
    if (!target) { // over 255 octets (RFC 6672 section 2.2)
        m_reply.rcode = Rcode::YxDomain;
        return Next::Done;
    }
    RRset alias;
    alias.owner = m_name;
    alias.type = RecordType::CNAME;
    alias.ttl = dname.ttl; // RFC 6672 section 3.1
    const OctetView wire = target->wire();
    alias.rdata.emplace_back(wire.begin(), wire.end());
    m_reply.answer.push_back(std::move(alias));
    return m_type == RecordType::CNAME || m_type == RecordType::ANY ? Next::Done : follow(*target);
}

ZoneWalk::Next ZoneWalk::synthesise(const Name& encloser)
{
    const auto source = encloser.wildcardChild();
    if (!source || !m_version.nameExists(*source))
        return negative(Rcode::NxDomain);
    std::vector<RRset> sets = m_version.at(*source);
    for (RRset& set : sets)
        set.owner = m_name;
    return take(std::move(sets));
}

ZoneWalk::Next ZoneWalk::follow(const Name& target)
{
    if (!target.isWithin(m_version.zone()))
        return Next::Done;
    const bool beenThere =
        std::any_of(m_reply.answer.begin(), m_reply.answer.end(), [&](const RRset& set) {
            return set.type == RecordType::CNAME && set.owner == target;
        });
    if (beenThere)
        return Next::Done;
    m_name = target;
    return Next::Follow;
}

ZoneWalk::Next ZoneWalk::negative(Rcode rcode)
{
    m_reply.rcode = rcode;
    RRset soa = m_version.soaRRset();
    soa.ttl = std::min(soa.ttl, m_version.soa().minimum); // RFC 2308 section 3
    m_reply.authority.push_back(std::move(soa));
    return Next::Done;
}

bool ZoneWalk::wantsAlias() const
{
    // What may stand beside a CNAME is asked for at the CNAME itself (RFC 4035 section 2.5).
    return m_type != RecordType::CNAME && m_type != RecordType::RRSIG && m_type != RecordType::NSEC;
}

} // namespace

Reply answerFromZone(const ZoneVersion& version, const Question& question, AnyForm any)
{
    return ZoneWalk(version, question, any).run();
}

} // namespace headwater
