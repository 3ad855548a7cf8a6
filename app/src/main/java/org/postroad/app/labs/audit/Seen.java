package org.postroad.app.labs.audit;

import java.util.Locale;

/// What became of a message, by what the exchangers received; where none received it, by what the
/// sender says of it.
public enum Seen {
  /// An exchanger of the domain has it, and it came under TLS.
  DELIVER("delivered"),
  /// An exchanger of the domain has it, and everybody on the way could read it.
  DELIVER_IN_CLEAR("delivered in clear"),
  /// One has it who must not.
  ATTACKER("delivered to the wrong host"),
  /// One has it who must not, and everybody on the way could read it.
  ATTACKER_IN_CLEAR("delivered to the wrong host in clear"),
  /// The sender keeps it.
  DELAY("delayed"),
  /// The sender gave up.
  BOUNCE("bounced"),
  /// The sender says that it delivered it, and nobody has it.
  LOST("lost"),
  /// The sender came to no end in time.
  SILENT("no end in time");

  private final String words;

  Seen(String words) {
    this.words = words;
  }

  /// As in JSON: `deliver_in_clear`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// For people: `delivered in clear`.
  public String words() {
    return words;
  }
}
