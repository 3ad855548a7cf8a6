package org.postroad.app.labs.postfix;

import java.util.List;

/// The releases of Debian whose Postfix the lab runs.
public enum PostfixSuite {
  /// Verifies names only by `match=`, whose `.example.net` covers any depth.
  BOOKWORM("bookworm", "3.7", "postfix", false),

  /// Holds the MX against the policy's patterns too (`smtp_tls_enforce_sts_mx_patterns`).
  TRIXIE("trixie", "3.10", "postfix-3.10", true),

  /// Knows REQUIRETLS besides.
  FORKY("forky", "3.11", "postfix-3.10", true);

  private final String codename;
  private final String series;
  private final String map;
  private final boolean enforcesPatterns;

  PostfixSuite(String codename, String series, String map, boolean enforcesPatterns) {
    this.codename = codename;
    this.series = series;
    this.map = map;
    this.enforcesPatterns = enforcesPatterns;
  }

  /// As in apt's sources: `trixie`.
  public String codename() {
    return codename;
  }

  /// The release series of its Postfix: `3.10`.
  public String series() {
    return series;
  }

  /// The socketmap that speaks the dialect of this Postfix: `postfix-3.10`.
  public String map() {
    return map;
  }

  /// Whether this Postfix has to know `smtp_tls_enforce_sts_mx_patterns`.
  public boolean enforcesPatterns() {
    return enforcesPatterns;
  }

  /// What has to be unpacked beside Postfix in this suite only.
  List<String> packages() {
    return switch (this) {
      case BOOKWORM, TRIXIE -> List.of();
      // In the place of systemd, which its packages ask for.
      case FORKY -> List.of("systemd-standalone-sysusers", "systemd-standalone-tmpfiles");
    };
  }
}
