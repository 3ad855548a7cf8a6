package org.postroad.engine.policyhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.policyhost.PolicyRoad.HOST;
import static org.postroad.engine.policyhost.PolicyRoad.POLICY;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Quarter;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.lab.policyhost.HttpReply;
import org.postroad.lab.policyhost.LabPolicyHost;
import org.postroad.lab.policyhost.Visit;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyFetch;
import org.postroad.protocol.mtasts.PolicyFetch.FetchError;
import org.postroad.protocol.mtasts.PolicyFetch.Fetched;
import org.postroad.protocol.mtasts.PolicyFetch.PolicyInvalid;
import org.postroad.protocol.mtasts.PolicyFetch.WebPkiInvalid;

/// Fetches over real sockets, real TLS and a real DNS.
class PolicyHostClientTest {

  private final PolicyRoad road = new PolicyRoad();

  @AfterEach
  void close() {
    road.close();
  }

  @Test
  void policyComesAsItWasServed() {
    assertThat(road.fetch())
        .isInstanceOfSatisfying(
            Fetched.class, fetched -> assertThat(fetched.policy().text()).isEqualTo(POLICY));
    assertThat(road.web.visits().entries())
        .singleElement()
        .satisfies(
            visit -> {
              assertThat(visit.sni()).contains(HOST);
              assertThat(visit.alpn()).containsExactly("http/1.1");
              Visit.Request request = visit.request().orElseThrow();
              assertThat(request.method() + " " + request.target())
                  .isEqualTo("GET /.well-known/mta-sts.txt");
              assertThat(request.header("host")).contains(HOST);
              assertThat(request.header("accept-encoding")).contains("identity");
              assertThat(request.header("cookie")).isEmpty();
            });
  }

  static Stream<HttpReply> goodReplies() {
    return Stream.of(
        HttpReply.policy(POLICY).chunked(),
        HttpReply.policy(POLICY).untilClose(),
        HttpReply.policy(POLICY).http10(),
        HttpReply.policy(POLICY).mediaType("text/plain; charset=utf-8"),
        HttpReply.policy(POLICY).mediaType("TEXT/Plain;x=\"a;b\""),
        HttpReply.policy(POLICY).header("Content-Encoding: identity"),
        HttpReply.policy(POLICY)
            .header("Set-Cookie: a=b")
            .header("Cache-Control: max-age=99999999"),
        HttpReply.policy(POLICY + "x: " + "y".repeat(60_000) + "\r\n"));
  }

  @ParameterizedTest
  @MethodSource("goodReplies")
  void everyFramingOfHttpIsRead(HttpReply reply) {
    assertThat(road.conduct(new Conduct.Replies(reply)).fetch()).isInstanceOf(Fetched.class);
  }

  record Bad(Conduct conduct, Class<? extends PolicyFetch.Failure> kind, String why) {}

