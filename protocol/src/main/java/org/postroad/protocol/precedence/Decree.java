package org.postroad.protocol.precedence;

import java.util.List;
import org.postroad.protocol.certificate.NamePattern;

/// What the operator decrees for a domain, in place of what it publishes, be that stricter or not:
/// neither its policy nor its TLSA records are asked for, except by [DaneOnly].
///
/// The third table of docs/precedence.md.
public sealed interface Decree {

  /// TLS if it can be had.
  record May() implements Decree {}

  /// TLS, with whomever.
  record Encrypt() implements Decree {}

  /// TLS with a certificate from a trusted authority for one of these names, whatever the host is
  /// called and whoever named it: the operator knows who is right.
  record Secure(List<NamePattern> names) implements Decree {
    public Secure {
      names = List.copyOf(names);
      if (names.isEmpty()) {
        throw new IllegalArgumentException("a certificate for nobody");
      }
    }
  }

  /// DANE or no delivery: [DaneUse#MANDATORY].
  record DaneOnly() implements Decree {}
}
