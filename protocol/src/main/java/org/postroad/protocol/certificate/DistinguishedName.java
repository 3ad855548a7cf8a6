package org.postroad.protocol.certificate;

import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.postroad.protocol.text.Printable;

/// The names of subjects and issuers, for people.
public final class DistinguishedName {

  private static final int SHOWN_MAX = 120;
  private static final Pattern ESCAPED = Pattern.compile("\\\\([,+\"\\\\<>;=# ])");

  private DistinguishedName() {}

  /// On one line, printable, and without RFC 2253's backslashes, which are for programs:
  /// `O=GoDaddy.com, Inc.`.
  public static String text(X500Principal name) {
    return Printable.of(ESCAPED.matcher(name.getName()).replaceAll("$1"), SHOWN_MAX);
  }
}
