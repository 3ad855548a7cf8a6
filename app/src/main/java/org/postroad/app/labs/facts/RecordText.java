package org.postroad.app.labs.facts;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.TlsaRecord;

/// Records as lines of a zone file (RFC 1035 §5), every octet that could mean something else
/// escaped: the texts are strangers'.
final class RecordText {

  private static final int STRING_MAX = 255; // RFC 1035 §3.3
  private static final long TTL_MAX = Integer.MAX_VALUE; // RFC 2181 §8

  private RecordText() {}

  /// A whole line: `mx.example.org. 300 A 192.0.2.1`.
  static String line(DomainName owner, long ttl, RecordType type, DnsRecord record) {
    return name(owner) + " " + Math.clamp(ttl, 0, TTL_MAX) + " " + type + " " + data(record) + "\n";
  }

  /// A record that keeps a name in being and answers no question of a check.
  static String placeholder(DomainName owner) {
    return name(owner) + " 300 TYPE65280 \\# 0\n"; // RFC 3597 §5; for private use
  }

  /// With the final dot; `\DDD` stands in it as the name has it.
  static String name(DomainName name) {
    return name.text() + ".";
  }

  /// The data alone.
  static String data(DnsRecord record) {
    return switch (record) {
      case DnsRecord.AddressRecord(var address) -> address.getHostAddress();
      case DnsRecord.CaaRecord(int flags, String tag, String value) ->
          flags + " " + tag(tag) + " " + quoted(value);
      case DnsRecord.CnameRecord(DomainName target) -> name(target);
      case DnsRecord.DnskeyRecord _, DnsRecord.DsRecord _ ->
          throw new IllegalArgumentException("keys are the zone's own");
      case DnsRecord.NsRecord(DomainName host) -> name(host);
      case DnsRecord.PtrRecord(DomainName target) -> name(target);
      case DnsRecord.SoaRecord soa ->
          String.join(
              " ",
              name(soa.primary()),
              "hostmaster.invalid.",
              seconds(soa.serial()),
              seconds(soa.refresh()),
              seconds(soa.retry()),
              seconds(soa.expire()),
              seconds(soa.minimum()));
      case DnsRecord.SrvRecord srv ->
          srv.priority() + " " + srv.weight() + " " + srv.port() + " " + name(srv.target());
      case DnsRecord.TxtRecord txt -> strings(txt.strings());
      case MxRecord mx -> mx.preference() + " " + name(mx.exchange());
      case TlsaRecord tlsa -> tlsa.text();
    };
  }

  private static String seconds(long value) {
    return Long.toString(value);
  }

  private static String strings(List<String> strings) {
    List<String> parts = new ArrayList<>();
    for (String string : strings) {
      for (int at = 0; at == 0 || at < string.length(); at += STRING_MAX) {
        parts.add(quoted(string.substring(at, Math.min(string.length(), at + STRING_MAX))));
      }
    }
    return parts.isEmpty() ? "\"\"" : String.join(" ", parts);
  }

  private static String quoted(String octets) {
    StringBuilder text = new StringBuilder("\"");
    for (byte octet : octets.getBytes(StandardCharsets.ISO_8859_1)) {
      int value = octet & 0xff;
      boolean plain = value > 0x20 && value < 0x7f && value != '"' && value != '\\';
      text.append(
          plain || value == ' ' ? (char) value + "" : String.format(Locale.ROOT, "\\%03d", value));
    }
    return text.append('"').toString();
  }

  /// RFC 8659 §4.1.1: letters and digits.
  private static String tag(String tag) {
    if (!tag.matches("[a-z0-9]{1,255}")) {
      throw new IllegalArgumentException("a CAA tag of other characters");
    }
    return tag;
  }
}
