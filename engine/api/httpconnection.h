#pragma once

#include <deque>
#include <memory>
#include <optional>

#include <QObject>
#include <QTimer>

#include "api/httpresponse.h"
#include "api/requestreader.h"
#include "api/router.h"

class QTcpSocket;

namespace headwater {

class HttpServer;

/// One client of the HTTP server: reads a request, has it checked and routed, and sends the answers
/// in the order of the requests, however late each comes. Deletes itself when the client is gone.
///
///   Head ──complete──▶ Body ──complete──▶ route runs; Head again
///     │ upgrade: the socket is handed on        error or last request ──▶ Last ──sent──▶ Lingering
/// Main thread.
class HttpConnection : public QObject
{
    Q_OBJECT
public:
    HttpConnection(QTcpSocket* socket, HttpServer& server);
    ~HttpConnection() override;

    void read();

private:
    enum class State
    {
        Head,
        Body,
        Last,
        Lingering
    };

    /// The answer to one request, waiting for its turn.
    struct Answer
    {
        std::optional<QByteArray> wire;
        HttpResponse::Body body = HttpResponse::Body::Sent;
        HttpResponse::Connection connection = HttpResponse::Connection::KeepAlive;
    };
    enum class Step
    {
        Again,
        Wait
    };
    /// What the read timer is for.
    enum class Waiting
    {
        Nothing,
        Idle,
        Head,
        Body
    };

    Step readHead();
    Step readBody();
    [[nodiscard]] std::optional<HttpResponse> objection();
    [[nodiscard]] std::optional<HttpResponse> routeObjection();
    [[nodiscard]] static HttpResponse tokenObjection();
    void handOn();
    void run();
    [[nodiscard]] std::shared_ptr<Answer> expectAnswer();
    void answer(const std::shared_ptr<Answer>& to, const HttpResponse& response);
    void refuse(const HttpResponse& response);
    void sendReady();
    void linger();
    [[nodiscard]] bool isFull() const;
    void armReading();
    void armWriting();
    void readingTookTooLong();
    void writingTookTooLong();

    HttpServer& m_server;
    QTcpSocket* m_socket;
    RequestReader m_reader;
    Router::Match m_match;
    State m_state = State::Head;
    std::deque<std::shared_ptr<Answer>> m_answers;
    qsizetype m_ready = 0; ///< octets in m_answers that wait for an earlier answer
    bool m_isReading = false;
    Waiting m_waiting = Waiting::Nothing;
    QTimer m_readTimer;
    QTimer m_writeTimer;
};

} // namespace headwater
