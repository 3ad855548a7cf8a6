package org.postroad.engine.check;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DomainName;

/// One address of an authoritative name server, and what it said itself, without a resolver in
/// between and without a cache. Its word is not validated.
///
/// @param zone that it was asked as a server of
public record NameServer(
    DomainName zone, DomainName host, InetAddress address, List<Said> answers) {

  public NameServer {
    answers = List.copyOf(answers);
  }

  /// What it said to one question.
  public sealed interface Said {
    DnsQuestion question();
  }

  /// @param exists false if it says that there is no such name
  /// @param authoritative whether it says that the zone is its own (the AA bit)
  /// @param records at the name that was asked for: of the type, or the alias in their place; none
  ///   if it has none
  public record Answered(
      DnsQuestion question,
      boolean exists,
      boolean authoritative,
      List<DnsRecord> records,
      Duration took)
      implements Said {
    public Answered {
      records = List.copyOf(records);
    }
  }

  /// Nothing that counts.
  public record Unanswered(DnsQuestion question, Answer.Why why, String detail) implements Said {}
}
