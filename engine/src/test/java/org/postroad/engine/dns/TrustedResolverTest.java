package org.postroad.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Answer.Why;
import org.postroad.protocol.dns.RecordType;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/// The AD bit of a resolver on this host.
class TrustedResolverTest {

  private static DnsClient client(FakeResolver resolver, Dnssec dnssec) {
    return new DnsClient(
        DnsClient.Options.of(List.of(resolver.address())).dnssec(dnssec), () -> DnssecWorld.NOW);
  }

  private static Answer lookup(FakeResolver resolver, Dnssec dnssec, String name) {
    return client(resolver, dnssec).lookup(DnssecWorld.domain(name), RecordType.A);
  }

  /// Gives the AD bit to who asks for it, as RFC 6840 §5.7 has it.
  private static byte[] answer(Message query, boolean validates, int rcode, String... records)
      throws IOException {
    Message answer = FakeResolver.response(query, rcode, records);
    boolean wanted =
        query.getHeader().getFlag(Flags.AD)
            || (query.getOPT() != null && (query.getOPT().getFlags() & ExtendedFlags.DO) != 0);
    if (validates && wanted) {
      answer.getHeader().setFlag(Flags.AD);
    }
    return answer.toWire();
  }

  private static FakeResolver resolver(boolean validates) throws IOException {
    return new FakeResolver(
        (query, _) ->
            switch (query.getQuestion().getName().toString()) {
              case "alias.example.com." ->
                  List.of(
                      answer(
                          query,
                          validates,
                          Rcode.NOERROR,
                          "alias.example.com. 300 CNAME mx.plain.example."));
              case "mx.plain.example." ->
                  List.of(answer(query, false, Rcode.NOERROR, "mx.plain.example. 300 A 192.0.2.9"));
              case "none.example.com." ->
                  List.of(
                      answer(
                          query,
                          validates,
                          Rcode.NXDOMAIN,
                          "example.com. 300 SOA ns.example. root.example. 1 2 3 4 300"));
              case "bogus.example.com." ->
                  List.of(
                      query.getHeader().getFlag(Flags.CD)
                          ? answer(
                              query, false, Rcode.NOERROR, "bogus.example.com. 300 A 192.0.2.3")
                          : answer(query, false, Rcode.SERVFAIL));
              case "broken.example.com." -> List.of(answer(query, false, Rcode.SERVFAIL));
              default ->
                  List.of(
                      answer(
                          query,
                          validates,
                          Rcode.NOERROR,
                          query.getQuestion().getName() + " 300 A 192.0.2.1"));
            });
  }

  @Test
  void answerIsSecureAsTheBitSays() throws IOException {
    try (FakeResolver resolver = resolver(true)) {
      Dnssec trusted = new Dnssec.Trusted();
      assertThat(DnssecWorld.verdict(lookup(resolver, trusted, "mx.example.com")))
          .isEqualTo("SECURE found");
      assertThat(DnssecWorld.verdict(lookup(resolver, trusted, "none.example.com")))
          .isEqualTo("SECURE no name");
      assertThat(DnssecWorld.verdict(lookup(resolver, trusted, "mx.plain.example")))
          .isEqualTo("INSECURE found");
      // the weakest of two messages, when the first ends at the alias
      assertThat(DnssecWorld.verdict(lookup(resolver, trusted, "alias.example.com")))
          .isEqualTo("INSECURE found");
    }
  }

  @Test
  void withoutTheBitOrTheOperatorsWordEverythingIsInsecure() throws IOException {
    try (FakeResolver silent = resolver(false);
        FakeResolver telling = resolver(true)) {
      assertThat(DnssecWorld.verdict(lookup(silent, new Dnssec.Trusted(), "mx.example.com")))
          .isEqualTo("INSECURE found");
      assertThat(DnssecWorld.verdict(lookup(telling, new Dnssec.Off(), "mx.example.com")))
          .isEqualTo("INSECURE found");
    }
  }

  @Test
  void refusalOfABogusAnswerIsToldFromOtherFailures() throws IOException {
    try (FakeResolver resolver = resolver(true)) {
      assertThat(lookup(resolver, new Dnssec.Trusted(), "bogus.example.com"))
          .isEqualTo(
              new Answer.Failed(
                  Why.BOGUS,
                  resolver.name() + ": SERVFAIL, but an answer if it is not to validate"));
      assertThat(lookup(resolver, new Dnssec.Trusted(), "broken.example.com"))
          .isEqualTo(new Answer.Failed(Why.SERVER_FAILED, resolver.name() + ": SERVFAIL"));
    }
  }

  @Test
  void resolverThatIsNotOnThisHostIsNotTrusted() {
    InetSocketAddress here = new InetSocketAddress(InetAddress.ofLiteral("::1"), 53);
    InetSocketAddress away = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.53"), 53);
    DnsClient.Options options = DnsClient.Options.of(List.of(here, away));
    assertThatThrownBy(() -> options.dnssec(new Dnssec.Trusted()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("192.0.2.53:53 is not on this host: its AD bit is anybody's");
  }

  @Test
  void selfTestTellsAResolverThatValidatesFromOneThatDoesNot() throws IOException {
    try (FakeResolver silent = resolver(false);
        FakeResolver telling = resolver(true)) {
      assertThat(client(telling, new Dnssec.Trusted()).selfTest())
          .isEqualTo(
              new SelfTest.Works(
                  "answers are secure as " + telling.name() + " says by its AD bit"));
      assertThat(client(silent, new Dnssec.Trusted()).selfTest())
          .isEqualTo(
              new SelfTest.Fails(
                  "the root's SOA record: "
                      + silent.name()
                      + " does not say that it is secure: it does not validate, or does not"
                      + " tell"));
    }
  }
}
