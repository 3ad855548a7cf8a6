package org.postroad.engine.deliver;

import java.time.Duration;
import java.util.Optional;
import org.postroad.engine.smtpclient.SmtpTimeouts;
import org.postroad.protocol.precedence.DaneUse;
import org.postroad.protocol.smtp.MailHost;

/// How patiently and how widely to try.
///
/// @param ownName what we call ourselves in EHLO
/// @param total for one delivery, all its sessions together
/// @param hostsMax the best so many MX hosts are tried
/// @param addressesMax of each host
/// @param attemptsMax connections of one delivery
/// @param dane what is wanted of DANE; empty to ask for no TLSA records, which is right where the
///   DNS is not validated
public record DeliverySettings(
    MailHost ownName,
    SmtpTimeouts timeouts,
    Duration total,
    int hostsMax,
    int addressesMax,
    int attemptsMax,
    Optional<DaneUse> dane) {

  public DeliverySettings {
    if (hostsMax < 1 || addressesMax < 1 || attemptsMax < 1) {
      throw new IllegalArgumentException("a limit below 1");
    }
  }

  /// Half an hour, 30 hosts, 10 addresses each, 40 connections: generous to a domain with many, and
  /// no more than a domain's owner should be able to make us dial.
  public static DeliverySettings of(MailHost ownName) {
    return new DeliverySettings(
        ownName, SmtpTimeouts.rfc5321(), Duration.ofMinutes(30), 30, 10, 40, Optional.empty());
  }

  public DeliverySettings withTimeouts(SmtpTimeouts other) {
    return new DeliverySettings(ownName, other, total, hostsMax, addressesMax, attemptsMax, dane);
  }

  public DeliverySettings withTotal(Duration other) {
    return new DeliverySettings(
        ownName, timeouts, other, hostsMax, addressesMax, attemptsMax, dane);
  }

  public DeliverySettings withDane(DaneUse use) {
    return new DeliverySettings(
        ownName, timeouts, total, hostsMax, addressesMax, attemptsMax, Optional.of(use));
  }
}
