#include "tsigconversation.h"

class TsigTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rfc8945_9_everyAlgorithmGivesTheMacOfOpenssl_data();
    void rfc8945_9_everyAlgorithmGivesTheMacOfOpenssl();
    void rfc8945_9_md5IsNotOffered();
    void keysAreReadOrNamed();
    void rfc8945_1_keyThenMacThenTimeThenTruncation();
    void rfc8945_2_aBadKeyOrMacIsToldWithoutMac();
    void rfc8945_3_badTimeIsToldSigned();
    void rfc8945_4_anAnswerIsBoundToItsRequest();
    void rfc8945_5_atMost99UnsignedBetweenSigned();
    void rfc8945_6_laterMessagesChain();
    void rfc8945_7_oneChangedMessageBreaksTheChain();
    void rfc8945_8_namesAreDigestedLowerCased();
    void rfc8945_10_shortMacsAreMalformedAndCutOnesRefused();
    void rfc8945_11_tsigIsTheLastRecordAndTheOnlyOne();
    void rfc8945_11_theOriginalIdIsDigested();
    void rfc8945_12_theSizeOfTheRecordIsKnownBefore();
    void rfc8945_14_eachBitOfTheMacCounts();
    void aForgedAnswerDoesNotSpoilTheRealOne();
    void piecesAreSignedLikeTheWhole();
    void lengthsOfTheTsigRdataThatLieAreFound();
};

void TsigTest::rfc8945_9_everyAlgorithmGivesTheMacOfOpenssl_data()
{
    // Made with `openssl dgst -<digest> -mac HMAC` over octets put together by hand after RFC 8945
    // section 4.3: the request; the first answer; one unsigned and one signed message behind it.
    QTest::addColumn<QByteArray>("requestMac");
    QTest::addColumn<QByteArray>("answerMac");
    QTest::addColumn<QByteArray>("laterMac");
    const auto row = [](const char* algorithm, const char* first, const char* second,
                        const char* third) {
        QTest::newRow(algorithm) << QByteArray(first) << QByteArray(second) << QByteArray(third);
    };
    row("hmac-sha1", "18c4f4f4c766ae108d99e3a44321cc74b37f2bd1",
        "57babaac592e737bebb69489e91e11e6ba8dea94", "12769b4a4ba04e2c49e5f9c5cf7df692715068c3");
    row("hmac-sha224", "5fec88c50d55338f89d70ae6d372ed438d5a829cd184931d8bb648e7",
        "7af6726b0a7c7b0050c0e02ac49508ec28fbfb1703b71c5053921f1a",
        "067af93732e0264d30bcb3b14daa5821b13a2b7bf8d0b5e1d515a77b");
    row("hmac-sha256", "5b4c7dae01a6d439aa896367e9f02b9b8f84f9128ab4a171d55b4c1db64c4212",
        "e2486ca63e6283da92d039eb164473fd763611e67d7a19838d9809b08e19cc8d",
        "e9aa421173264d859a9d871c81370145d90eeecd5adcb64a3b4d55fceddec326");
    row("hmac-sha384",
        "3991969d677c45f08482915be817e631c6084410db56695fc9c1c259a06ab27f"
        "08944b36c4caeaf29220254327cd47a3",
        "62ff8d59ff7c105a4f6b513bcf18d91f32b1a5a4e67712e6213e42bdca02b9e4"
        "64bf9efe5f0d0804b9e7822fa3be466f",
        "047c9b5601fe4a40d9f3bfebd77d8ddaf02921c032a23617a4631316f2f30a71"
        "1946b533b1f60438fbd79190842afdfe");
    row("hmac-sha512",
        "bd06b720520a25eeaf3f441fef5236c88eb981c1a56a9c82b1a17060bd807786"
        "95155187dc27ac72f5bb1be7c04c9e273a4f654f9c3add23b10f0c59644aec0a",
        "17f89fb585e9dd164fe466d3881192dedab97fe8da6a116434ec07a5f065f9eb"
        "ddb5d56dae1d003b0da2982b51b6a06c1f5d90412637bc3b0d84bebc115fcf42",
        "a26913f460024fbb0a18c7f0b08fab3801868d791e85768464fe1e404892eed0"
        "1506a909c517167dc3d5687012157baf8dfeac142b6d81e6585a8e3734fdcbbf");
}

