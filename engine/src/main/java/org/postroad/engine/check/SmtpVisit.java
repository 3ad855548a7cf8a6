package org.postroad.engine.check;

import java.net.InetAddress;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.smtp.EhloKeywords;
import org.postroad.protocol.smtp.SmtpReply;

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

  /// What was made of the offer of up to that version.
  public Hello hello(TlsVersion upTo) {
    return hellos.getOrDefault(upTo, new Hello.NotTried(Omission.NOT_REACHED, "no TLS"));
  }

  /// The versions that the exchanger is known to agree to, in the session or to an offer.
  public Set<TlsVersion> versions() {
    Set<TlsVersion> versions = EnumSet.noneOf(TlsVersion.class);
    if (tls instanceof Tls.Established established) {
      TlsVersion.of(established.version()).ifPresent(versions::add);
    }
    for (Hello each : hellos.values()) {
      if (each instanceof Hello.Agreed agreed) {
        versions.add(agreed.version());
      }
    }
    return versions;
  }

  /// The group that it likes best of all that TLS 1.3 knows.
  public Optional<NamedGroup> group() {
    return hello(TlsVersion.TLS_1_3) instanceof Hello.Agreed agreed
        ? agreed.group()
        : Optional.empty();
  }

  /// What it offers in clear.
  public EhloKeywords offered() {
    return keywords(hello);
  }

  /// What it offers under TLS.
  public EhloKeywords offeredUnderTls() {
    return keywords(secured);
  }

  private static EhloKeywords keywords(SmtpAnswer answer) {
    return answer instanceof SmtpAnswer.Replied(SmtpReply reply, var _) && reply.isDone()
        ? EhloKeywords.of(reply)
        : EhloKeywords.NONE;
  }
}
