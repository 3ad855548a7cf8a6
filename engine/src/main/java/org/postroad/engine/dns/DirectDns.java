package org.postroad.engine.dns;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.engine.net.Connector;
import org.postroad.engine.net.Deadline;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Asks one server and tells what it said, without a cache and without a judgement: for who
/// compares name servers, or looks at signatures. Nothing of it is validated, so nothing of it may
/// decide about mail.
public final class DirectDns {

  private static final Duration STEP = Duration.ofSeconds(3); // UDP; then TCP has as much
  private static final int SIGNATURES_MAX = 64;

  private final Connector connector;
  private final TcpExchange tcp;
  private final SecureRandom random = new SecureRandom();

  public DirectDns(Connector connector) {
    this.connector = connector;
    this.tcp = new TcpExchange(connector, random);
  }

  /// What came back.
  public sealed interface Said {
    /// @param exists false for NXDOMAIN
    /// @param authoritative the AA bit
    /// @param records of the type at the name that was asked for, or the CNAME in their place
    /// @param signatures of answer and proof
    record Answered(
        boolean exists, boolean authoritative, List<DnsRecord> records, List<Signature> signatures)
        implements Said {
      public Answered {
        records = List.copyOf(records);
        signatures = List.copyOf(signatures);
      }
    }

    record Failed(Answer.Why why, String detail) implements Said {}
  }

  /// A RRSIG record (RFC 4034 §3).
  ///
  /// @param covers the type of what it is over: `TXT`
  public record Signature(
      String covers,
      int algorithm,
      int keyTag,
      DomainName signer,
      Instant inception,
      Instant expiration) {}

  /// Asks an authoritative server for what it has itself.
  public Said authority(
      InetSocketAddress server, DomainName name, RecordType type, Deadline deadline) {
    return ask(
        connector.dialled(server), new Question(name, type).query(Query.Wanted.OWN), deadline);
  }

  /// Asks a resolver for records with their signatures, whatever it thinks of them.
  public Said signed(
      InetSocketAddress resolver, DomainName name, RecordType type, Deadline deadline) {
    return ask(resolver, new Question(name, type).query(Query.Wanted.PROOF), deadline);
  }

  private Said ask(InetSocketAddress address, Query query, Deadline deadline) {
    Reply reply;
    try (Server server = new Server(address, tcp, random)) {
      reply = server.ask(query, STEP, deadline);
    }
    return switch (reply) {
      case Reply.Answered(Message message, int _) -> answered(query, message);
      case Reply.Fault(Answer.Why why, String detail) -> new Said.Failed(why, detail);
      case Reply.Incomplete(String detail) -> new Said.Failed(Answer.Why.MALFORMED, detail);
      case Reply.Misunderstood(String detail) -> new Said.Failed(Answer.Why.SERVER_FAILED, detail);
    };
  }

  private static Said answered(Query query, Message message) {
    List<DnsRecord> records = new ArrayList<>();
    List<Signature> signatures = new ArrayList<>();
    for (Record record : message.getSection(Section.ANSWER)) {
      boolean asked = record.getType() == query.type() || record.getType() == Type.CNAME;
      if (asked && record.getName().equals(query.name())) {
        Records.of(record).ifPresent(records::add);
      }
    }
    for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
      for (Record record : message.getSection(section)) {
        if (record instanceof RRSIGRecord signature && signatures.size() < SIGNATURES_MAX) {
          signature(signature).ifPresent(signatures::add);
        }
      }
    }
    return new Said.Answered(
        message.getRcode() != Rcode.NXDOMAIN,
        message.getHeader().getFlag(Flags.AA),
        records,
        signatures);
  }

  private static Optional<Signature> signature(RRSIGRecord signature) {
    return Records.domainName(signature.getSigner())
        .map(
            signer ->
                new Signature(
                    Type.string(signature.getTypeCovered()),
                    signature.getAlgorithm(),
                    signature.getFootprint(),
                    signer,
                    signature.getTimeSigned(),
                    signature.getExpire()));
  }
}
