package org.postroad.app.labs.audit.postfix;

import java.util.Arrays;
import java.util.Optional;

/// Who tells a Postfix what to demand of TLS.
public enum PostfixKind {
  /// The policy daemon of this project.
  LED("postfix", "asks the policy daemon of Postroad, DANE on"),
  /// Nobody.
  ALONE("postfix-alone", "by itself: smtp_tls_security_level = dane"),
  /// The policy daemon that Debian ships.
  PEER(
      "postfix-peer",
      "asks Debian's postfix-mta-sts-resolver as it is shipped; smtp_tls_security_level = dane");

  private final String key;
  private final String about;

  PostfixKind(String key, String about) {
    this.key = key;
    this.about = about;
  }

  /// As in the names of senders: `postfix-alone`.
  public String key() {
    return key;
  }

  /// How it is set up, in one sentence.
  public String about() {
    return about;
  }

  public static Optional<PostfixKind> of(String key) {
    return Arrays.stream(values()).filter(kind -> kind.key.equals(key)).findFirst();
  }
}
