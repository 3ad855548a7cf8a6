package org.postroad.engine.dns;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.postroad.engine.dns.dnssec.SignedTree;
import org.postroad.engine.dns.dnssec.SignedZone;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/// A signed root behind a resolver on loopback, and a client that validates.
final class DnssecWorld implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  final FakeResolver resolver;
  final AtomicInteger asked = new AtomicInteger();
  private final SignedTree tree;
  private volatile SignedTree.Tampering tampering = (_, honest) -> honest;

  DnssecWorld(SignedZone... zones) throws IOException {
    this.tree = new SignedTree(zones);
    this.resolver =
        new FakeResolver(
            (query, tcp) -> {
              asked.incrementAndGet();
              Message answer = tampering.with(query, tree.answer(query));
              return answer.getHeader().getFlag(Flags.QR)
                  ? List.of(SignedTree.octets(query, answer, tcp))
                  : List.of();
            });
  }

  DnssecWorld tampering(SignedTree.Tampering tampering) {
    this.tampering = tampering;
    return this;
  }

  /// No answer at all.
  static Message silence() {
    return new Message();
  }

  RootAnchors anchors() {
    return switch (RootAnchors.parse(tree.anchor())) {
      case RootAnchors.Parsed.Valid(RootAnchors anchors) -> anchors;
      case RootAnchors.Parsed.Invalid(String why) -> throw new IllegalStateException(why);
    };
  }

  DnsClient client() {
    return client(false, () -> NOW);
  }

  DnsClient client(boolean sha1, InstantSource clock) {
    return new DnsClient(
        DnsClient.Options.of(List.of(resolver.address()))
            .total(Duration.ofSeconds(2))
            .dnssec(new Dnssec.Local(anchors(), sha1)),
        clock);
  }

  Answer lookup(String name, RecordType type) {
    return client().lookup(domain(name), type);
  }

  /// `SECURE found`, `INSECURE no name`, `BOGUS`.
  String verdict(String name, RecordType type) {
    return verdict(lookup(name, type));
  }

  /// An answer without records, and with an AD bit, whatever that is worth.
  static Message empty(Message query, int rcode) {
    Message message = new Message(query.getHeader().getID());
    message.getHeader().setFlag(Flags.QR);
    message.getHeader().setFlag(Flags.RA);
    message.getHeader().setFlag(Flags.AD);
    message.getHeader().setRcode(rcode);
    message.addRecord(query.getQuestion(), Section.QUESTION);
    return message;
  }

  static String verdict(Answer answer) {
    return switch (answer) {
      case Answer.Found found -> found.security() + " found";
      case Answer.NoSuchName none -> none.security() + " no name";
      case Answer.NoData none -> none.security() + " no data";
      case Answer.Failed failed -> failed.why().toString();
    };
  }

  static DomainName domain(String name) {
    return switch (DomainName.parse(name)) {
      case DomainName.Parsed.Valid(DomainName domain) -> domain;
      case DomainName.Parsed.Invalid invalid -> throw new IllegalArgumentException(name);
    };
  }

  @Override
  public void close() throws IOException {
    resolver.close();
  }
}
