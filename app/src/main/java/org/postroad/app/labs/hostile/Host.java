package org.postroad.app.labs.hostile;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The honest mail exchangers of the model.
@SuppressWarnings("ImmutableEnumChecker") // the lists are made by List.of and toList
enum Host {
  ALPHA_1("mx1.alpha.example", "192.0.2.1", "2001:db8::1"),
  ALPHA_2("mx2.alpha.example", "192.0.2.2"),
  ALPHA_3("mx3.alpha.example", "192.0.2.3"),
  /// A provider's, with customers.
  SHARED_1("in1.mx.shared.example", "192.0.2.11"),
  SHARED_2("in2.mx.shared.example", "192.0.2.12"),
  GAMMA_1("mx.gamma.example", "192.0.2.21");

  private final String text;
  private final List<InetAddress> addresses;

  Host(String text, String... addresses) {
    this.text = text;
    this.addresses = Arrays.stream(addresses).map(InetAddress::ofLiteral).toList();
  }

  /// Its name in the DNS.
  String text() {
    return text;
  }

  /// Whether it offers REQUIRETLS (RFC 8689).
  boolean offersRequireTls() {
    return this != ALPHA_2 && this != SHARED_2;
  }

  List<InetAddress> addresses() {
    return addresses;
  }

  /// The name without its first label: what a wildcard for it ends in.
  String parent() {
    return text.substring(text.indexOf('.') + 1);
  }

  static Optional<Host> named(String text) {
    return Arrays.stream(values()).filter(host -> host.text.equals(text)).findFirst();
  }

  static Optional<Host> at(InetAddress address) {
    return Arrays.stream(values()).filter(host -> host.addresses.contains(address)).findFirst();
  }
}