  static Stream<Bad> badReplies() {
    HttpReply good = HttpReply.policy(POLICY);
    String head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";
    Stream<Bad> media =
        Stream.of("text/html", "text/plain2", "application/json", "text", "plain", ";text/plain")
            .map(
                type ->
                    bad(good.mediaType(type), PolicyInvalid.class, "media type \"" + type + "\""));
    Stream<Bad> status =
        Stream.of(201, 202, 204, 206, 400, 401, 403, 404, 410, 418, 429, 500, 503)
            .map(code -> bad(good.status(code), FetchError.class, "status " + code));
    Stream<Bad> redirects =
        Stream.of(301, 302, 303, 307, 308)
            .map(
                code ->
                    bad(
                        HttpReply.redirect(code, "https://" + HOST + "/.well-known/mta-sts.txt"),
                        FetchError.class,
                        "status " + code + ", and redirects are not followed (RFC 8461 §3.3)"));
    Stream<Bad> others =
        Stream.of(
            bad(good.withoutMediaType(), PolicyInvalid.class, "no media type"),
            bad(HttpReply.empty(), PolicyInvalid.class, "empty"),
            bad(HttpReply.policy("version: STSv2\r\n"), PolicyInvalid.class, "line 1: version"),
            bad(
                good.header("Content-Encoding: gzip"),
                FetchError.class,
                "content encoding \"gzip\""),
            bad(good.cutAfter(20), FetchError.class, "body cut short"),
            bad(good.chunked().cutAfter(20), FetchError.class, "cut short"),
            bad(good.filledTo(65_537), FetchError.class, "more than 65536 bytes"),
            bad(good.filledTo(65_537).chunked(), FetchError.class, "more than 65536 bytes"),
            bad(good.filledTo(65_537).untilClose(), FetchError.class, "more than 65536 bytes"),
            raw("hello\r\n\r\n", "not an HTTP response: \"hello\""),
            raw("HTTP/2 200\r\n\r\n", "not an HTTP response"),
            raw("HTTP/1.1 0200 OK\r\n\r\n", "not an HTTP response"),
            raw("HTTP/1.1 200 OK\r\n folded: x\r\n\r\n", "not a header field"),
            raw("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "not a header field: \"no colon\""),
            raw("HTTP/1.1 200 OK\r\nContent-Type : text/plain\r\n\r\n", "not a header field"),
            raw(head + "Content-Type: text/html\r\n\r\n", "several content-type fields"),
            raw(
                head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
                "several content-length"),
            raw(head + "Content-Length: -1\r\n\r\n", "Content-Length \"-1\""),
            raw(head + "Content-Length: 0x10\r\n\r\n", "Content-Length \"0x10\""),
            raw(
                head + "Transfer-Encoding: gzip, chunked\r\n\r\n",
                "Transfer-Encoding \"gzip, chunked\", known is chunked alone"),
            raw(
                head + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "both Transfer-Encoding and Content-Length"),
            raw(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "not a chunk size: \"zz\""),
            raw(head + "Transfer-Encoding: chunked\r\n\r\nffffffff\r\n", "more than 65536 bytes"),
            raw(head + "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", "a chunk longer"),
            raw("HTTP/1.1 103 Early\r\n\r\n".repeat(6), "more than 4 interim responses"),
            raw("HTTP/1.1 200 OK\r\nX: " + "x".repeat(20_000) + "\r\n\r\n", "a head of more than"),
            raw("", "connection closed without a response"),
            new Bad(new Conduct.HangsUp(), FetchError.class, "closed without a response"),
            new Bad(new Conduct.HangsUpInHandshake(), FetchError.class, "handshake"),
            new Bad(new Conduct.Alerts(112), FetchError.class, "unrecognized_name"));
    return Stream.of(media, status, redirects, others).flatMap(s -> s);
  }

  @ParameterizedTest
  @MethodSource("badReplies")
  void whatIsNoPolicyIsRefusedWithItsReason(Bad bad) {
    PolicyFetch fetch = road.conduct(bad.conduct()).fetch();
    assertThat(fetch).isInstanceOf(bad.kind());
    assertThat(((PolicyFetch.Failure) fetch).why()).contains(bad.why());
  }

