package org.postroad.lab.faults;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.postroad.lab.LabDomain;
import org.postroad.lab.LabInternet;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.policyhost.HttpReply;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyMode;

/// Where a domain without a fault may stand on the road to an enforced policy.
public enum Station {
  NOTHING("takes mail, and publishes nothing else"),
  REPORTS_ONLY("asks for TLS reports, and has no policy yet"),
  READY_TO_ENFORCE("has been in testing for eight days, and nothing is wrong");

  private static final Duration WATCHED = Duration.ofDays(8);
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final String words;

  Station(String words) {
    this.words = words;
  }

  /// As a label of a name: `reports-only`.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// What a domain there does, in a few words.
  public String words() {
    return words;
  }

  /// Makes a domain of that name that has come so far.
  public LabDomain stage(LabInternet net, String name) {
    return switch (this) {
      case NOTHING -> bare(net, name);
      case REPORTS_ONLY -> {
        LabDomain domain = bare(net, name);
        net.dns().set("_smtp._tls." + name, RecordType.TXT, quoted(SoundDomain.reports(name)));
        net.dns().set(name, RecordType.TXT, quoted(SoundDomain.SPF));
        net.dns().set("_dmarc." + name, RecordType.TXT, quoted(SoundDomain.dmarc(name)));
        yield domain;
      }
      case READY_TO_ENFORCE -> {
        SoundDomain domain = SoundDomain.at(net, name);
        Instant begun = net.clock().instant().minus(WATCHED);
        domain.record("v=STSv1; id=" + ID.format(begun) + ";");
        domain.serves(
            HttpReply.policy(domain.domain().policy(PolicyMode.TESTING)).lastModified(begun));
        yield domain.domain();
      }
    };
  }

  private static LabDomain bare(LabInternet net, String name) {
    LabDomain domain = net.domain(name);
    domain.mx().conduct(MxConduct.modern());
    return domain;
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }
}
