#include "api/consoletoken.h"

#include <array>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QFile>
#include <QRandomGenerator>

namespace headwater {

namespace {

constexpr int digits = 64;

Result<QByteArray> readToken(const std::string& path)
{
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(path + ": " + file.errorString().toStdString());
    }
    struct stat status
    {
    };
    if (::fstat(file.handle(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return failure(path + ": the console's token has to be a plain file");
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return failure(path + ": others may use the console's token; set its mode to 0600");
    }
    const QByteArray text = file.read(digits + 2).trimmed().toLower();
    const QByteArray octets = QByteArray::fromHex(text);
    if (text.size() != digits || octets.toHex() != text) {
        return failure(path + ": the console's token has to be 64 hexadecimal digits");
    }
    return text;
}

QByteArray freshToken()
{
    std::array<quint32, digits / 8> random{};
    QRandomGenerator::system()->fillRange(random.data(), static_cast<qsizetype>(random.size()));
    QByteArray text;
    for (const quint32 word : random) {
        text += QByteArray::number(word, 16).rightJustified(8, '0');
    }
    return text;
}

/// Made under another name and then linked, so that two starts at once end with one token and a
/// crash never leaves half of one.
Result<void> writeToken(const std::string& path)
{
    const QByteArray octets = freshToken() + '\n';
    std::string scratch = path + ".XXXXXX";
    const int descriptor = ::mkostemp(scratch.data(), O_CLOEXEC); // mode 0600
    if (descriptor < 0) {
        return failure(path + ": cannot be made: " + qt_error_string().toStdString());
    }
    const bool written = ::write(descriptor, octets.constData(), digits + 1) == digits + 1 &&
                         ::fsync(descriptor) == 0;
    const bool linked = written && (::link(scratch.c_str(), path.c_str()) == 0 || errno == EEXIST);
    const QString why = qt_error_string();
    ::close(descriptor);
    ::unlink(scratch.c_str());
    if (!linked) {
        return failure(path + ": cannot be written: " + why.toStdString());
    }
    return {};
}

} // namespace

Result<ConsoleToken> ConsoleToken::open(const std::string& path)
{
    if (!QFile::exists(QString::fromStdString(path))) {
        const auto made = writeToken(path);
        if (!made) {
            return tl::unexpected<Error>(made.error());
        }
    }
    auto text = readToken(path);
    if (!text) {
        return tl::unexpected<Error>(text.error());
    }
    ConsoleToken token;
    token.m_text = std::move(*text);
    return token;
}

bool ConsoleToken::equals(const QByteArray& offered) const
{
    if (offered.size() != m_text.size()) {
        return false; // the length is no secret
    }
    int difference = 0;
    for (qsizetype at = 0; at < m_text.size(); ++at) {
        difference |= m_text[at] ^ offered[at];
    }
    return difference == 0;
}

} // namespace headwater
