package org.postroad.app.outgoing;

import java.util.Optional;
import org.postroad.app.config.Configuration;
import org.postroad.app.config.DnssecMode;
import org.postroad.app.config.Setting;
import org.postroad.app.config.Settings;

/// What keeps the settings of DNSSEC from being obeyed. It is found without asking the network.
///
/// @param setting the one to blame
/// @param why lower case, without the name of the setting
public record DnssecFault(Setting<?> setting, String why) {

  /// Of a daemon, and of those who say what it would answer: DANE counts there too.
  public static Optional<DnssecFault> of(Configuration configuration) {
    return switch (DnssecAnchors.of(configuration.dns())) {
      case DnssecAnchors.Unusable(DnssecFault fault) -> Optional.of(fault);
      case DnssecAnchors.Usable _
          when configuration.resolver().dane() && configuration.dns().dnssec() == DnssecMode.OFF ->
          Optional.of(
              new DnssecFault(
                  Settings.RESOLVER_DANE,
                  "true, but dns.dnssec is off: no TLSA record would count, and nobody would"
                      + " notice; have dns.dnssec local or trusted, or dane = false"));
      case DnssecAnchors.Usable _ -> Optional.empty();
    };
  }

  /// `dns.dnssec: trusted, but 192.0.2.53:53 is not on this host …`.
  public String text() {
    return setting.name() + ": " + why;
  }
}
