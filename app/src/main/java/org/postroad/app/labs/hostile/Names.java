package org.postroad.app.labs.hostile;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DnsRecord.AddressRecord;
import org.postroad.protocol.dns.DnsRecord.TxtRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;

/// The DNS of the model, seen through a resolver that validates: what is published, and what the
/// attacker makes of it on its way. In a signed zone a forgery is bogus; what was once published
/// still verifies when it is played back.
final class Names implements Dns {

  /// Where the attacker listens.
  static final InetAddress EVIL_ADDRESS = InetAddress.ofLiteral("203.0.113.66");

  private static final String TLSA = "_25._tcp.";
  private static final String STS = "_mta-sts.";
  private static final Duration TTL = Duration.ofMinutes(5);
  private static final Duration ANSWERED_WITHIN = Duration.ofMillis(20);
  private static final Duration GIVEN_UP_AFTER = Duration.ofSeconds(10);

  private final World world;
  private final Papers papers;
  private final Story story;
  private List<Told> told = new ArrayList<>();
  private Duration waited = Duration.ZERO;

  Names(World world, Papers papers, Story story) {
    this.world = world;
    this.papers = papers;
    this.story = story;
  }

  /// All answers from now on.
  List<Told> listen() {
    told = new ArrayList<>();
    waited = Duration.ZERO;
    return told;
  }

  /// How long the sender has waited for answers since then.
  Duration waited() {
    return waited;
  }

  @Override
  public Answer lookup(DomainName name, RecordType type) {
    Answer answer = named(answer(name.text(), type), name);
    Duration within =
        answer instanceof Answer.Failed(Answer.Why why, var detail) && why == Answer.Why.TIMED_OUT
            ? GIVEN_UP_AFTER
            : ANSWERED_WITHIN;
    world.clock().advance(within);
    waited = waited.plus(within);
    told.add(new Told(name, type, answer));
    story.tell(() -> "dns: " + name + " " + type + "? " + answer);
    return answer;
  }

  /// There are no aliases here: an answer's name is the one that was asked for.
  private static Answer named(Answer answer, DomainName name) {
    return answer instanceof Answer.Found found
        ? new Answer.Found(found.records(), name, found.security(), found.ttl())
        : answer;
  }

  private Answer answer(String name, RecordType type) {
    for (Site site : Site.values()) {
      String domain = site.domain().text();
      if (name.equals(domain)) {
        return type == RecordType.MX ? mx(site) : ownAddress(site, type);
      }
      if (name.startsWith(STS) && name.endsWith(domain) && type == RecordType.TXT) {
        return record(site);
      }
    }
    boolean tlsa = name.startsWith(TLSA);
    String server = tlsa ? name.substring(TLSA.length()) : name;
    if (isEvil(server)) {
      return evil(server, type, tlsa);
    }
    Optional<Host> host = Host.named(server);
    if (host.isEmpty()) {
      return new Answer.NoSuchName(Security.INSECURE, TTL);
    }
    return tlsa ? tlsa(host.get(), type) : address(host.get(), type);
  }

  private Answer record(Site site) {
    Owner owner = world.owner(site);
    Zone zone = Zone.of(site.domain().text());
    String now = owner.record().orElse("v=STSv1; id=1;");
    return switch (world.recordTrick(site)) {
      case NONE -> published(zone, texts(owner.record().stream()));
      case STALE -> published(zone, texts(owner.recordBefore().stream()));
      case HIDDEN -> forged(zone, List.of());
      case FORGED_ID ->
          forged(zone, texts(Stream.of("v=STSv1; id=forged" + world.clock().nanos() % 9973)));
      case DOUBLED -> forged(zone, texts(Stream.of(now, "v=STSv1; id=2;")));
      case SILENT -> failed(Answer.Why.TIMED_OUT);
      case FAILING -> failed(Answer.Why.SERVER_FAILED);
    };
  }

  private Answer mx(Site site) {
    Owner owner = world.owner(site);
    Zone zone = Zone.of(site.domain().text());
    Host first = owner.exchangers().getFirst();
    return switch (world.mxTrick(site)) {
      case NONE -> published(zone, exchangers(owner.exchangers()));
      case STALE -> published(zone, exchangers(owner.exchangersBefore()));
      case EVIL -> forged(zone, List.of(exchanger(10, Papers.EVIL)));
      case EVIL_FIRST -> {
        List<DnsRecord> both = new ArrayList<>(exchangers(owner.exchangers()));
        both.add(exchanger(1, Papers.EVIL));
        yield forged(zone, both);
      }
      case DEEP -> forged(zone, List.of(exchanger(10, "evil." + first.text())));
      case NEAR -> forged(zone, List.of(exchanger(10, "x" + first.parent())));
      case ABSENT -> forged(zone, List.of());
      case NULL -> forged(zone, List.of(new MxRecord(0, DomainName.ROOT)));
      case NO_SUCH_NAME ->
          world.isSigned(zone)
              ? failed(Answer.Why.BOGUS)
              : new Answer.NoSuchName(Security.INSECURE, TTL);
      case SILENT -> failed(Answer.Why.TIMED_OUT);
      case FAILING -> failed(Answer.Why.SERVER_FAILED);
    };
  }