  @Test
  void interimResponsesAreSkipped() {
    String octets =
        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n";
    assertThat(road.conduct(new Conduct.Raw(octets + POLICY)).fetch()).isInstanceOf(Fetched.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "other.example.org | not valid for mta-sts.example.org, only for other.example.org",
        "example.org | only for example.org",
        "*.mta-sts.example.org | only for *.mta-sts.example.org",
        "*.org | only for *.org",
        "mta-*.example.org | only for mta-*.example.org",
        "*sts.example.org | only for *sts.example.org",
        "mta-sts.example.org.evil.example | only for",
      })
  void certificateForAnotherNameIsRefused(String name, String why) {
    assertWebPki(road.certificate(Leaf.of(name)), why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mta-sts.example.org", "*.example.org", "MTA-STS.Example.ORG"})
  void certificateForTheNameIsAccepted(String name) {
    assertThat(road.certificate(Leaf.of("other.example", name)).fetch())
        .isInstanceOf(Fetched.class);
  }

  @Test
  void attackerWithTheNameInTheCnAloneIsRefused() {
    assertWebPki(road.certificate(Leaf.commonNameOnly(HOST)), "certificate has no DNS-ID");
    assertWebPki(
        road.certificate(Leaf.of("other.example").commonName(HOST)), "only for other.example");
  }

  @Test
  void certificateForTheAddressIsRefused() {
    assertWebPki(
        road.certificate(Leaf.of().addresses(road.address.getHostAddress()).commonName(HOST)),
        "certificate has no DNS-ID");
  }

  @Test
  void attackerWithACertificateOfHisOwnMakingIsRefused() {
    assertWebPki(road.certificate(Leaf.of(HOST).selfSigned()), "not trusted, self-signed");
    road.web.credential(HOST, LabCa.create("Evil CA", Instant.now()).issue(Leaf.of(HOST)));
    assertWebPki(road, "issuer unknown: CN=Evil CA");
  }

  @Test
  void datesSignaturesAndMissingIntermediatesAreWebPkiFailures() {
    assertWebPki(road.certificate(Leaf.of(HOST).expired()), "certificate expired on");
    assertWebPki(road.certificate(Leaf.of(HOST).notYetValid()), "certificate not valid before");
    assertWebPki(road.certificate(Leaf.of(HOST).signedWithSha1()), "weak algorithm, SHA1");
    assertWebPki(road.certificate(Leaf.of(HOST).viaMissingIntermediate()), "issuer unknown");
    assertThat(road.certificate(Leaf.of(HOST).viaIntermediate()).fetch())
        .isInstanceOf(Fetched.class);
  }

  @Test
  void nothingIsAskedOfAHostWithABadCertificate() {
    road.certificate(Leaf.of("other.example")).fetch();
    assertThat(road.web.visits().entries()).noneMatch(visit -> visit.request().isPresent());
  }

  @Test
  void missingAddressesAreNamed() {
    road.addresses(HOST);
    road.dns.set(HOST, RecordType.TXT, "no address");
    assertWhy(road.fetch(), HOST + " has no address");
    assertWhy(
        road.client().fetch(DomainName.of("none.example.org")),
        "mta-sts.none.example.org does not exist");
    road.dns.interfereAt(HOST, new Interference.Fails(Interference.Code.SERVFAIL));
    assertWhy(road.fetch(), "address of " + HOST + " not found out: ");
    assertWhy(
        road.client().fetch(DomainName.of("a".repeat(60) + ".b".repeat(95))), "too long to have");
  }

  @Test
  void oneFamilyUnansweredDoesNotHinderTheOther() {
    road.dns.interfere(HOST, RecordType.AAAA, new Interference.Silent());
    long start = System.nanoTime();
    assertThat(road.fetch()).isInstanceOf(Fetched.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void ipv6AloneIsEnough() {
    InetAddress six = road.network.allot6(Quarter.POLICY_HOSTS);
    road.network.open(new InetSocketAddress(six, PolicyRoad.HTTPS), road.web);
    road.addresses(HOST, six);
    assertThat(road.fetch()).isInstanceOf(Fetched.class);
  }

  @Test
  void deadFirstAddressCostsLittle() {
    InetAddress six = road.network.allot6(Quarter.POLICY_HOSTS);
    road.network.open(new InetSocketAddress(six, PolicyRoad.HTTPS), new Answering.Unreachable());
    InetAddress refusing = road.otherAddress(new Answering.Refuses());
    road.addresses(HOST, six, refusing, road.address);
    road.options =
        new PolicyHostClient.Options(
            Duration.ofSeconds(30), Duration.ofMillis(500), Optional.empty());
    long start = System.nanoTime();
    assertThat(road.fetch()).isInstanceOf(Fetched.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(road.dialled).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void badCertificateOfOneAddressIsNotTheLastWord() {
    var bad = new LabPolicyHost();
    bad.serve(HOST, road.ca.issue(Leaf.of("other.example")), Conduct.policy(POLICY));
    InetAddress other = road.otherAddress(new Answering.Serves(bad));
    road.addresses(HOST, other, road.address);
    assertThat(road.fetch()).isInstanceOf(Fetched.class);
    InetAddress refusing = road.otherAddress(new Answering.Refuses());
    road.addresses(HOST, other, refusing);
    assertThat(road.fetch())
        .isInstanceOfSatisfying(
            WebPkiInvalid.class,
            failure ->
                assertThat(failure.why())
                    .startsWith(HOST + ", ")
                    .contains(other.getHostAddress() + ": certificate not valid for")
                    .contains(refusing.getHostAddress() + ": Connection refused"));
  }

  @Test
  void oldTlsIsNotSpoken() {
    road.web.versions("TLSv1.2");
    assertThat(road.fetch()).isInstanceOf(Fetched.class);
    assertThat(road.web.visits().entries().getFirst().tls().orElseThrow().version())
        .isEqualTo("TLSv1.2");
  }

  private static Bad bad(HttpReply reply, Class<? extends PolicyFetch.Failure> kind, String why) {
    return new Bad(new Conduct.Replies(reply), kind, why);
  }

  private static Bad raw(String octets, String why) {
    return new Bad(new Conduct.Raw(octets), FetchError.class, why);
  }

  private static void assertWebPki(PolicyRoad road, String why) {
    assertThat(road.fetch())
        .isInstanceOfSatisfying(
            WebPkiInvalid.class, failure -> assertThat(failure.why()).contains(why));
  }

  private static void assertWhy(PolicyFetch fetch, String why) {
    assertThat(fetch)
        .isInstanceOfSatisfying(
            FetchError.class, failure -> assertThat(failure.why()).contains(why));
  }
}
