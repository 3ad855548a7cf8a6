package org.postroad.protocol.dmarc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postroad.protocol.dmarc.TreeWalk.Look;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DnsRecord.TxtRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.text.ReportUri;

/// Whether those who are to get reports have agreed to it (RFC 9990 §4): a victim has not.
public final class ReportTargets {

  /// Targets that are looked at; a record that names more is nobody's honest wish.
  public static final int TARGETS_MAX = 20;

  private final DomainName at;
  private final OrganizationalDomain organization;
  private final Dns dns;
  private final Map<DomainName, Consent> known = new HashMap<>();

  private ReportTargets(DomainName at, OrganizationalDomain organization, Dns dns) {
    this.at = at;
    this.organization = organization;
    this.dns = dns;
  }

  /// A target and what was found of it.
  public record Target(ReportUri uri, Consent consent) {}

  /// Whether reports may go there.
  public sealed interface Consent {
    /// Of the same organization: nobody needs to be asked.
    record Own() implements Consent {}

    /// Another's, who agrees.
    ///
    /// @param name where that is said
    /// @param instead the targets that it names in place of the one in the record; mostly none
    record Given(DomainName name, List<ReportUri> instead) implements Consent {
      public Given {
        instead = List.copyOf(instead);
      }
    }

    /// Another's, who does not say so: nothing is sent.
    ///
    /// @param name where it would be said, as text, for it may be too long for a name
    record Withheld(String name, String reason) implements Consent {}

    /// The DNS did not answer.
    record Unanswered(String reason) implements Consent {}

    /// Nobody here sends that way.
    record Unsupported(String scheme) implements Consent {}
  }

  /// Looks at the targets of a record, `rua` or `ruf`.
  ///
  /// @param at the domain whose record it is
  /// @param organization of that domain
  public static List<Target> of(
      List<ReportUri> uris, DomainName at, OrganizationalDomain organization, Dns dns) {
    ReportTargets targets = new ReportTargets(at, organization, dns);
    List<Target> looked = new ArrayList<>();
    for (ReportUri uri : uris.subList(0, Math.min(uris.size(), TARGETS_MAX))) {
      looked.add(
          new Target(
              uri,
              switch (uri) {
                case ReportUri.Mailto mailto -> targets.consent(mailto.host());
                case ReportUri.Https https -> targets.consent(https.host());
                case ReportUri.Unsupported(var text, String scheme) ->
                    new Consent.Unsupported(scheme);
              }));
    }
    return looked;
  }

  private Consent consent(DomainName host) {
    Consent consent = known.get(host);
    if (consent == null) {
      consent = asked(host);
      known.put(host, consent);
    }
    return consent;
  }

  private Consent asked(DomainName host) {
    if (host.equals(at)) {
      return new Consent.Own();
    }
    if (!(organization instanceof OrganizationalDomain.Known(DomainName ours, var how))) {
      return new Consent.Unanswered("whose " + at + " is, is not known");
    }
    return switch (TreeWalk.of(host, dns).organizationalDomain()) {
      case OrganizationalDomain.Unknown(String why) -> new Consent.Unanswered(why);
      case OrganizationalDomain.Known(DomainName theirs, var found) when theirs.equals(ours) ->
          new Consent.Own();
      case OrganizationalDomain.Known(DomainName theirs, var found) -> foreign(host);
    };
  }

  private Consent foreign(DomainName host) {
    String text = at.text() + "._report._dmarc." + host.text();
    if (!(DomainName.parse(text) instanceof DomainName.Parsed.Valid(DomainName name))) {
      return new Consent.Withheld(text, "too long a name");
    }
    return switch (dns.lookup(name, RecordType.TXT)) {
      case Answer.Failed(Answer.Why why, String detail) ->
          new Consent.Unanswered(name + ": " + new Look.Unanswered(why, detail).text());
      case Answer.NoSuchName _ -> new Consent.Withheld(text, "no such name");
      case Answer.NoData _ -> new Consent.Withheld(text, "no TXT record");
      case Answer.Found found -> given(found, name, host);
    };
  }

  /// §4, steps 6 to 9: one record of DMARC is enough, and what it names instead must be of the same
  /// host, else nobody gets anything.
  private static Consent given(Answer.Found found, DomainName name, DomainName host) {
    List<ReportUri> instead = new ArrayList<>();
    boolean agreed = false;
    for (TxtRecord txt : found.only(TxtRecord.class)) {
      if (DmarcRecord.parse(txt.joined())
          instanceof DmarcRecord.Parsed.Valid(DmarcRecord record, var faults, var notes)) {
        agreed = true;
        instead.addAll(record.rua());
      }
    }
    if (!agreed) {
      return new Consent.Withheld(name.text(), "no TXT record begins with v=DMARC1");
    }
    return instead.stream().allMatch(uri -> isAt(uri, host))
        ? new Consent.Given(name, instead)
        : new Consent.Withheld(name.text(), "names targets of another host than " + host);
  }

  private static boolean isAt(ReportUri uri, DomainName host) {
    return switch (uri) {
      case ReportUri.Mailto mailto -> mailto.host().equals(host);
      case ReportUri.Https https -> https.host().equals(host);
      case ReportUri.Unsupported _ -> false;
    };
  }
}
