package org.postroad.engine.check.probe;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.smtp.MailHost;

/// What one check looks at, and how long.
///
/// @param total for everything together
/// @param connect for one connection
/// @param answer for one answer of a server
/// @param parallel connections at a time; at most one of them to an address
/// @param smtp whether exchangers and the services of mail clients are visited at all
/// @param ownName what we call ourselves in EHLO
/// @param selectors DKIM selectors to ask for
/// @param blocklists DNS zones to ask about the exchangers' addresses (RFC 5782)
/// @param controls hosts elsewhere whose port 25 is known to be open, tried where none of the
///   domain's exchangers connects; none unless the operator names some
/// @param extent how much of it
public record ProbeSettings(
    Duration total,
    Duration connect,
    Duration answer,
    int parallel,
    boolean smtp,
    MailHost ownName,
    List<String> selectors,
    List<DomainName> blocklists,
    List<InetSocketAddress> controls,
    Extent extent) {

  /// How much of a domain is looked at.
  public enum Extent {
    /// Everything.
    WHOLE,
    /// For a survey: the record, the policy host, and the names of the exchangers.
    POLICY,
    /// For a survey: all that, and the exchangers.
    EXCHANGERS;

    /// Whether what only a whole check needs is left out: further connections to an address,
    /// reverse names, CAA.
    boolean isBrief() {
      return this != WHOLE;
    }
  }

  public ProbeSettings {
    if (!total.isPositive() || !connect.isPositive() || !answer.isPositive() || parallel < 1) {
      throw new IllegalArgumentException("limits of a check");
    }
    if (blocklists.contains(DomainName.ROOT)) {
      throw new IllegalArgumentException("the root is nobody's blocklist");
    }
    selectors = List.copyOf(selectors);
    blocklists = List.copyOf(blocklists);
    controls = List.copyOf(controls);
  }

  /// A minute; 8 s to connect and 15 s for an answer; 8 connections; no selectors, no blocklists.
  public static ProbeSettings of(MailHost ownName) {
    return new ProbeSettings(
        Duration.ofSeconds(60),
        Duration.ofSeconds(8),
        Duration.ofSeconds(15),
        8,
        true,
        ownName,
        List.of(),
        List.of(),
        List.of(),
        Extent.WHOLE);
  }

  public ProbeSettings total(Duration total) {
    return new ProbeSettings(
        total, connect, answer, parallel, smtp, ownName, selectors, blocklists, controls, extent);
  }

  /// For each connection and each answer.
  public ProbeSettings patience(Duration each) {
    return new ProbeSettings(
        total, each, each, parallel, smtp, ownName, selectors, blocklists, controls, extent);
  }

  public ProbeSettings withoutSmtp() {
    return new ProbeSettings(
        total, connect, answer, parallel, false, ownName, selectors, blocklists, controls, extent);
  }

  public ProbeSettings selectors(List<String> selectors) {
    return new ProbeSettings(
        total, connect, answer, parallel, smtp, ownName, selectors, blocklists, controls, extent);
  }

  public ProbeSettings blocklists(List<DomainName> blocklists) {
    return new ProbeSettings(
        total, connect, answer, parallel, smtp, ownName, selectors, blocklists, controls, extent);
  }

  public ProbeSettings controls(List<InetSocketAddress> controls) {
    return new ProbeSettings(
        total, connect, answer, parallel, smtp, ownName, selectors, blocklists, controls, extent);
  }

  public ProbeSettings extent(Extent extent) {
    return new ProbeSettings(
        total, connect, answer, parallel, smtp, ownName, selectors, blocklists, controls, extent);
  }
}
