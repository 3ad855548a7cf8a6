package org.postroad.engine.check;

import java.net.InetAddress;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.postroad.protocol.dns.DomainName;

/// One session with one address of an exchanger at port 25, up to the second EHLO and no further:
/// no sender and no recipient were named.
///
/// @param sni the name that TLS was started for: the TLSA base domain where there is one, else the
///   host
/// @param hello the answer to EHLO in clear
/// @param secured the answer to EHLO under TLS
/// @param hellos what was made of offers of up to each version, each on a connection of its own; of
///   [TlsVersion#TLS_1_3] with post-quantum groups
public record SmtpVisit(
    InetAddress address,
    DomainName sni,
    Tcp tcp,
    SmtpAnswer greeting,
    SmtpAnswer hello,
    StartTlsAnswer startTls,
    Tls tls,
    SmtpAnswer secured,
    Map<TlsVersion, Hello> hellos) {

  public SmtpVisit {
    Map<TlsVersion, Hello> copy = new EnumMap<>(TlsVersion.class);
    copy.putAll(hellos);
    hellos = Collections.unmodifiableMap(copy);
  }
}
