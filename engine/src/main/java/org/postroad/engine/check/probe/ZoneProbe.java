package org.postroad.engine.check.probe;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.engine.check.DnsQuestion;
import org.postroad.engine.check.NameServer;
import org.postroad.engine.check.SignatureSeen;
import org.postroad.engine.dns.DirectDns;
import org.postroad.engine.net.Endpoint;
import org.postroad.protocol.dane.TlsaBaseDomain;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord.NsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyDomain;

/// Looks at the zone that a domain is in: each of its name servers for itself, the keys, and the
/// signatures of the records that matter.
record ZoneProbe(Work work, DomainName domain) {

  private static final int SERVERS_MAX = 13;
  private static final int DNS_PORT = 53;
  private static final int HOSTS_MAX = 8; // exchangers whose signatures are looked at

  /// The records of a domain that decide about mail to it, and that all its servers must agree on.
  static List<DnsQuestion> records(DomainName domain) {
    List<DnsQuestion> questions = new ArrayList<>();
    questions.add(new DnsQuestion(domain, RecordType.MX));
    if (domain.hasRoomFor("_mta-sts")) {
      questions.add(new DnsQuestion(PolicyDomain.record(domain), RecordType.TXT));
    }
    if (domain.hasRoomFor("_smtp._tls")) {
      questions.add(new DnsQuestion(domain.child("_smtp._tls"), RecordType.TXT));
    }
    return questions;
  }

  List<NameServer> nameServers() {
    Optional<DomainName> zone = zone();
    for (RecordType type : List.of(RecordType.SOA, RecordType.DS, RecordType.DNSKEY)) {
      Answer _ = work.dns().lookup(zone.orElse(domain), type);
    }
    if (zone.isEmpty()) {
      return List.of();
    }
    List<DomainName> hosts =
        work.dns().lookup(zone.get(), RecordType.NS) instanceof Answer.Found found
            ? found.only(NsRecord.class).stream().map(NsRecord::host).distinct().sorted().toList()
            : List.of();
    return Work.each(
            hosts.subList(0, Math.min(hosts.size(), SERVERS_MAX)),
            host -> servers(zone.get(), host))
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  /// The domain itself or the nearest name above it that has name servers; empty if that is a
  /// top-level domain, whose servers know nothing of the records, or if nobody said.
  private Optional<DomainName> zone() {
    DomainName name = domain;
    while (name.equals(domain) || name.labels().size() > 1) {
      Answer answer = work.dns().lookup(name, RecordType.NS);
      if (answer instanceof Answer.Found) {
        return Optional.of(name);
      }
      if (answer instanceof Answer.Failed || name.labels().size() <= 1) {
        return Optional.empty();
      }
      name = name.parent().orElse(DomainName.ROOT);
    }
    return Optional.empty();
  }

  private List<NameServer> servers(DomainName zone, DomainName host) {
    return Work.each(
        Targets.of(host, work).all(),
        target -> {
          List<NameServer.Said> answers =
              target.instead().isPresent()
                  ? List.of()
                  : work.told(
                      Progress.Stage.NAME_SERVER,
                      host + " " + Endpoint.text(target.address()),
                      () -> ask(zone, new InetSocketAddress(target.address(), DNS_PORT)));
          return new NameServer(zone, host, target.address(), answers);
        });
  }

  /// One question after the other; a server that is silent to the first is not asked further.
  private List<NameServer.Said> ask(DomainName zone, InetSocketAddress server) {
    List<DnsQuestion> questions = new ArrayList<>();
    questions.add(new DnsQuestion(zone, RecordType.SOA));
    questions.addAll(records(domain));
    List<NameServer.Said> answers = new ArrayList<>();
    for (DnsQuestion question : questions) {
      NameServer.Said said = ask(question, server);
      answers.add(said);
      if (said instanceof NameServer.Unanswered none
          && (none.why() == Answer.Why.TIMED_OUT || none.why() == Answer.Why.UNREACHABLE)) {
        return answers;
      }
    }
    return answers;
  }

  private NameServer.Said ask(DnsQuestion question, InetSocketAddress server) {
    if (work.deadline().passed()) {
      work.cutOff().set(true);
      return new NameServer.Unanswered(
          question, Answer.Why.NOT_ASKED, "not asked: the check's deadline had passed");
    }
    long start = System.nanoTime();
    return switch (work.vantage()
        .direct()
        .authority(server, question.name(), question.type(), work.answerBy())) {
      case DirectDns.Said.Answered answered ->
          new NameServer.Answered(
              question,
              answered.exists(),
              answered.authoritative(),
              answered.records(),
              Work.since(start));
      case DirectDns.Said.Failed(Answer.Why why, String detail)
          when why == Answer.Why.TIMED_OUT && work.cutShort() ->
          new NameServer.Unanswered(question, Answer.Why.NOT_ASKED, Dialled.CUT_SHORT);
      case DirectDns.Said.Failed(Answer.Why why, String detail) ->
          new NameServer.Unanswered(question, why, detail);
    };
  }

  /// The signatures with the answers that matter, asked of the first resolver.
  List<SignatureSeen> signatures() {
    if (work.vantage().resolvers().isEmpty()) {
      return List.of();
    }
    return Work.each(signed(), this::signatures).stream().flatMap(List::stream).toList();
  }

  private List<DnsQuestion> signed() {
    List<DnsQuestion> questions = new ArrayList<>(records(domain));
    DomainName zone = zone().orElse(domain);
    questions.add(new DnsQuestion(zone, RecordType.SOA));
    questions.add(new DnsQuestion(zone, RecordType.DNSKEY));
    if (domain.hasRoomFor("mta-sts")) {
      questions.add(new DnsQuestion(PolicyDomain.policyHost(domain), RecordType.A));
    }
    if (work.dns().lookup(domain, RecordType.MX) instanceof Answer.Found found) {
      found.only(MxRecord.class).stream()
          .map(MxRecord::exchange)
          .filter(host -> !host.isRoot())
          .distinct()
          .limit(HOSTS_MAX)
          .forEach(
              host -> {
                questions.add(new DnsQuestion(host, RecordType.A));
                new TlsaBaseDomain(host, Dialled.SMTP_PORT)
                    .owner()
                    .ifPresent(owner -> questions.add(new DnsQuestion(owner, RecordType.TLSA)));
              });
    }
    return questions;
  }

  private List<SignatureSeen> signatures(DnsQuestion question) {
    if (work.deadline().passed()) {
      work.cutOff().set(true);
      return List.of();
    }
    DirectDns.Said said =
        work.vantage()
            .direct()
            .signed(
                work.vantage().resolvers().getFirst(),
                question.name(),
                question.type(),
                work.answerBy());
    return said instanceof DirectDns.Said.Answered answered
        ? answered.signatures().stream()
            .map(
                each ->
                    new SignatureSeen(
                        question,
                        each.covers(),
                        each.algorithm(),
                        each.keyTag(),
                        each.signer(),
                        each.inception(),
                        each.expiration()))
            .toList()
        : List.of();
  }
}
