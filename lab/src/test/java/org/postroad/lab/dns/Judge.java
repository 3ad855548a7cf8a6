package org.postroad.lab.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.ValidatingResolver;

/// Somebody who validates what the lab's DNS says.
public final class Judge {

  private final Resolver resolver;

  private Judge(Resolver resolver) {
    this.resolver = resolver;
  }

  /// Who believes the AD bit of the server there.
  public static Judge trusting(InetSocketAddress address) {
    return new Judge(asking(address));
  }

  /// dnsjava's validator.
  public static Judge dnsjava(LabDns dns, InstantSource clock) {
    ValidatingResolver validator =
        new ValidatingResolver(asking(dns.address()), clock.withZone(java.time.ZoneOffset.UTC));
    try {
      validator.loadTrustAnchors(
          new ByteArrayInputStream(dns.anchor().ds().getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return new Judge(validator);
  }

  /// `SECURE`, `INSECURE` or `BOGUS`, with the number of records of the type or what is absent:
  /// `SECURE 1`, `SECURE NXDOMAIN`.
  public String verdict(String name, String type) throws IOException {
    int code = Type.value(type);
    Message reply =
        resolver.send(
            Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), code, DClass.IN)));
    if (reply.getRcode() == Rcode.SERVFAIL) {
      return "BOGUS";
    }
    String standing = reply.getHeader().getFlag(Flags.AD) ? "SECURE " : "INSECURE ";
    long records =
        reply.getSection(Section.ANSWER).stream().filter(r -> r.getType() == code).count();
    return standing + (records > 0 ? "" + records : Rcode.string(reply.getRcode()));
  }

  /// Why the last word of [#verdict] was `BOGUS`, where the judge says so.
  String reason(String name, String type) throws IOException {
    Message reply =
        resolver.send(
            Message.newQuery(
                Record.newRecord(Name.fromString(name, Name.root), Type.value(type), DClass.IN)));
    return reply.getSection(Section.ADDITIONAL).stream()
        .filter(TXTRecord.class::isInstance)
        .map(Record::rdataToString)
        .toList()
        .toString();
  }

  private static SimpleResolver asking(InetSocketAddress address) {
    SimpleResolver resolver = new SimpleResolver(address);
    resolver.setTimeout(Duration.ofSeconds(15));
    resolver.setEDNS(0, 1232, ExtendedFlags.DO, List.of());
    return resolver;
  }
}
