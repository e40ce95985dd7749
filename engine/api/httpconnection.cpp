#include "api/httpconnection.h"

#include <sys/socket.h>

#include <QPointer>
#include <QTcpSocket>

#include "api/httpserver.h"

namespace headwater {

namespace {

int inMilliseconds(Milliseconds time)
{
    return static_cast<int>(time.count());
}

} // namespace

HttpConnection::HttpConnection(QTcpSocket* socket, HttpServer& server)
    : QObject(&server)
    , m_server(server)
    , m_socket(socket)
    , m_reader(server.limits())
{
    ++m_server.m_connections;
    socket->setParent(this);
    m_readTimer.setSingleShot(true);
    m_writeTimer.setSingleShot(true);
    connect(&m_readTimer, &QTimer::timeout, this, &HttpConnection::readingTookTooLong);
    connect(&m_writeTimer, &QTimer::timeout, this, &HttpConnection::writingTookTooLong);
    connect(socket, &QTcpSocket::readyRead, this, &HttpConnection::read);
    connect(socket, &QTcpSocket::bytesWritten, this, [this] {
        armWriting();
        sendReady();
        read();
    });
    connect(socket, &QTcpSocket::disconnected, this, &QObject::deleteLater);
    armReading();
}

HttpConnection::~HttpConnection()
{
    --m_server.m_connections;
}

void HttpConnection::read()
{
    if (m_isReading || m_socket == nullptr) {
        return; // a route answered at once, from inside this very function
    }
    if (m_state == State::Last) {
        return;
    }
    if (m_state == State::Lingering) {
        m_socket->skip(m_socket->bytesAvailable());
        return;
    }
    m_isReading = true;
    Step step = Step::Again;
    while (step == Step::Again && !isFull()) {
        step = m_state == State::Head   ? readHead()
               : m_state == State::Body ? readBody()
                                        : Step::Wait;
    }
    m_isReading = false;
    if (m_socket != nullptr) {
        armReading();
    }
}

HttpConnection::Step HttpConnection::readHead()
{
    if (m_socket->bytesAvailable() == 0) {
        return Step::Wait;
    }
    const auto limit = static_cast<qint64>(m_server.limits().headOctets) + 16;
    switch (m_reader.readHead(m_socket->peek(limit))) {
    case RequestReader::Progress::NeedsMore:
        return Step::Wait;
    case RequestReader::Progress::Failed:
        refuse(HttpResponse::error(m_reader.failureStatus(), m_reader.failureText()));
        return Step::Wait;
    case RequestReader::Progress::Done:
        break;
    }
    m_reader.request().peer = m_socket->peerAddress();
    if (const auto response = objection()) {
        refuse(*response);
        return Step::Wait;
    }
    if (m_reader.request().upgrade) {
        if (!m_answers.empty()) {
            m_reader.reset(); // earlier requests are answered first; sendReady() comes back here
            return Step::Wait;
        }
        handOn();
        return Step::Wait;
    }
    m_socket->skip(m_reader.consumed());
    m_state = State::Body;
    if (m_reader.hasBody() && m_reader.request().field("expect").toLower() == "100-continue" &&
        m_answers.empty()) {
        m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
    }
    armReading();
    return Step::Again;
}

/// Why the request is refused, from its head alone: before a body is read or anything is done.
std::optional<HttpResponse> HttpConnection::objection()
{
    const HttpRequest& request = m_reader.request();
    if (!m_server.knowsHost(request.field("host"))) {
        return HttpResponse::error(403, QStringLiteral("The console is not known by this host "
                                                       "name; use its address or localhost."));
    }
    if (request.upgrade) {
        const auto* upgrade = m_server.upgradeFor(request);
        if (upgrade == nullptr) {
            return HttpResponse::error(404, QStringLiteral("There is no feed at this path."));
        }
        if (!m_server.permits(upgrade->access, request)) {
            return tokenObjection();
        }
        const QByteArray origin = request.field("origin").toLower();
        const QByteArray host = request.field("host").toLower();
        if (!origin.isEmpty() && origin != "http://" + host && origin != "https://" + host) {
            return HttpResponse::error(403, QStringLiteral("A page from another origin may not "
                                                           "read the feed."));
        }
        return std::nullopt;
    }
    return routeObjection();
}

HttpResponse HttpConnection::tokenObjection()
{
    HttpResponse response = HttpResponse::error(
        401, QStringLiteral("This needs the console's token: Authorization: Bearer <token>."));
    response.with("WWW-Authenticate", "Bearer");
    return response;
}

std::optional<HttpResponse> HttpConnection::routeObjection()
{
    HttpRequest& request = m_reader.request();
    HttpRequest asRouted = request;
    if (request.method == "HEAD") {
        asRouted.method = "GET";
    }
    m_match = m_server.router().match(asRouted);
    if (m_match.route == nullptr && m_match.allowed.isEmpty()) {
        return HttpResponse::error(404, QStringLiteral("There is nothing at this path."));
    }
    if (m_match.route == nullptr) {
        HttpResponse response = HttpResponse::error(
            405,
            QStringLiteral("Here only %1 can be used.").arg(QString::fromLatin1(m_match.allowed)));
        response.with("Allow", m_match.allowed);
        return response;
    }
    if (!m_server.permits(m_match.route->access, request)) {
        return tokenObjection();
    }
    const QByteArray type = request.field("content-type").split(';').first().trimmed().toLower();
    if (m_reader.hasBody() && type != "application/json") {
        return HttpResponse::error(415, QStringLiteral("A body has to be application/json."));
    }
    return std::nullopt;
}

void HttpConnection::handOn()
{
    const auto* upgrade = m_server.upgradeFor(m_reader.request());
    QTcpSocket* socket = m_socket;
    m_socket = nullptr;
    m_readTimer.stop();
    m_writeTimer.stop();
    socket->disconnect(this);
    socket->setParent(nullptr);
    const HttpServer::UpgradeFunction run = upgrade->run;
    run(socket, m_reader.request());
    deleteLater();
}

HttpConnection::Step HttpConnection::readBody()
{
    if (m_reader.hasBody()) {
        if (m_socket->bytesAvailable() == 0) {
            return Step::Wait;
        }
        const auto progress = m_reader.readBody(m_socket->peek(m_socket->bytesAvailable()));
        m_socket->skip(m_reader.consumed());
        if (progress == RequestReader::Progress::NeedsMore) {
            return Step::Wait;
        }
        if (progress == RequestReader::Progress::Failed) {
            refuse(HttpResponse::error(m_reader.failureStatus(), m_reader.failureText()));
            return Step::Wait;
        }
    }
    run();
    return Step::Again;
}

void HttpConnection::run()
{
    HttpRequest request = std::move(m_reader.request());
    const RouteFunction route = m_match.route->run;
    request.parameters = std::move(m_match.parameters);
    const auto expected = expectAnswer();
    if (request.method == "HEAD") {
        expected->body = HttpResponse::Body::Left;
        request.method = "GET";
    }
    m_state = State::Head;
    if (!request.keepAlive) {
        expected->connection = HttpResponse::Connection::Close;
        m_state = State::Last;
    }
    m_reader.reset();
    m_waiting = Waiting::Nothing; // the next request has its own deadline
    m_readTimer.stop();
    armWriting();
    const QPointer<HttpConnection> self(this);
    route(request, HttpResponder([self, expected](const HttpResponse& response) {
              if (self != nullptr) {
                  self->answer(expected, response);
              }
          }));
}

std::shared_ptr<HttpConnection::Answer> HttpConnection::expectAnswer()
{
    m_answers.push_back(std::make_shared<Answer>());
    return m_answers.back();
}

void HttpConnection::answer(const std::shared_ptr<Answer>& to, const HttpResponse& response)
{
    if (to->wire || m_socket == nullptr) {
        return; // it took too long and was answered for
    }
    to->wire = response.wire(to->body, to->connection);
    m_ready += to->wire->size();
    sendReady();
    read();
}

/// An answer to a request that cannot go on: what follows it on the connection is not read.
void HttpConnection::refuse(const HttpResponse& response)
{
    m_state = State::Last;
    armReading();
    const auto expected = expectAnswer();
    expected->connection = HttpResponse::Connection::Close;
    if (m_reader.request().method == "HEAD") {
        expected->body = HttpResponse::Body::Left;
    }
    answer(expected, response);
}

void HttpConnection::sendReady()
{
    if (m_socket == nullptr) {
        return;
    }
    while (!m_answers.empty() && m_answers.front()->wire) {
        const QByteArray& wire = *m_answers.front()->wire;
        m_ready -= wire.size();
        m_socket->write(wire);
        m_answers.pop_front();
        armWriting();
    }
    if (m_state == State::Last && m_answers.empty() && m_socket->bytesToWrite() == 0) {
        linger();
    }
}

/// Closing at once with unread octets would reset the connection and lose the answer on its way.
void HttpConnection::linger()
{
    m_state = State::Lingering;
    ::shutdown(static_cast<int>(m_socket->socketDescriptor()), SHUT_WR);
    m_writeTimer.start(inMilliseconds(m_server.limits().lingerTime));
    m_socket->skip(m_socket->bytesAvailable());
}

bool HttpConnection::isFull() const
{
    const auto unsent = m_socket == nullptr ? 0 : m_socket->bytesToWrite() + m_ready;
    return unsent > static_cast<qint64>(m_server.limits().unsentOctets) ||
           m_answers.size() >= m_server.limits().pipelined;
}

/// Each thing waited for has one deadline from its start: octets that drip in do not move it.
void HttpConnection::armReading()
{
    const HttpLimits& limits = m_server.limits();
    Waiting waiting = Waiting::Nothing;
    Milliseconds time{};
    if (m_state == State::Last || m_state == State::Lingering || isFull()) {
        waiting = Waiting::Nothing;
    } else if (m_state == State::Body) {
        waiting = Waiting::Body;
        time = limits.bodyTime;
    } else if (m_socket->bytesAvailable() > 0) {
        waiting = Waiting::Head;
        time = limits.headTime;
    } else if (m_answers.empty()) {
        waiting = Waiting::Idle;
        time = limits.idleTime;
    }
    if (waiting == m_waiting) {
        return;
    }
    m_waiting = waiting;
    if (waiting == Waiting::Nothing) {
        m_readTimer.stop();
    } else {
        m_readTimer.start(inMilliseconds(time));
    }
}

void HttpConnection::armWriting()
{
    if (m_socket == nullptr || m_state == State::Lingering) {
        return;
    }
    if (m_socket->bytesToWrite() > 0) {
        m_writeTimer.start(inMilliseconds(m_server.limits().stallTime));
    } else if (!m_answers.empty()) {
        m_writeTimer.start(inMilliseconds(m_server.limits().answerTime));
    } else {
        m_writeTimer.stop();
    }
}

void HttpConnection::readingTookTooLong()
{
    if (m_waiting == Waiting::Idle) {
        m_socket->disconnectFromHost();
        return;
    }
    refuse(HttpResponse::error(408, QStringLiteral("The request did not arrive in time.")));
}

void HttpConnection::writingTookTooLong()
{
    if (m_state == State::Lingering || m_socket->bytesToWrite() > 0 || m_answers.empty()) {
        m_socket->abort();
        return;
    }
    m_state = State::Last;
    m_answers.resize(1); // nothing comes after it any more
    m_ready = 0;
    m_answers.front()->connection = HttpResponse::Connection::Close;
    answer(m_answers.front(),
           HttpResponse::error(503, QStringLiteral("The engine did not answer in time.")));
}

} // namespace headwater