void TsigTest::rfc8945_9_everyAlgorithmGivesTheMacOfOpenssl()
{
    QFETCH(const QByteArray, requestMac);
    QFETCH(const QByteArray, answerMac);
    QFETCH(const QByteArray, laterMac);
    Conversation talk(key(QTest::currentDataTag()));
    QCOMPARE(read(talk.wire).tsig->mac, unhex(requestMac));
    QCOMPARE(talk.verify(), TsigVerdict::Good);
    const Octets first = talk.signedAnswer();
    QCOMPARE(read(first).tsig->mac, unhex(answerMac));
    QCOMPARE(talk.verify(first), TsigVerdict::Good);
    QVERIFY(talk.client.lastWasSigned());
    // Ours sign every message; that of others in between unsigned is checked all the same.
    const Octets bare = answer(Part::Later);
    QCOMPARE(talk.verify(bare), TsigVerdict::Good);
    QVERIFY(!talk.client.lastWasSigned());
    Octets later = bare;
    TsigRecord told = *read(first).tsig;
    told.mac = unhex(laterMac);
    appendTsigError(later, told, Rcode::NoError); // has the record's form, without the MAC
    const std::size_t macSizeAt = later.size() - 8;
    putUint16At(later, macSizeAt, static_cast<std::uint16_t>(told.mac.size()));
    later.insert(later.begin() + static_cast<std::ptrdiff_t>(macSizeAt + 2), told.mac.begin(),
                 told.mac.end());
    const std::size_t lengthAt = bare.size() + told.keyName.wire().size() + 8;
    putUint16At(later, lengthAt, static_cast<std::uint16_t>(later.size() - lengthAt - 2));
    QCOMPARE(talk.verify(later), TsigVerdict::Good);
    QVERIFY(talk.client.lastWasSigned());
}

void TsigTest::rfc8945_9_md5IsNotOffered()
{
    QVERIFY(!parseTsigAlgorithm("hmac-md5"));
    QVERIFY(!parseTsigAlgorithm("hmac-md5.sig-alg.reg.int"));
    QVERIFY(!parseTsigAlgorithm(""));
    for (const char* algorithm :
         {"hmac-sha1", "hmac-sha224", "hmac-sha256", "hmac-sha384", "HMAC-SHA512."})
        QVERIFY(parseTsigAlgorithm(algorithm));
    QCOMPARE(text(TsigAlgorithm::HmacSha384), std::string("hmac-sha384"));
    QCOMPARE(macSize(TsigAlgorithm::HmacSha224), std::size_t(28));
}

void TsigTest::keysAreReadOrNamed()
{
    QCOMPARE(TsigKey::create("k", "hmac-sha256", "AA==")->secret, Octets{0});
    QCOMPARE(TsigKey::create("k", "hmac-sha256", "+/+/")->secret, Octets({0xFB, 0xFF, 0xBF}));
    for (const char* secret : {"", "A", "AA", "AAA", "A===", "====", "AA==AA==", "AA A", "AAA*"}) {
        const auto made = TsigKey::create("transfer.key", "hmac-sha256", secret);
        QVERIFY2(!made, secret);
        QVERIFY(made.error().text.find("TSIG key transfer.key: ") == 0);
        if (*secret) // whatever was meant, it is nothing for a log
            QVERIFY(made.error().text.find(secret) == std::string::npos || secret[1] == '\0');
    }
    QVERIFY(!TsigKey::create("k", "hmac-sha256", std::string(8192, 'A')));
    QVERIFY(!TsigKey::create("a..b", "hmac-sha256", "AA=="));
    QVERIFY(!TsigKey::create("k", "hmac-md5", "AA=="));
}

