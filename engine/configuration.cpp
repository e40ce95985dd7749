#include "configuration.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>

#include "configurationreader.h"

namespace headwater {

namespace {

constexpr std::uint16_t DnsPort = 53;
constexpr std::uint16_t TlsPort = 853; // RFC 9103 section 7.3
constexpr std::uint16_t DefaultConsolePort = 8053;

Result<SerialPolicy> parsePolicy(const std::string& text)
{
    if (text == "increment")
        return SerialPolicy::Increment;
    if (text == "unixtime")
        return SerialPolicy::UnixTime;
    if (text == "date")
        return SerialPolicy::Date;
    return failure("must be \"increment\", \"unixtime\" or \"date\", got \"" + text + "\"");
}

Result<std::string> readSecretFile(const std::string& path)
{
    std::ifstream file(path);
    if (!file)
        return failure("cannot read " + path);
    std::string secret;
    std::getline(file, secret);
    return secret;
}

void readKey(ConfigurationReader& reader, Configuration* into)
{
    const auto name = reader.required("name");
    const auto algorithm = reader.text("algorithm").value_or("hmac-sha256");
    auto secret = reader.text("secret");
    const auto secretFile = reader.text("secret-file");
    const auto leastMac = reader.number("least-mac", 10, 64);
    reader.rejectOthers();
    if (secret.has_value() == secretFile.has_value()) {
        reader.fault("secret", "give either secret or secret-file");
        return;
    }
    if (secretFile) {
        auto read = readSecretFile(reader.path(*secretFile));
        if (!read) {
            reader.fault("secret-file", read.error().text);
            return;
        }
        secret = *read;
    }
    auto key = TsigKey::create(name, algorithm, *secret);
    if (!key) {
        reader.fault("name", key.error().text);
        return;
    }
    if (leastMac)
        key->leastMac = static_cast<std::size_t>(*leastMac);
    const Name keyName = key->name;
    if (!into->keys.emplace(keyName, std::move(*key)).second)
        reader.fault("name", "a second key of the name " + keyName.display());
}

void readTransport(ConfigurationReader& reader, bool hasClientCa, Secondary* secondary)
{
    if (const auto transport = reader.text("transport")) {
        if (*transport == "tls")
            secondary->transferTransport = TransferTransport::Tls;
        else if (*transport != "any")
            reader.fault("transport", "must be \"any\" or \"tls\", got \"" + *transport + "\"");
    }
    for (const std::string& element : reader.texts("certificate-key")) {
        if (auto digest = parseKeyDigest(element))
            secondary->certificateKeys.push_back(*std::move(digest));
        else
            reader.fault("certificate-key", digest.error().text);
    }
    if (const auto certificateName = reader.text("certificate-name")) {
        auto name = Name::parse(*certificateName);
        if (!name)
            reader.fault("certificate-name", name.error().text);
        else if (!hasClientCa)
            reader.fault("certificate-name", "needs tls.client-ca, which says who vouches for it");
        else
            secondary->certificateName = *name;
    }
}

/// One of two words; `chosen` is left alone when the key is not there.
template <typename Choice>
void readChoice(ConfigurationReader& reader, const char* key, const char* usual,
                const char* otherWord, Choice other, Choice* chosen)
{
    const auto word = reader.text(key);
    if (word && *word == otherWord)
        *chosen = other;
    else if (word && *word != usual)
        reader.fault(key, std::string("must be \"") + usual + "\" or \"" + otherWord +
                              "\", got \"" + *word + "\"");
}

void readTransferProfile(ConfigurationReader& reader, TransferProfile* profile)
{
    using Profile = TransferProfile;
    readChoice(reader, "transfers", "smallest", "full", Profile::Contents::FullOnly,
               &profile->contents);
    readChoice(reader, "records-per-message", "many", "one", Profile::Packing::OneRecord,
               &profile->packing);
    readChoice(reader, "question", "every-message", "first-message",
               Profile::Questions::FirstMessage, &profile->questions);
    readChoice(reader, "edns", "as-asked", "never", Profile::Edns::Never, &profile->edns);
    if (const auto octets = reader.number("message-size", Profile::SmallestMessage, MaximumMessage))
        profile->messageSize = static_cast<std::size_t>(*octets);
}

void readSecondary(ConfigurationReader& reader, Configuration* into)
{
    Secondary secondary;
    secondary.name = reader.required("name");
    secondary.site = reader.text("site").value_or("");
    secondary.notify = reader.endpoints("notify", DnsPort);
    secondary.transferFrom = reader.prefixes("transfer-from");
    secondary.publicAddresses = reader.endpoints("public", DnsPort);
    secondary.zones = reader.names("zones");
    if (const auto source = reader.text("notify-source")) {
        if (auto address = IpAddress::parse(*source))
            secondary.notifySource = *address;
        else
            reader.fault("notify-source", address.error().text);
    }
    if (const auto key = reader.text("key")) {
        auto name = Name::parse(*key);
        if (!name)
            reader.fault("key", name.error().text);
        else if (into->keys.count(*name) == 0)
            reader.fault("key", "there is no [[key]] of the name " + name->display());
        else
            secondary.key = *name;
    }
    readTransport(reader, into->tlsClientCa, &secondary);
    readTransferProfile(reader, &secondary.transfers);
    reader.rejectOthers();
    if (secondary.demandsTls() && into->tlsListen.empty())
        reader.fault("name", secondary.name + " must use TLS, and tls.listen names no address");
    if (secondary.transferFrom.empty())
        for (const Endpoint& endpoint : secondary.notify)
            secondary.transferFrom.push_back(
                {endpoint.address, endpoint.address.family() == IpAddress::Family::V4 ? 32 : 128});
    if (secondary.publicAddresses.empty())
        secondary.publicAddresses = secondary.notify;
    if (secondary.transferFrom.empty() && secondary.publicAddresses.empty())
        reader.fault("notify", "give notify, transfer-from or public: nothing is known of where "
                               "this secondary is");
    const auto same = [&](const Secondary& other) { return other.name == secondary.name; };
    if (std::any_of(into->secondaries.begin(), into->secondaries.end(), same))
        reader.fault("name", "a second secondary of the name " + secondary.name);
    into->secondaries.push_back(std::move(secondary));
}

void readEngine(ConfigurationReader reader, Configuration* into)
{
    into->name = reader.text("name").value_or(into->name);
    if (const auto state = reader.text("state"))
        into->stateDirectory = reader.path(*state);
    reader.rejectOthers();
}

void readDns(ConfigurationReader reader, Configuration* into)
{
    if (reader.has("listen"))
        into->dnsListen = reader.endpoints("listen", DnsPort);
    if (into->dnsListen.empty())
        reader.fault("listen", "at least one address is needed");
    if (reader.has("permit"))
        into->permitted = reader.prefixes("permit");
    into->nsid = reader.text("nsid").value_or("");
    if (into->nsid.size() > 128)
        reader.fault("nsid", "must not be longer than 128 octets");
    if (const auto text = reader.text("cookie-secret")) {
        if (auto secret = parseSipHashKey(*text))
            into->cookieSecret = *secret;
        else
            reader.fault("cookie-secret", secret.error().text);
    }
    into->transferThreads =
        static_cast<int>(reader.number("transfer-threads", 1, 8).value_or(into->transferThreads));
    const auto limit = [&](const char* key, std::int64_t least, std::size_t* value) {
        if (const auto number = reader.number(key, least, 100000))
            *value = static_cast<std::size_t>(*number);
    };
    limit("connections", 10, &into->connections);
    limit("connections-per-address", 1, &into->connectionsPerAddress);
    limit("connections-per-secondary", 1, &into->connectionsPerSecondary);
    limit("transfers", 1, &into->transfers);
    limit("transfers-per-secondary", 1, &into->transfersPerSecondary);
    limit("questions-per-second", 0, &into->questionsPerSecond);
    reader.rejectOthers();
}

void readTls(ConfigurationReader reader, Configuration* into)
{
    into->tlsListen = reader.endpoints("listen", TlsPort);
    auto identity = TlsIdentity::create();
    const auto use = [&](const char* key, auto load) {
        const auto file = reader.text(key);
        if (!file)
            return false;
        if (!identity)
            reader.fault(key, identity.error().text);
        else if (auto loaded = (**identity.*load)(reader.path(*file)); !loaded)
            reader.fault(key, loaded.error().text);
        return true;
    };
    const bool certificate = use("certificate", &TlsIdentity::useCertificate);
    const bool key = use("key", &TlsIdentity::useKey);
    into->tlsClientCa = use("client-ca", &TlsIdentity::trustClients);
    if (!into->tlsListen.empty() && !(certificate && key))
        reader.fault("listen", "needs certificate and key");
    if (certificate && key && identity)
        into->tls = *std::move(identity);
    reader.rejectOthers();
}

void readConsole(ConfigurationReader reader, Configuration* into)
{
    if (const auto listen = reader.text("listen")) {
        if (*listen == "off") {
            into->consoleListen = Endpoint{};
        } else if (auto endpoint = Endpoint::parse(*listen, DefaultConsolePort); !endpoint) {
            reader.fault("listen", endpoint.error().text);
        } else if (!endpoint->address.isLoopback()) {
            // There is no TLS and no sign-in on this port yet: it may not face a network.
            reader.fault("listen", "must be a loopback address, got " + endpoint->text());
        } else {
            into->consoleListen = *endpoint;
        }
    }
    reader.rejectOthers();
}

void readZones(ConfigurationReader reader, Configuration* into)
{
    if (const auto directory = reader.text("directory"))
        into->zoneDirectory = reader.path(*directory);
    if (const auto policy = reader.text("serial")) {
        if (auto parsed = parsePolicy(*policy))
            into->serialPolicy = *parsed;
        else
            reader.fault("serial", parsed.error().text);
    }
    if (const auto seconds = reader.number("retire-after", 0, 2592000))
        into->retireAfter = Seconds(*seconds);
    reader.rejectOthers();
}

void readStore(ConfigurationReader reader, Configuration* into)
{
    into->postgres = reader.text("postgres").value_or("");
    if (reader.has("postgres") && !isPostgresUrl(into->postgres))
        reader.fault("postgres", "must be a URL: postgresql://user@host/database");
    reader.rejectOthers();
}

void readHistory(ConfigurationReader reader, Configuration* into)
{
    if (const auto versions = reader.number("versions", 1, 100000))
        into->history.versions = static_cast<std::size_t>(*versions);
    if (const auto octets =
            reader.number("octets", 65536, std::numeric_limits<std::int32_t>::max()))
        into->history.octets = static_cast<std::size_t>(*octets);
    reader.rejectOthers();
}

} // namespace

bool isPostgresUrl(std::string_view text)
{
    return text.substr(0, 13) == "postgresql://" || text.substr(0, 11) == "postgres://";
}

Configuration Configuration::defaults()
{
    Configuration configuration;
    configuration.stateDirectory = defaultStateDirectory();
    const auto loopback = *IpAddress::parse("127.0.0.1");
    configuration.dnsListen = {Endpoint{loopback, 5300}};
    configuration.consoleListen = Endpoint{loopback, DefaultConsolePort};
    configuration.permitted = {*AddressPrefix::parse("127.0.0.0/8"), *AddressPrefix::parse("::1")};
    return configuration;
}

std::string Configuration::defaultStateDirectory()
{
    if (const char* directory = std::getenv("STATE_DIRECTORY"); directory && *directory)
        return directory;
    if (const char* directory = std::getenv("XDG_STATE_HOME"); directory && *directory)
        return std::string(directory) + "/headwater";
    const char* home = std::getenv("HOME");
    return std::string(home && *home ? home : ".") + "/.local/state/headwater";
}

Result<Configuration> Configuration::load(const std::string& path)
{
    constexpr std::uintmax_t MaximumFile = 4 * 1024 * 1024;
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (error)
        return failure(path + ": " + error.message());
    if (size > MaximumFile)
        return failure(path + ": larger than 4 MiB");
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file)
        return failure(path + ": cannot be read");
    return parse(text.str(), path);
}

Result<Configuration> Configuration::parse(std::string_view text, const std::string& fileName)
{
    Configuration configuration = defaults();
    configuration.file = fileName;
    auto document = ConfigurationDocument::parse(text, fileName);
    if (!document)
        return tl::unexpected<Error>(document.error());
    readEngine(document->section("engine"), &configuration);
    readDns(document->section("dns"), &configuration);
    readTls(document->section("tls"), &configuration);
    readConsole(document->section("console"), &configuration);
    readZones(document->section("zones"), &configuration);
    readStore(document->section("store"), &configuration);
    readHistory(document->section("history"), &configuration);
    for (ConfigurationReader& reader : document->list("key"))
        readKey(reader, &configuration);
    for (ConfigurationReader& reader : document->list("secondary"))
        readSecondary(reader, &configuration);
    document->rejectOthers();
    if (const auto fault = document->firstFault())
        return failure(*fault);
    return configuration;
}

} // namespace headwater
