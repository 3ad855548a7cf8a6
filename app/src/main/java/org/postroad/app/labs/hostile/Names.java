package org.postroad.app.labs.hostile;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DnsRecord.AddressRecord;
import org.postroad.protocol.dns.DnsRecord.TxtRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;

/// The DNS of the model: what is published, and what the attacker makes of it on its way.
final class Names implements Dns {

  /// Where the attacker listens.
  static final InetAddress EVIL_ADDRESS = InetAddress.ofLiteral("203.0.113.66");

  private static final Duration TTL = Duration.ofMinutes(5);
  private static final Duration FORGED_TTL = Duration.ofDays(7);
  private static final Duration ANSWERED_WITHIN = Duration.ofMillis(20);
  private static final Duration GIVEN_UP_AFTER = Duration.ofSeconds(10);

  private final World world;
  private final Story story;
  private List<Told> told = new ArrayList<>();
  private Duration waited = Duration.ZERO;

  Names(World world, Story story) {
    this.world = world;
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
    Answer answer = answer(name.text(), type);
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

  private Answer answer(String name, RecordType type) {
    for (Site site : Site.values()) {
      String domain = site.domain().text();
      if (name.equals("_mta-sts." + domain)) {
        return type == RecordType.TXT ? record(site) : noData();
      }
      if (name.equals(domain)) {
        return switch (type) {
          case MX -> mx(site);
          case A ->
              world.mxTrick(site) == Trick.Mx.ABSENT
                  ? found(name, List.of(new AddressRecord(EVIL_ADDRESS)))
                  : noData();
          case AAAA, CNAME, TLSA, TXT -> noData();
        };
      }
    }
    return Host.named(name)
        .map(host -> address(host, type))
        .orElseGet(() -> isEvil(name) ? evil(name, type) : noSuchName());
  }

  private Answer record(Site site) {
    Owner owner = world.owner(site);
    return switch (world.recordTrick(site)) {
      case NONE -> texts(owner.record());
      case HIDDEN -> noSuchName();
      case SILENT -> failed(Answer.Why.TIMED_OUT);
      case FAILING -> failed(Answer.Why.SERVER_FAILED);
      case FORGED_ID -> texts(Optional.of("v=STSv1; id=forged" + world.clock().nanos() % 9973));
      case DOUBLED ->
          found(
              site.domain().text(),
              List.of(
                  new TxtRecord(List.of(owner.record().orElse("v=STSv1; id=1"))),
                  new TxtRecord(List.of("v=STSv1; id=", "2"))));
      case STALE -> texts(owner.recordBefore());
    };
  }

  private Answer mx(Site site) {
    Owner owner = world.owner(site);
    Host first = owner.exchangers().getFirst();
    return switch (world.mxTrick(site)) {
      case NONE -> exchangers(site, hosts(owner.exchangers()));
      case EVIL -> exchangers(site, List.of(Papers.EVIL));
      case EVIL_FIRST -> {
        List<String> both = new ArrayList<>(List.of(Papers.EVIL));
        both.addAll(hosts(owner.exchangers()));
        yield exchangers(site, both);
      }
      case DEEP -> exchangers(site, List.of("evil." + first.text()));
      case NEAR -> exchangers(site, List.of("x" + first.parent()));
      case SILENT -> failed(Answer.Why.TIMED_OUT);
      case FAILING -> failed(Answer.Why.SERVER_FAILED);
      case NO_SUCH_NAME -> noSuchName();
      case ABSENT -> noData();
      case NULL -> found(site.domain().text(), List.of(new MxRecord(0, DomainName.ROOT)));
      case STALE -> exchangers(site, hosts(owner.exchangersBefore()));
    };
  }

  private Answer address(Host host, RecordType type) {
    if (type != RecordType.A && type != RecordType.AAAA) {
      return noData();
    }
    return switch (world.addressTrick(host)) {
      case NONE -> addresses(host.text(), host.addresses(), type);
      case EVIL -> addresses(host.text(), List.of(EVIL_ADDRESS), type);
      case SILENT -> failed(Answer.Why.TIMED_OUT);
      case FAILING -> failed(Answer.Why.SERVER_FAILED);
      case ABSENT -> noData();
    };
  }

  private Answer evil(String name, RecordType type) {
    return type == RecordType.A ? addresses(name, List.of(EVIL_ADDRESS), type) : noData();
  }

  /// Whether the name is one that the attacker got honestly.
  static boolean isEvil(String name) {
    return name.equals(Papers.EVIL)
        || Arrays.stream(Host.values())
            .anyMatch(
                host -> name.equals("evil." + host.text()) || name.equals("x" + host.parent()));
  }

  private static List<String> hosts(List<Host> hosts) {
    return hosts.stream().map(Host::text).toList();
  }

  private static Answer exchangers(Site site, List<String> hosts) {
    List<DnsRecord> records = new ArrayList<>();
    for (String host : hosts) {
      records.add(new MxRecord(10 * (records.size() + 1), DomainName.of(host)));
    }
    return found(site.domain().text(), records);
  }

  private static Answer addresses(String name, List<InetAddress> addresses, RecordType type) {
    int length = type == RecordType.A ? 4 : 16;
    List<DnsRecord> records =
        addresses.stream()
            .filter(address -> address.getAddress().length == length)
            .<DnsRecord>map(AddressRecord::new)
            .toList();
    return records.isEmpty() ? noData() : found(name, records);
  }

  private static Answer texts(Optional<String> text) {
    return text.<Answer>map(
            t ->
                new Answer.Found(
                    List.of(new TxtRecord(List.of(t))), DomainName.ROOT, Security.INSECURE, TTL))
        .orElseGet(Names::noSuchName);
  }

  private static Answer found(String name, List<DnsRecord> records) {
    return new Answer.Found(records, DomainName.of(name), Security.INSECURE, FORGED_TTL);
  }

  private static Answer noData() {
    return new Answer.NoData(Security.INSECURE, TTL);
  }

  private static Answer noSuchName() {
    return new Answer.NoSuchName(Security.INSECURE, TTL);
  }

  private static Answer failed(Answer.Why why) {
    return new Answer.Failed(why, Words.of(why));
  }
}
