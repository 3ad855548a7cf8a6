package org.postroad.protocol.dkim;

import java.util.List;
import java.util.stream.Collectors;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.text.Fault;

/// The TXT record that publishes a key, at `SELECTOR._domainkey.DOMAIN` (RFC 6376 §3.6.1).
///
/// `v=DKIM1; k=rsa; p=MIIBIjANBg…`
///
/// @param key what `k` and `p` make together
/// @param data `p` in base64, without blanks; empty if revoked
/// @param hashes `h`, in lower case: those that may be used; none means all of them
/// @param services `s`, in lower case: `*` or those for which the key is
/// @param flags `t`, in lower case
/// @param notes `n`, for people; as published
public record KeyRecord(
    PublicKey key,
    String data,
    List<String> hashes,
    List<String> services,
    List<String> flags,
    String notes) {

  public KeyRecord {
    hashes = List.copyOf(hashes);
    services = List.copyOf(services);
    flags = List.copyOf(flags);
  }

  /// A record, or all that keeps it from being one.
  public sealed interface Parsed {
    /// @param notes what is odd and does no harm: tags that are not known, a `v` that is not first
    record Valid(KeyRecord record, List<Fault> notes) implements Parsed {
      public Valid {
        notes = List.copyOf(notes);
      }
    }

    record Invalid(List<Fault> faults) implements Parsed {
      public Invalid {
        faults = List.copyOf(faults);
      }
    }
  }

  /// Reads one record, its strings joined.
  public static Parsed parse(String text) {
    return new KeyReader(text).read();
  }

  /// Where the record of a selector is.
  ///
  /// @param selector may have dots
  public static DomainName name(String selector, DomainName domain) {
    return DomainName.of(selector + "._domainkey." + domain.text());
  }

  public boolean isRevoked() {
    return key instanceof PublicKey.Revoked;
  }

  /// `t=y`: signatures count as if they were not there, passed or failed.
  public boolean isTesting() {
    return flags.contains("y");
  }

  /// `t=s`: the domain of `i=` must be that of `d=` itself.
  public boolean isStrict() {
    return flags.contains("s");
  }

  /// Whether the key may be used for mail, or what else (`tlsrpt`, RFC 8460 §3).
  public boolean isFor(String service) {
    return services.contains("*") || services.contains(service);
  }

  /// Whether signatures over this hash may be made with it: `sha256`, and never again `sha1` (RFC
  /// 8301 §3.1).
  public boolean allows(String hash) {
    return hashes.isEmpty() || hashes.contains(hash);
  }

  /// The record as it is published; what is as if it were not said is not.
  public String text() {
    StringBuilder text = new StringBuilder("v=DKIM1");
    if (!hashes.isEmpty()) {
      text.append("; h=").append(joined(hashes));
    }
    text.append("; k=").append(type());
    if (!notes.isEmpty()) {
      text.append("; n=").append(notes);
    }
    if (!services.equals(List.of("*"))) {
      text.append("; s=").append(joined(services));
    }
    if (!flags.isEmpty()) {
      text.append("; t=").append(joined(flags));
    }
    return text.append("; p=").append(data).toString();
  }

  private String type() {
    return switch (key) {
      case PublicKey.Rsa _, PublicKey.Revoked _ -> "rsa";
      case PublicKey.Ed25519 _ -> "ed25519";
      case PublicKey.OfUnknownType(String type) -> type;
    };
  }

  private static String joined(List<String> words) {
    return words.stream().collect(Collectors.joining(":"));
  }
}
