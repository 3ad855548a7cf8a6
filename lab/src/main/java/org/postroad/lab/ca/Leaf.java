package org.postroad.lab.ca;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a server's certificate shall be like.
///
/// `Leaf.of("mail.example.org")` is a good one; each of the other methods returns a copy with one
/// thing changed: `Leaf.of("mail.example.org").expired()`.
///
/// @param dnsNames the DNS-IDs of the subject alternative name; a wildcard is `*.example.org`
/// @param addresses the IP addresses of the subject alternative name
/// @param commonName the CN of the subject; without it the subject is empty
/// @param rsaBits the length of its RSA key; without it the key is of P-256
/// @param sendsRoot whether the server sends the root along, as DANE-TA needs it (RFC 7671 §5.2.2)
public record Leaf(
    List<String> dnsNames,
    List<String> addresses,
    Optional<String> commonName,
    Validity validity,
    Signer signer,
    boolean sha1,
    OptionalInt rsaBits,
    boolean sendsRoot) {

  private static final int COMMON_NAME_MAX = 64; // RFC 5280 appendix A, ub-common-name

  /// When the certificate is valid, seen from the moment at which it is issued.
  ///
  /// @param age how long it has been so
  /// @param left how long it still will be
  public record Validity(Duration age, Duration left) {
    private static final Duration LIFE = Duration.ofDays(398); // as long as browsers took
    private static final Validity CURRENT = new Validity(Duration.ofHours(1), LIFE);
    private static final Validity EXPIRED = new Validity(LIFE, Duration.ofDays(-1));
    private static final Validity NOT_YET = new Validity(Duration.ofDays(-1), LIFE);
  }

  /// Who signs.
  public enum Signer {
    /// The authority's root.
    ROOT,
    /// An intermediate, which the server sends along.
    INTERMEDIATE,
    /// An intermediate, which the server forgets to send.
    MISSING_INTERMEDIATE,
    /// The certificate's own key.
    SELF
  }

  public Leaf {
    dnsNames = List.copyOf(dnsNames);
    addresses = List.copyOf(addresses);
  }

  /// A good certificate for these names; the first is the CN too, as public authorities do it. One
  /// without any name cannot be issued: the JDK does not read it.
  public static Leaf of(String... names) {
    List<String> all = List.of(names);
    Optional<String> first =
        all.stream().findFirst().filter(name -> name.length() <= COMMON_NAME_MAX);
    return new Leaf(
        all, List.of(), first, Validity.CURRENT, Signer.ROOT, false, OptionalInt.empty(), false);
  }

  /// One whose name stands in the CN alone: no name at all for RFC 8461 §3.3 and §4.2.
  public static Leaf commonNameOnly(String name) {
    return of().commonName(name);
  }

  public Leaf commonName(String name) {
    return new Leaf(
        dnsNames, addresses, Optional.of(name), validity, signer, sha1, rsaBits, sendsRoot);
  }

  public Leaf withoutCommonName() {
    return new Leaf(
        dnsNames, addresses, Optional.empty(), validity, signer, sha1, rsaBits, sendsRoot);
  }

  public Leaf addresses(String... literals) {
    return new Leaf(
        dnsNames, List.of(literals), commonName, validity, signer, sha1, rsaBits, sendsRoot);
  }

  public Leaf expired() {
    return new Leaf(
        dnsNames, addresses, commonName, Validity.EXPIRED, signer, sha1, rsaBits, sendsRoot);
  }

  public Leaf notYetValid() {
    return new Leaf(
        dnsNames, addresses, commonName, Validity.NOT_YET, signer, sha1, rsaBits, sendsRoot);
  }

  /// One that has been valid for a while when it is issued, and will be for another.
  public Leaf valid(Duration age, Duration left) {
    Validity other = new Validity(age, left);
    return new Leaf(dnsNames, addresses, commonName, other, signer, sha1, rsaBits, sendsRoot);
  }

  public Leaf selfSigned() {
    return new Leaf(
        dnsNames, addresses, commonName, validity, Signer.SELF, sha1, rsaBits, sendsRoot);
  }

  public Leaf viaIntermediate() {
    return new Leaf(
        dnsNames, addresses, commonName, validity, Signer.INTERMEDIATE, sha1, rsaBits, sendsRoot);
  }

  public Leaf viaMissingIntermediate() {
    return new Leaf(
        dnsNames,
        addresses,
        commonName,
        validity,
        Signer.MISSING_INTERMEDIATE,
        sha1,
        rsaBits,
        sendsRoot);
  }

  /// With the root at the end of the chain.
  public Leaf sendingRoot() {
    return new Leaf(dnsNames, addresses, commonName, validity, signer, sha1, rsaBits, true);
  }

  /// Signed with SHA-1, which RFC 8461's reader must not believe any more.
  public Leaf signedWithSha1() {
    return new Leaf(dnsNames, addresses, commonName, validity, signer, true, rsaBits, sendsRoot);
  }

  /// With an RSA key of that many bits.
  public Leaf rsa(int bits) {
    OptionalInt length = OptionalInt.of(bits);
    return new Leaf(dnsNames, addresses, commonName, validity, signer, sha1, length, sendsRoot);
  }
}
