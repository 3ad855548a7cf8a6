package org.postroad.engine.dns;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.TlsaRecord;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CAARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SPFRecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;

/// Makes our records of those that came over the wire.
final class Records {

  private Records() {}

  /// Empty for a record that nothing here could use: one of a type that is never asked for, or one
  /// that points to what could not be the name of a host.
  static Optional<DnsRecord> of(Record wire) {
    return switch (wire) {
      case ARecord a -> address(a.getAddress(), Inet4Address.class);
      // Java makes an IPv4 address of `::ffff:192.0.2.1`, which has no business in an AAAA record.
      case AAAARecord aaaa -> address(aaaa.getAddress(), Inet6Address.class);
      case CAARecord caa ->
          Optional.of(
              new DnsRecord.CaaRecord(
                  caa.getFlags(), caa.getTag(), octets(caa.getValueAsByteArray())));
      case CNAMERecord cname -> domainName(cname.getTarget()).map(DnsRecord.CnameRecord::new);
      case DNSKEYRecord key ->
          Optional.of(
              new DnsRecord.DnskeyRecord(key.getFlags(), key.getAlgorithm(), key.getFootprint()));
      case DSRecord ds ->
          Optional.of(
              new DnsRecord.DsRecord(
                  ds.getFootprint(),
                  ds.getAlgorithm(),
                  ds.getDigestID(),
                  HexFormat.of().formatHex(ds.getDigest())));
      case MXRecord mx -> domainName(mx.getTarget()).map(t -> new MxRecord(mx.getPriority(), t));
      case NSRecord ns -> domainName(ns.getTarget()).map(DnsRecord.NsRecord::new);
      case PTRRecord ptr -> domainName(ptr.getTarget()).map(DnsRecord.PtrRecord::new);
      case SOARecord soa -> domainName(soa.getHost()).map(host -> soa(soa, host));
      case SRVRecord srv ->
          domainName(srv.getTarget())
              .map(
                  target ->
                      new DnsRecord.SrvRecord(
                          srv.getPriority(), srv.getWeight(), srv.getPort(), target));
      case TLSARecord tlsa ->
          Optional.of(
              new TlsaRecord(
                  tlsa.getCertificateUsage(),
                  tlsa.getSelector(),
                  tlsa.getMatchingType(),
                  HexFormat.of().formatHex(tlsa.getCertificateAssociationData())));
      case EmptyTlsa tlsa -> Optional.of(tlsa.record());
      case SPFRecord spf ->
          Optional.of(new DnsRecord.TxtRecord(strings(spf.getStringsAsByteArrays())));
      case TXTRecord txt ->
          Optional.of(new DnsRecord.TxtRecord(strings(txt.getStringsAsByteArrays())));
      default -> Optional.empty();
    };
  }

  /// Empty for what could not be the name of a mail host: blanks, dots inside labels and the like.
  static Optional<DomainName> domainName(Name name) {
    return DomainName.parse(name.toString()) instanceof DomainName.Parsed.Valid(DomainName valid)
        ? Optional.of(valid)
        : Optional.empty();
  }

  private static DnsRecord soa(SOARecord soa, DomainName host) {
    return new DnsRecord.SoaRecord(
        host, soa.getSerial(), soa.getRefresh(), soa.getRetry(), soa.getExpire(), soa.getMinimum());
  }

  private static Optional<DnsRecord> address(
      InetAddress address, Class<? extends InetAddress> family) {
    return family.isInstance(address)
        ? Optional.of(new DnsRecord.AddressRecord(address))
        : Optional.empty();
  }

  private static List<String> strings(List<byte[]> strings) {
    return strings.stream().map(Records::octets).toList();
  }

  private static String octets(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }
}