void TsigTest::rfc8945_1_keyThenMacThenTimeThenTruncation()
{
    const auto verdict = [](const Octets& wire, const TsigKey& ours, int clock) {
        TsigSession server(ours);
        return server.verifyRequest(wire, read(wire), Now + std::chrono::seconds(clock));
    };
    const Octets good = Conversation().wire;
    const Octets shortened = cut(good, 16);
    const TsigKey otherSecret = key("hmac-sha256", "transfer.key", "AAAA");
    QCOMPARE(verdict(good, key(), 0), TsigVerdict::Good);
    QCOMPARE(verdict(good, key(), 300), TsigVerdict::Good);
    QCOMPARE(verdict(good, key(), -300), TsigVerdict::Good);
    QCOMPARE(verdict(good, key(), 301), TsigVerdict::BadTime);
    QCOMPARE(verdict(good, key(), -301), TsigVerdict::BadTime);
    QCOMPARE(verdict(good, otherSecret, 301), TsigVerdict::BadSig);
    QCOMPARE(verdict(good, key("hmac-sha256", "other.key"), 301), TsigVerdict::BadKey);
    QCOMPARE(verdict(good, key("hmac-sha512"), 0), TsigVerdict::BadKey);
    QCOMPARE(verdict(shortened, otherSecret, 301), TsigVerdict::BadSig);
    QCOMPARE(verdict(shortened, key(), 301), TsigVerdict::BadTime);
    TsigKey wholeOnly = key();
    wholeOnly.leastMac = 64;
    QCOMPARE(verdict(shortened, key(), 0), TsigVerdict::Good);
    QCOMPARE(verdict(shortened, wholeOnly, 301), TsigVerdict::BadTime);
    QCOMPARE(verdict(shortened, wholeOnly, 0), TsigVerdict::BadTrunc);
    QCOMPARE(verdict(good, wholeOnly, 0), TsigVerdict::Good);
    QCOMPARE(verdict(request(), key(), 0), TsigVerdict::Unsigned);
}

void TsigTest::rfc8945_2_aBadKeyOrMacIsToldWithoutMac()
{
    const std::array<std::pair<Rcode, TsigVerdict>, 2> cases{
        {{Rcode::BadKey, TsigVerdict::BadKey}, {Rcode::BadSig, TsigVerdict::BadSig}}};
    for (const auto& told : cases) {
        Conversation talk;
        Octets refused = answer();
        appendTsigError(refused, *read(talk.wire).tsig, told.first);
        const Message message = read(refused);
        QVERIFY(message.tsig->mac.empty());
        QVERIFY(message.tsig->otherData.empty());
        QCOMPARE(message.tsig->error, told.first);
        QCOMPARE(message.tsig->originalId, std::uint16_t(0x1234));
        QCOMPARE(talk.verify(refused), told.second);
    }
}

void TsigTest::rfc8945_3_badTimeIsToldSigned()
{
    Conversation talk;
    const Time late = Now + std::chrono::hours(2);
    QCOMPARE(talk.verify(late), TsigVerdict::BadTime);
    const Octets told = talk.signedAnswer(Part::First, late);
    const TsigRecord tsig = *read(told).tsig;
    QCOMPARE(tsig.error, Rcode::BadTime);
    QCOMPARE(tsig.timeSigned, std::uint64_t(1700000000));
    QCOMPARE(tsig.fudge, std::uint16_t(300));
    QCOMPARE(tsig.otherData, Octets({0, 0, 0x65, 0x54, 0x0D, 0x20})); // 1700007200
    QCOMPARE(tsig.mac.size(), std::size_t(32));
    QCOMPARE(talk.verify(told), TsigVerdict::BadTime);
    // Nobody else can say so.
    Conversation other;
    Octets forged = told;
    forged.back() ^= 1;
    QCOMPARE(other.verify(forged), TsigVerdict::BadSig);
}

void TsigTest::rfc8945_4_anAnswerIsBoundToItsRequest()
{
    Conversation one;
    Conversation two(key(), Now + std::chrono::seconds(1));
    QCOMPARE(one.verify(), TsigVerdict::Good);
    QCOMPARE(two.verify(), TsigVerdict::Good);
    const Octets answered = one.signedAnswer();
    QCOMPARE(two.verify(answered), TsigVerdict::BadSig);
    QCOMPARE(one.verify(answered), TsigVerdict::Good);
    Conversation stale;
    QCOMPARE(stale.verify(), TsigVerdict::Good);
    QCOMPARE(stale.verify(stale.signedAnswer(), Now + std::chrono::seconds(301)),
             TsigVerdict::BadTime);
}