  /// Of the domain itself, which has none unless somebody says so.
  private Answer ownAddress(Site site, RecordType type) {
    Zone zone = Zone.of(site.domain().text());
    return world.mxTrick(site) == Trick.Mx.ABSENT && type == RecordType.A
        ? forged(zone, List.of(new AddressRecord(EVIL_ADDRESS)))
        : published(zone, List.of());
  }

  private Answer address(Host host, RecordType type) {
    Zone zone = Zone.of(host.text());
    if (type != RecordType.A && type != RecordType.AAAA) {
      return published(zone, List.of());
    }
    return switch (world.addressTrick(host)) {
      case NONE -> published(zone, addresses(host.addresses(), type));
      case EVIL -> forged(zone, addresses(List.of(EVIL_ADDRESS), type));
      case ABSENT -> forged(zone, List.of());
      case SILENT -> failed(Answer.Why.TIMED_OUT);
      case FAILING -> failed(Answer.Why.SERVER_FAILED);
    };
  }

  private Answer tlsa(Host host, RecordType type) {
    Zone zone = Zone.of(host.text());
    if (type != RecordType.TLSA) {
      return published(zone, List.of());
    }
    return switch (world.tlsaTrick(host)) {
      case NONE -> published(zone, world.tlsa(host));
      case STALE -> published(zone, world.tlsaBefore(host));
      case FORGED -> forged(zone, papers.evilTlsa(Papers.EVIL));
      case HIDDEN -> forged(zone, List.of());
      case SILENT -> failed(Answer.Why.TIMED_OUT);
      case FAILING -> failed(Answer.Why.SERVER_FAILED);
    };
  }

  /// In zones of the attacker's own, which he signs.
  private Answer evil(String server, RecordType type, boolean tlsa) {
    List<? extends DnsRecord> records =
        switch (type) {
          case A -> tlsa ? List.of() : List.of(new AddressRecord(EVIL_ADDRESS));
          case TLSA -> tlsa ? papers.evilTlsa(server) : List.of();
          default -> List.of();
        };
    return answer(records, Security.SECURE);
  }

  /// Whether the name is one that the attacker got honestly.
  static boolean isEvil(String name) {
    return name.equals(Papers.EVIL)
        || Arrays.stream(Host.values())
            .anyMatch(
                host -> name.equals("evil." + host.text()) || name.equals("x" + host.parent()));
  }

  private Answer published(Zone zone, List<? extends DnsRecord> records) {
    return answer(records, world.isSigned(zone) ? Security.SECURE : Security.INSECURE);
  }

  private Answer forged(Zone zone, List<? extends DnsRecord> records) {
    return world.isSigned(zone) ? failed(Answer.Why.BOGUS) : answer(records, Security.INSECURE);
  }

  private static Answer answer(List<? extends DnsRecord> records, Security security) {
    return records.isEmpty()
        ? new Answer.NoData(security, TTL)
        : new Answer.Found(List.copyOf(records), DomainName.ROOT, security, TTL);
  }

  private static Answer failed(Answer.Why why) {
    return new Answer.Failed(why, Words.of(why));
  }

  private static List<DnsRecord> exchangers(List<Host> hosts) {
    List<DnsRecord> records = new ArrayList<>();
    for (Host host : hosts) {
      records.add(exchanger(10 * (records.size() + 1), host.text()));
    }
    return records;
  }

  private static MxRecord exchanger(int preference, String host) {
    return new MxRecord(preference, DomainName.of(host));
  }

  private static List<AddressRecord> addresses(List<InetAddress> addresses, RecordType type) {
    int length = type == RecordType.A ? 4 : 16;
    return addresses.stream()
        .filter(address -> address.getAddress().length == length)
        .map(AddressRecord::new)
        .toList();
  }

  private static List<TxtRecord> texts(Stream<String> texts) {
    return texts.map(text -> new TxtRecord(List.of(text))).toList();
  }
}
