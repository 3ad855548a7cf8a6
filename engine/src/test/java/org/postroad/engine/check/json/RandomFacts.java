package org.postroad.engine.check.json;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.postroad.engine.check.Circumstances;
import org.postroad.engine.check.ClientService;
import org.postroad.engine.check.DnsQuestion;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.check.Exchanger;
import org.postroad.engine.check.Hello;
import org.postroad.engine.check.Http;
import org.postroad.engine.check.NameServer;
import org.postroad.engine.check.NamedGroup;
import org.postroad.engine.check.Omission;
import org.postroad.engine.check.PolicyVisit;
import org.postroad.engine.check.RecordedDns;
import org.postroad.engine.check.ServiceVisit;
import org.postroad.engine.check.SignatureSeen;
import org.postroad.engine.check.SmtpAnswer;
import org.postroad.engine.check.SmtpVisit;
import org.postroad.engine.check.StartTlsAnswer;
import org.postroad.engine.check.Tcp;
import org.postroad.engine.check.Tls;
import org.postroad.engine.check.TlsVersion;
import org.postroad.engine.check.Trust;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.dns.TlsaRecord;
import org.postroad.protocol.smtp.SmtpReply;

/// Facts that no check would ever see together, of every variant that there is.
public final class RandomFacts {

  private final Random random;
  private final List<X509Certificate> certificates;

  public RandomFacts(Random random, List<X509Certificate> certificates) {
    this.random = random;
    this.certificates = certificates;
  }

  public DomainFacts facts() {
    return new DomainFacts(
        name(),
        circumstances(),
        dns(),
        some(() -> new PolicyVisit(address(), tcp(), tls(), http(), hello())),
        some(() -> new Exchanger(name(), some(this::smtpVisit))),
        some(() -> new NameServer(name(), name(), address(), some(this::said))),
        some(this::signature),
        some(
            () ->
                new ClientService(
                    word(ClientService.Kind.class),
                    name(),
                    random.nextInt(65_536),
                    some(this::serviceVisit))));
  }

  private Circumstances circumstances() {
    return new Circumstances(
        time(),
        took(),
        took(),
        random.nextBoolean(),
        text(),
        some(this::text),
        text(),
        random.nextBoolean(),
        text(),
        random.nextBoolean(),
        word(Circumstances.Reach.class),
        word(Circumstances.Reach.class),
        some(this::text),
        some(this::name));
  }

  private RecordedDns dns() {
    Map<DnsQuestion, RecordedDns.Entry> entries = new TreeMap<>();
    some(this::question)
        .forEach(question -> entries.put(question, new RecordedDns.Entry(answer(), took())));
    return new RecordedDns(entries);
  }

  private DnsQuestion question() {
    return new DnsQuestion(name(), word(RecordType.class));
  }

  private Answer answer() {
    return switch (random.nextInt(4)) {
      case 0 -> new Answer.NoSuchName(word(Security.class), took());
      case 1 -> new Answer.NoData(word(Security.class), took());
      case 2 -> new Answer.Failed(word(Answer.Why.class), text());
      default -> {
        List<DnsRecord> records = new ArrayList<>(some(this::record));
        records.add(record());
        yield new Answer.Found(records, name(), word(Security.class), took());
      }
    };
  }

  private DnsRecord record() {
    return switch (word(RecordType.class)) {
      case A, AAAA -> new DnsRecord.AddressRecord(address());
      case CAA -> new DnsRecord.CaaRecord(random.nextInt(256), "issue", octets());
      case CNAME -> new DnsRecord.CnameRecord(name());
      case DNSKEY -> new DnsRecord.DnskeyRecord(257, random.nextInt(256), random.nextInt(65_536));
      case DS -> new DnsRecord.DsRecord(random.nextInt(65_536), 13, 2, "ab12");
      case MX -> new MxRecord(random.nextInt(65_536), name());
      case NS -> new DnsRecord.NsRecord(name());
      case PTR -> new DnsRecord.PtrRecord(name());
      case SOA -> new DnsRecord.SoaRecord(name(), 0xffff_ffffL, 1, 2, 3, random.nextInt(1000));
      case SRV -> new DnsRecord.SrvRecord(1, 2, random.nextInt(65_536), name());
      case TLSA -> new TlsaRecord(3, 1, random.nextInt(256), random.nextBoolean() ? "" : "0b9f");
      case SPF, TXT -> new DnsRecord.TxtRecord(some(this::octets));
    };
  }

  private NameServer.Said said() {
    return random.nextBoolean()
        ? new NameServer.Answered(
            question(), random.nextBoolean(), random.nextBoolean(), some(this::record), took())
        : new NameServer.Unanswered(question(), word(Answer.Why.class), text());
  }

  private SignatureSeen signature() {
    return new SignatureSeen(question(), text(), 13, 5, name(), time(), time());
  }