void TsigTest::rfc8945_5_atMost99UnsignedBetweenSigned()
{
    Conversation talk;
    QCOMPARE(talk.verify(), TsigVerdict::Good);
    QVERIFY2(talk.verify(answer()) != TsigVerdict::Good, "the first must be signed");
    QCOMPARE(talk.verify(talk.signedAnswer()), TsigVerdict::Good);
    for (int i = 0; i < 99; ++i)
        QCOMPARE(talk.verify(answer(Part::Later)), TsigVerdict::Good);
    QVERIFY(!talk.client.lastWasSigned());
    QVERIFY(talk.verify(answer(Part::Later)) != TsigVerdict::Good);
}

void TsigTest::rfc8945_6_laterMessagesChain()
{
    Conversation talk;
    QCOMPARE(talk.verify(), TsigVerdict::Good);
    std::vector<Octets> messages{talk.signedAnswer()};
    for (int i = 1; i < 5; ++i)
        messages.push_back(talk.signedAnswer(Part::Later, Now + std::chrono::seconds(i)));
    for (const Octets& message : messages)
        QCOMPARE(talk.verify(message), TsigVerdict::Good);
    Conversation swapped;
    QCOMPARE(swapped.verify(), TsigVerdict::Good);
    QCOMPARE(swapped.verify(messages[0]), TsigVerdict::Good); // same request, same key, same time
    QCOMPARE(swapped.verify(messages[2]), TsigVerdict::BadSig);
}

void TsigTest::rfc8945_7_oneChangedMessageBreaksTheChain()
{
    Conversation talk;
    QCOMPARE(talk.verify(), TsigVerdict::Good);
    QCOMPARE(talk.verify(talk.signedAnswer()), TsigVerdict::Good);
    Octets slipped = answer(Part::Later);
    slipped[2] ^= 0x04;
    QCOMPARE(talk.verify(slipped), TsigVerdict::Good); // so far
    QCOMPARE(talk.verify(talk.signedAnswer(Part::Later)), TsigVerdict::BadSig);
}

void TsigTest::rfc8945_8_namesAreDigestedLowerCased()
{
    const TsigKey upper = key("HMAC-SHA256", "TRANSFER.Key");
    Conversation talk(upper);
    TsigSession server(key());
    QCOMPARE(server.verifyRequest(talk.wire, read(talk.wire), Now), TsigVerdict::Good);
    QCOMPARE(read(talk.wire).tsig->mac, read(Conversation().wire).tsig->mac);
    QVERIFY(read(talk.wire).tsig->keyName.identical(*Name::parse("TRANSFER.Key")));
}

void TsigTest::rfc8945_10_shortMacsAreMalformedAndCutOnesRefused()
{
    for (const char* algorithm : {"hmac-sha1", "hmac-sha256", "hmac-sha512"}) {
        const Conversation talk(key(algorithm));
        const std::size_t whole = read(talk.wire).tsig->mac.size();
        const std::size_t shortest = std::max<std::size_t>(10, whole / 2);
        for (std::size_t size = 0; size < whole; ++size) {
            const Octets wire = cut(talk.wire, size);
            for (const std::size_t least : {std::size_t(16), std::size_t(24), std::size_t(64)}) {
                TsigKey ours = key(algorithm);
                ours.leastMac = least;
                TsigSession server(ours);
                const TsigVerdict expected = size < shortest                 ? TsigVerdict::FormErr
                                             : size < std::min(least, whole) ? TsigVerdict::BadTrunc
                                                                             : TsigVerdict::Good;
                QCOMPARE(server.verifyRequest(wire, read(wire), Now), expected);
            }
        }
    }
    // Longer than the digest is malformed too: a key of sha512 under the name of sha1.
    Octets wire = Conversation(key("hmac-sha512")).wire;
    Message message = read(wire);
    message.tsig->algorithm = algorithmName(TsigAlgorithm::HmacSha1);
    TsigSession server(key("hmac-sha1"));
    QCOMPARE(server.verifyRequest(wire, message, Now), TsigVerdict::FormErr);
}

