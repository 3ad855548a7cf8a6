package org.postroad.protocol.dmarc;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.text.Fault;
import org.postroad.protocol.text.ReportUri;

/// The TXT record at `_dmarc.DOMAIN` (RFC 9989 §4.7): `v=DMARC1; p=reject;
/// rua=mailto:d@example.com`.
///
/// @param p for the domain itself
/// @param sp for names below that exist
/// @param np for names below that do not
/// @param psd whether the domain is one under which others register
/// @param testing `t=y`: the policies are meant one level lower
/// @param dkimStrict `adkim=s`
/// @param spfStrict `aspf=s`
/// @param failures `fo`: of `0`, `1`, `d`, `s`; it counts only beside `ruf`
/// @param rua where aggregate reports go
/// @param ruf where failure reports go
public record DmarcRecord(
    Wish p,
    Wish sp,
    Wish np,
    Psd psd,
    boolean testing,
    boolean dkimStrict,
    boolean spfStrict,
    Set<String> failures,
    List<ReportUri> rua,
    List<ReportUri> ruf) {

  private static final Pattern VERSION =
      Pattern.compile("[vV][ \\t]*=[ \\t]*DMARC1[ \\t]*(?:;.*)?", Pattern.DOTALL);

  public DmarcRecord {
    failures = Set.copyOf(failures);
    rua = List.copyOf(rua);
    ruf = List.copyOf(ruf);
  }

  /// What one of the tags for policies says.
  public sealed interface Wish {
    record Stated(DmarcPolicy policy) implements Wish {}

    record Unstated() implements Wish {}

    /// It is there and cannot be read, which is worse than absent (§4.10.1).
    record Unreadable(String value) implements Wish {}
  }

  /// `psd`: whether others register below the domain.
  public enum Psd {
    YES,
    NO,
    UNKNOWN
  }

  /// Whose policy is wanted of a record.
  public enum Subject {
    /// The domain whose record it is: `p`.
    ITSELF,
    /// A name below it that exists: `sp`, else `p`.
    BELOW,
    /// A name below it that does not exist: `np`, else `sp`, else `p`.
    BELOW_MISSING
  }

  /// What a record comes to for a domain (§4.10.1).
  public sealed interface Effect {
    /// @param tag from which the policy is; `rua` where another tag is missing or cannot be read
    ///   and reports are wanted all the same
    record Applies(DmarcPolicy policy, String tag) implements Effect {}

    /// Nobody processes it.
    record Ignored(String why) implements Effect {}
  }

  /// A record, however much of it has to be ignored; or none of DMARC at all.
  public sealed interface Parsed {
    /// @param faults what is ignored, or replaced by what holds without it
    /// @param notes what does no harm: tags that are no longer in use, or never were
    record Valid(DmarcRecord record, List<Fault> faults, List<Fault> notes) implements Parsed {
      public Valid {
        faults = List.copyOf(faults);
        notes = List.copyOf(notes);
      }
    }

    record NotDmarc(String why) implements Parsed {}
  }

  /// Whether a TXT record is one of DMARC: the version first, in this very case.
  public static boolean counts(String text) {
    return VERSION.matcher(text).matches();
  }

  /// Reads one record, its strings joined.
  public static Parsed parse(String text) {
    return counts(text)
        ? new RecordReader(text).read()
        : new Parsed.NotDmarc("does not begin with v=DMARC1");
  }

  /// Where the record of a domain is; a domain that is too long has none.
  public static Optional<DomainName> name(DomainName domain) {
    return domain.hasRoomFor("_dmarc") ? Optional.of(domain.child("_dmarc")) : Optional.empty();
  }

  /// Whether there is a policy and each that is stated can be read (§4.10.1).
  public boolean isReadable() {
    return p instanceof Wish.Stated
        && !(sp instanceof Wish.Unreadable)
        && !(np instanceof Wish.Unreadable);
  }

  /// The policy for a domain.
  ///
  /// §4.7 lets a record without `p` count as `p=none`, §4.10.1 only where there is a `rua` to send
  /// reports to: the latter is the procedure, and is followed.
  public Effect effect(Subject subject) {
    if (!isReadable()) {
      return rua.isEmpty()
          ? new Effect.Ignored("p is missing, or a policy cannot be read, and there is no rua")
          : new Effect.Applies(DmarcPolicy.NONE, "rua");
    }
    if (subject == Subject.BELOW_MISSING && np instanceof Wish.Stated(DmarcPolicy policy)) {
      return new Effect.Applies(policy, "np");
    }
    if (subject != Subject.ITSELF && sp instanceof Wish.Stated(DmarcPolicy policy)) {
      return new Effect.Applies(policy, "sp");
    }
    return new Effect.Applies(((Wish.Stated) p).policy(), "p");
  }

  /// The record as it is published; what is as if it were not said is not.
  public String text() {
    StringBuilder text = new StringBuilder("v=DMARC1");
    wish(text, "p", p);
    wish(text, "sp", sp);
    wish(text, "np", np);
    text.append(psd == Psd.YES ? "; psd=y" : psd == Psd.NO ? "; psd=n" : "");
    text.append(testing ? "; t=y" : "");
    text.append(dkimStrict ? "; adkim=s" : "").append(spfStrict ? "; aspf=s" : "");
    if (!failures.equals(Set.of("0"))) {
      text.append("; fo=").append(String.join(":", new TreeSet<>(failures)));
    }
    uris(text, "rua", rua);
    uris(text, "ruf", ruf);
    return text.toString();
  }

  private static void wish(StringBuilder text, String tag, Wish wish) {
    switch (wish) {
      case Wish.Stated(DmarcPolicy policy) ->
          text.append("; ").append(tag).append('=').append(policy.text());
      case Wish.Unreadable(String value) -> text.append("; ").append(tag).append('=').append(value);
      case Wish.Unstated _ -> {}
    }
  }

  private static void uris(StringBuilder text, String tag, List<ReportUri> uris) {
    if (!uris.isEmpty()) {
      String list = uris.stream().map(ReportUri::text).collect(Collectors.joining(","));
      text.append("; ").append(tag).append('=').append(list);
    }
  }
}
