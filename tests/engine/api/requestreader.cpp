#include "api/requestreader.h"

#include <QTest>

using namespace headwater;
using Progress = RequestReader::Progress;

class RequestReaderTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aRequestIsReadOctetByOctet();
    void aChunkedBodyIsPutTogether();
    void aBrokenHeadIsRefused_data();
    void aBrokenHeadIsRefused();
    void aBodyOverTheLimitIsRefused_data();
    void aBodyOverTheLimitIsRefused();
    void whatFollowsTheRequestIsLeft();
};

void RequestReaderTest::aRequestIsReadOctetByOctet()
{
    RequestReader reader{HttpLimits{}};
    const QByteArray head = "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n";
    for (qsizetype size = 0; size < head.size(); ++size) {
        QCOMPARE(reader.readHead(head.left(size)), Progress::NeedsMore);
    }
    QCOMPARE(reader.readHead(head), Progress::Done);
    QCOMPARE(reader.consumed(), head.size());
    QVERIFY(reader.hasBody());
    for (const char octet : QByteArray("hell")) {
        QCOMPARE(reader.readBody(QByteArray(1, octet)), Progress::NeedsMore);
        QCOMPARE(reader.consumed(), 1);
    }
    QCOMPARE(reader.readBody("o"), Progress::Done);
    QCOMPARE(reader.request().body, QByteArray("hello"));
}

void RequestReaderTest::aChunkedBodyIsPutTogether()
{
    const QByteArray head = "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    const QByteArray body = "4\r\nab\r\n\r\n3;name=value\r\ncde\r\n0\r\n\r\n";
    RequestReader reader{HttpLimits{}};
    QCOMPARE(reader.readHead(head), Progress::Done);
    QByteArray input;
    Progress progress = Progress::NeedsMore;
    for (const char octet : body) {
        input += octet;
        progress = reader.readBody(input);
        input.remove(0, reader.consumed());
    }
    QCOMPARE(progress, Progress::Done);
    QCOMPARE(reader.request().body, QByteArray("ab\r\ncde"));
}

void RequestReaderTest::aBrokenHeadIsRefused_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<int>("status");
    const QByteArray post = "POST / HTTP/1.1\r\nHost: x\r\n";
    QTest::newRow("not HTTP") << QByteArray("\x16\x03\x01 hello") << 400;
    QTest::newRow("lower case method") << QByteArray("get / HTTP/1.1\r\n") << 400;
    QTest::newRow("HTTP/2") << QByteArray("PRI * HTTP/2.0\r\n\r\n") << 505;
    QTest::newRow("no version") << QByteArray("GET /\r\nHost: x\r\n\r\n") << 400;
    QTest::newRow("no Host") << QByteArray("GET / HTTP/1.1\r\n\r\n") << 400;
    QTest::newRow("two Hosts") << QByteArray("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n") << 400;
    QTest::newRow("space before the colon")
        << QByteArray("GET / HTTP/1.1\r\nHost : x\r\n\r\n") << 400;
    QTest::newRow("NUL in a field")
        << QByteArray("GET / HTTP/1.1\r\nHost: x\r\nA: ?\r\n\r\n").replace('?', '\0') << 400;
    QTest::newRow("length and chunked")
        << post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
        << 400;
    QTest::newRow("chunked and length")
        << post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n"
        << 400;
    QTest::newRow("two lengths") << post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\n" << 400;
    QTest::newRow("the same length twice")
        << post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\n"
        << 400;
    QTest::newRow("negative length") << post + "Content-Length: -3\r\n\r\n" << 400;
    QTest::newRow("length with a sign") << post + "Content-Length: +3\r\n\r\n" << 400;
    QTest::newRow("length over 64 bits") << post + "Content-Length: 99999999999999999999\r\n\r\n"
                                         << 400;
    QTest::newRow("chunked last of two") << post + "Transfer-Encoding: gzip, chunked\r\n\r\n"
                                         << 501;
    QTest::newRow("gzip") << post + "Transfer-Encoding: gzip\r\n\r\n" << 501;
    QTest::newRow("HTTP/1.0 chunked")
        << QByteArray("POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n") << 400;
    QTest::newRow("33 KiB without an end")
        << "GET / HTTP/1.1\r\nA: " + QByteArray(33'000, 'a') << 431;
    QTest::newRow("33 KiB") << "GET / HTTP/1.1\r\nA: " + QByteArray(33'000, 'a') + "\r\n\r\n"
                            << 431;
}

void RequestReaderTest::aBrokenHeadIsRefused()
{
    QFETCH(QByteArray, head);
    QFETCH(int, status);
    RequestReader reader{HttpLimits{}};
    QCOMPARE(reader.readHead(head), Progress::Failed);
    QCOMPARE(reader.failureStatus(), status);
    QVERIFY(!reader.failureText().isEmpty());
}

void RequestReaderTest::aBodyOverTheLimitIsRefused_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("accepted");
    const QByteArray chunked = "Transfer-Encoding: chunked\r\n";
    QTest::newRow("announced") << QByteArray("Content-Length: 101\r\n") << QByteArray() << false;
    QTest::newRow("just fits") << QByteArray("Content-Length: 100\r\n") << QByteArray(100, 'x')
                               << true;
    QTest::newRow("one chunk") << chunked << "65\r\n" + QByteArray(101, 'x') + "\r\n0\r\n\r\n"
                               << false;
    QTest::newRow("many chunks") << chunked << QByteArray("1\r\nx\r\n").repeated(101) << false;
    QTest::newRow("chunks that fit")
        << chunked << QByteArray("1\r\nx\r\n").repeated(100) + "0\r\n\r\n"
        << true;
    QTest::newRow("a chunk of 2^64") << chunked << QByteArray("FFFFFFFFFFFFFFFFF\r\n") << false;
}

void RequestReaderTest::aBodyOverTheLimitIsRefused()
{
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, body);
    QFETCH(bool, accepted);
    HttpLimits limits;
    limits.bodyOctets = 100;
    RequestReader reader{limits};
    Progress progress = reader.readHead("POST / HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n");
    if (progress == Progress::Done) {
        progress = reader.readBody(body);
    }
    QCOMPARE(progress, accepted ? Progress::Done : Progress::Failed);
    if (!accepted && !body.startsWith("FFF")) {
        QCOMPARE(reader.failureStatus(), 413);
    }
}

void RequestReaderTest::whatFollowsTheRequestIsLeft()
{
    RequestReader reader{HttpLimits{}};
    const QByteArray first = "\r\nGET /first HTTP/1.1\r\nHost: x\r\n\r\n";
    QCOMPARE(reader.readHead(first + "GET /second HTTP/1.1\r\n"), Progress::Done);
    QCOMPARE(reader.consumed(), first.size());
    QVERIFY(!reader.hasBody());
    QCOMPARE(reader.readBody("GET"), Progress::Done);
    QCOMPARE(reader.consumed(), 0);
    QCOMPARE(reader.request().target, QByteArray("/first"));
}

QTEST_APPLESS_MAIN(RequestReaderTest)
#include "requestreader.moc"