void TsigTest::rfc8945_11_tsigIsTheLastRecordAndTheOnlyOne()
{
    const Octets good = Conversation().wire;
    const std::size_t at = read(good).tsig->offset;
    const Octets tsig(good.begin() + static_cast<std::ptrdiff_t>(at), good.end());
    Octets twice = good;
    append(twice, tsig);
    twice[11] = 2;
    QVERIFY(!Message::read(twice));
    Octets followed = good;
    Edns{}.write(followed);
    followed[11] = 2;
    QVERIFY(!Message::read(followed));
    Octets answers = good;
    answers[7] = 1;
    answers[11] = 0;
    QVERIFY(!Message::read(answers));
    for (const std::size_t lie : {std::size_t{3}, std::size_t{7}}) { // class, TTL
        Octets other = good;
        other[at + read(good).tsig->keyName.wire().size() + lie] ^= 1;
        QVERIFY(!Message::read(other));
    }
}

void TsigTest::rfc8945_11_theOriginalIdIsDigested()
{
    // A forwarder may give a request another ID; the TSIG record remembers the first one.
    Conversation talk;
    putUint16At(talk.wire, 0, 0x4321);
    QCOMPARE(talk.verify(), TsigVerdict::Good);
    talk.wire[13] ^= 1;
    QCOMPARE(talk.verify(), TsigVerdict::BadSig);
}

void TsigTest::rfc8945_12_theSizeOfTheRecordIsKnownBefore()
{
    for (const char* algorithm :
         {"hmac-sha1", "hmac-sha224", "hmac-sha256", "hmac-sha384", "hmac-sha512"}) {
        const TsigKey with = key(algorithm);
        Conversation talk(with);
        QCOMPARE(talk.wire.size() - request().size(), tsigRecordSize(with) - 6);
        QCOMPARE(talk.verify(Now + std::chrono::hours(1)), TsigVerdict::BadTime);
        QCOMPARE(talk.signedAnswer().size() - answer().size(), tsigRecordSize(with));
    }
}

void TsigTest::rfc8945_14_eachBitOfTheMacCounts()
{
    const Conversation talk;
    Message message = read(talk.wire);
    for (std::size_t bit = 0; bit < message.tsig->mac.size() * 8; ++bit) {
        TsigSession server(key());
        message.tsig->mac[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        QCOMPARE(server.verifyRequest(talk.wire, message, Now), TsigVerdict::BadSig);
        message.tsig->mac[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    }
}

void TsigTest::aForgedAnswerDoesNotSpoilTheRealOne()
{
    Conversation talk;
    QCOMPARE(talk.verify(), TsigVerdict::Good);
    const Octets real = talk.signedAnswer();
    Octets forged = real;
    forged[3] ^= 0x0F;
    QCOMPARE(talk.verify(forged), TsigVerdict::BadSig);
    QCOMPARE(talk.verify(answer()), TsigVerdict::Unsigned);
    QCOMPARE(talk.verify(real), TsigVerdict::Good);
}

void TsigTest::piecesAreSignedLikeTheWhole()
{
    Conversation whole;
    Conversation pieces;
    QCOMPARE(whole.verify(), TsigVerdict::Good);
    QCOMPARE(pieces.verify(), TsigVerdict::Good);
    for (const Part part : {Part::First, Part::Later, Part::Later}) {
        const Octets expected = whole.signedAnswer(part);
        Octets message = answer(part);
        message[11] = 1; // counted already
        const OctetView view = message;
        const std::array<OctetView, 3> cutUp{view.first(12), OctetView(), view.subspan(12)};
        append(message, pieces.server.answerRecord(0x1234, cutUp, Now));
        QCOMPARE(message, expected);
        QCOMPARE(whole.verify(message), TsigVerdict::Good);
    }
}

void TsigTest::lengthsOfTheTsigRdataThatLieAreFound()
{
    const Octets good = Conversation().wire;
    const TsigRecord tsig = *read(good).tsig;
    const std::size_t rdataAt = tsig.offset + tsig.keyName.wire().size() + 10;
    const std::size_t macSizeAt = rdataAt + tsig.algorithm.wire().size() + 8;
    for (const std::size_t at : {rdataAt - 2, macSizeAt, good.size() - 2}) {
        for (std::uint32_t length = 0; length <= 0xFFFF; ++length) {
            Octets lie = good;
            putUint16At(lie, at, static_cast<std::uint16_t>(length));
            if (lie != good)
                QVERIFY(!Message::read(lie));
        }
    }
    for (std::size_t size = tsig.offset; size < good.size(); ++size)
        QVERIFY(!Message::read(OctetView(good).first(size)));
}

QTEST_APPLESS_MAIN(TsigTest)
#include "tsig.moc"
