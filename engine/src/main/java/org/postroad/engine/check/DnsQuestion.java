package org.postroad.engine.check;

import java.util.Comparator;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// One question to the DNS.
public record DnsQuestion(DomainName name, RecordType type) implements Comparable<DnsQuestion> {

  private static final Comparator<DnsQuestion> ORDER =
      Comparator.comparing(DnsQuestion::name).thenComparing(DnsQuestion::type);

  @Override
  public int compareTo(DnsQuestion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return name + " " + type;
  }
}
