package org.postroad.protocol.spf;

/// The limits of one check (RFC 7208 §4.6.4).
public final class SpfLimits {

  /// Terms that ask the DNS: `include`, `a`, `mx`, `ptr`, `exists`, `redirect`, and `%{p}`.
  public static final int LOOKUPS_MAX = 10;

  /// Terms whose own question found no name or no record.
  public static final int VOID_LOOKUPS_MAX = 2;

  /// Hosts of one `mx`; more are an error.
  public static final int MX_HOSTS_MAX = 10;

  /// Names of an address; more are ignored, for they are the sender's and not the domain's.
  public static final int PTR_NAMES_MAX = 10;

  /// All questions of a check: the record, ten terms of at most eleven each, and the explanation
  /// with a name of the address in it, rounded up.
  public static final int QUESTIONS_MAX = 128;

  private SpfLimits() {}
}