  private Tcp tcp() {
    return switch (random.nextInt(5)) {
      case 0 -> new Tcp.Connected(took());
      case 1 -> new Tcp.Refused(text(), took());
      case 2 -> new Tcp.TimedOut(took());
      case 3 -> new Tcp.NoRoute(text(), took());
      default -> new Tcp.NotTried(word(Omission.class), text());
    };
  }

  private Tls tls() {
    return switch (random.nextInt(4)) {
      case 0 ->
          new Tls.Established(
              text(),
              text(),
              some(() -> certificates.get(random.nextInt(certificates.size()))),
              new Trust(word(Trust.Kind.class), text()),
              took());
      case 1 -> new Tls.Failed(text(), took());
      case 2 -> new Tls.TimedOut(took());
      default -> new Tls.NotTried(word(Omission.class), text());
    };
  }

  private Hello hello() {
    return switch (random.nextInt(5)) {
      case 0 ->
          new Hello.Agreed(
              word(TlsVersion.class),
              random.nextInt(65_536),
              random.nextBoolean()
                  ? Optional.of(new NamedGroup(random.nextInt(65_536)))
                  : Optional.empty(),
              took());
      case 1 -> new Hello.Alerted(random.nextInt(256), took());
      case 2 -> new Hello.Broken(text(), took());
      case 3 -> new Hello.TimedOut(took());
      default -> new Hello.NotTried(word(Omission.class), text());
    };
  }

  private Http http() {
    return switch (random.nextInt(4)) {
      case 0 ->
          new Http.Answered(
              random.nextInt(1000),
              Map.of("content-type", some(this::octets), "x-\"odd\"", some(this::octets)),
              octets(),
              text(),
              took());
      case 1 -> new Http.Broken(text(), took());
      case 2 -> new Http.TimedOut(took());
      default -> new Http.NotTried(word(Omission.class), text());
    };
  }

  private SmtpVisit smtpVisit() {
    Map<TlsVersion, Hello> hellos = new TreeMap<>();
    some(() -> word(TlsVersion.class)).forEach(version -> hellos.put(version, hello()));
    return new SmtpVisit(
        address(), name(), tcp(), smtp(), smtp(), startTls(), tls(), smtp(), hellos);
  }

  private SmtpAnswer smtp() {
    return switch (random.nextInt(3)) {
      case 0 -> new SmtpAnswer.Replied(reply(), took());
      case 1 -> new SmtpAnswer.Broken(word(SmtpAnswer.Cause.class), text(), took());
      default -> new SmtpAnswer.NotReached();
    };
  }

  private SmtpReply reply() {
    List<String> lines = new ArrayList<>(some(() -> octets().replaceAll("[\r\n]", "")));
    lines.add("");
    return new SmtpReply(250, lines);
  }

  private StartTlsAnswer startTls() {
    return switch (random.nextInt(6)) {
      case 0 -> new StartTlsAnswer.Accepted();
      case 1 -> new StartTlsAnswer.NotOffered();
      case 2 -> new StartTlsAnswer.Refused(reply());
      case 3 -> new StartTlsAnswer.Injected(text());
      case 4 -> new StartTlsAnswer.Broken(word(SmtpAnswer.Cause.class), text());
      default -> new StartTlsAnswer.NotReached();
    };
  }

  private ServiceVisit serviceVisit() {
    return new ServiceVisit(address(), tcp(), talk(), tls(), talk());
  }

  private ServiceVisit.Talk talk() {
    return switch (random.nextInt(3)) {
      case 0 -> new ServiceVisit.Said(octets(), some(this::octets));
      case 1 -> new ServiceVisit.Broken(text());
      default -> new ServiceVisit.NotHeld();
    };
  }

  private <T> List<T> some(Supplier<T> one) {
    List<T> all = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      all.add(one.get());
    }
    return all;
  }

  private <E extends Enum<E>> E word(Class<E> kind) {
    E[] all = kind.getEnumConstants();
    return all[random.nextInt(all.length)];
  }

  private Duration took() {
    return Duration.ofNanos(random.nextLong(4_000_000_000_000L));
  }

  private Instant time() {
    return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
  }

  private DomainName name() {
    return switch (random.nextInt(10)) {
      case 0 -> DomainName.ROOT;
      case 1 -> new DomainName("a\\058b.example"); // as an SPF macro may compose it
      default -> DomainName.of("_n" + random.nextInt(1000) + ".example");
    };
  }

  private InetAddress address() {
    byte[] octets = new byte[random.nextBoolean() ? 4 : 16];
    random.nextBytes(octets);
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private String text() {
    return random(0x2000);
  }

  private String octets() {
    return random(0x100);
  }

  private String random(int bound) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append((char) (random.nextBoolean() ? 'a' + random.nextInt(26) : random.nextInt(bound)));
    }
    return text.toString();
  }
}
