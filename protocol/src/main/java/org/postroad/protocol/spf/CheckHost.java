package org.postroad.protocol.spf;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DnsRecord.AddressRecord;
import org.postroad.protocol.dns.DnsRecord.TxtRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.spf.SpfResult.Match;
import org.postroad.protocol.spf.SpfResult.Place;
import org.postroad.protocol.text.Printable;

/// `check_host()`: may this host send in that domain's name (RFC 7208 §4)?
///
/// It holds the limits of [SpfLimits]. The time that it takes is the [Dns]'s to limit: one that
/// fails once its total is used up makes the result a temporary error, as §4.6.4 wants it.
public final class CheckHost {

  private final SpfQuery query;
  private final Spending spending;
  private final ClientNames names;
  private final Expansion expansion;

  private CheckHost(SpfQuery query, Dns dns) {
    this.query = query;
    this.spending = new Spending(dns);
    this.names = new ClientNames(query.ip(), spending);
    this.expansion = new Expansion(query, spending, names);
  }

  /// Asks and decides.
  public static SpfOutcome check(SpfQuery query, Dns dns) {
    CheckHost check = new CheckHost(query, dns);
    return check.spending.outcome(check.initial());
  }

  /// What came of one mechanism.
  private sealed interface Matching {
    /// @param below where it matched in the record that was included
    record Yes(List<Place> below) implements Matching {}

    record No() implements Matching {}

    record Stop(SpfResult result) implements Matching {}
  }

  /// §4.3: what is no name of several labels has no record.
  private SpfResult initial() {
    return switch (DomainName.parse(query.domain())) {
      case DomainName.Parsed.Invalid(String why) ->
          new SpfResult.None("not a domain: " + why + ": " + shown(query.domain()));
      case DomainName.Parsed.Valid(DomainName domain) when domain.labels().size() < 2 ->
          new SpfResult.None("not a domain of several labels: " + shown(query.domain()));
      case DomainName.Parsed.Valid(DomainName domain) -> check(domain, true);
    };
  }

  /// @param own whether the explanation of this record may be used: not below an `include` (§6.2)
  private SpfResult check(DomainName domain, boolean own) {
    return switch (spending.ask(domain, RecordType.TXT)) {
      case Answer.Failed failed -> unanswered(domain, RecordType.TXT, failed);
      case Answer.NoSuchName _ -> new SpfResult.None("no such name: " + domain);
      case Answer.NoData _ -> new SpfResult.None("no TXT record at " + domain);
      case Answer.Found found -> among(found, domain, own);
    };
  }

  private SpfResult among(Answer.Found found, DomainName domain, boolean own) {
    List<String> counting =
        found.only(TxtRecord.class).stream()
            .map(TxtRecord::joined)
            .filter(SpfRecord::counts)
            .toList();
    if (counting.isEmpty()) {
      return new SpfResult.None("no SPF record at " + domain);
    }
    if (counting.size() > 1) {
      return new SpfResult.PermError(counting.size() + " SPF records at " + domain);
    }
    return switch (SpfRecord.parse(counting.getFirst())) {
      case SpfRecord.Parsed.Invalid(var faults) ->
          new SpfResult.PermError("record of " + domain + ": " + faults.getFirst().text());
      case SpfRecord.Parsed.Valid(SpfRecord record) -> evaluate(record, domain, own);
    };
  }

  private SpfResult evaluate(SpfRecord record, DomainName domain, boolean own) {
    for (Directive directive : record.directives()) {
      switch (match(directive, domain)) {
        case Matching.No _ -> {}
        case Matching.Stop(SpfResult result) -> {
          return result;
        }
        case Matching.Yes(List<Place> below) -> {
          List<Place> places = new ArrayList<>(List.of(new Place(domain, directive)));
          places.addAll(below);
          return result(new Match(places), record, domain, own);
        }
      }
    }
    Optional<Modifier.Redirect> redirect = record.redirect();
    return redirect.isPresent()
        ? redirected(redirect.get(), domain, own)
        : new SpfResult.Unmatched(domain);
  }

  private SpfResult result(Match match, SpfRecord record, DomainName domain, boolean own) {
    return switch (match.directive().qualifier()) {
      case PASS -> new SpfResult.Pass(match);
      case SOFTFAIL -> new SpfResult.SoftFail(match);
      case NEUTRAL -> new SpfResult.Matched(match);
      case FAIL -> new SpfResult.Fail(match, own ? expansion.explanation(record, domain) : "");
    };
  }

  /// §6.1: another's record decides, and must be there.
  private SpfResult redirected(Modifier.Redirect redirect, DomainName domain, boolean own) {
    if (!charged(redirect.target())) {
      return tooManyLookups();
    }
    Optional<DomainName> target = expansion.name(redirect.target(), domain);
    if (target.isEmpty()) {
      return new SpfResult.PermError("no name to go to: " + shown(redirect.text()));
    }
    SpfResult result = check(target.get(), own);
    return result instanceof SpfResult.None(String reason)
        ? new SpfResult.PermError("redirect: " + reason)
        : result;
  }

  private Matching match(Directive directive, DomainName domain) {
    return switch (directive.mechanism()) {
      case Mechanism.All _ -> yes(true);
      case Mechanism.Ip4(Network network) -> yes(network.contains(query.ip()));
      case Mechanism.Ip6(Network network) -> yes(network.contains(query.ip()));
      case Mechanism.Include(DomainSpec spec) -> include(spec, domain);
      case Mechanism.A(DomainSpec spec, var prefixes) ->
          asking(spec, domain, target -> a(target, prefixes));
      case Mechanism.Mx(DomainSpec spec, var prefixes) ->
          asking(spec, domain, target -> mx(target, prefixes));
      case Mechanism.Ptr(DomainSpec spec) ->
          asking(spec, domain, target -> yes(names.within(target)));
      case Mechanism.Exists(DomainSpec spec) -> asking(spec, domain, this::exists);
    };
  }

  /// §4.6.4: the limits stand before the question; and a target that is no name matches nothing.
  private Matching asking(
      DomainSpec spec, DomainName domain, Function<DomainName, Matching> question) {
    if (!charged(spec)) {
      return new Matching.Stop(tooManyLookups());
    }
    Optional<DomainName> target = expansion.name(spec, domain);
    Matching matching = target.isPresent() ? question.apply(target.get()) : new Matching.No();
    return spending.tooManyVoid()
        ? new Matching.Stop(
            new SpfResult.PermError(
                "more than " + SpfLimits.VOID_LOOKUPS_MAX + " terms that lead nowhere"))
        : matching;
  }

  /// The table of §5.2.
  private Matching include(DomainSpec spec, DomainName domain) {
    if (!charged(spec)) {
      return new Matching.Stop(tooManyLookups());
    }
    Optional<DomainName> target = expansion.name(spec, domain);
    if (target.isEmpty()) {
      String reason = "include: no name to go to: " + shown(spec.text());
      return new Matching.Stop(new SpfResult.PermError(reason));
    }
    return switch (check(target.get(), false)) {
      case SpfResult.Pass(Match match) -> new Matching.Yes(match.places());
      case SpfResult.Fail _, SpfResult.SoftFail _, SpfResult.Neutral _ -> new Matching.No();
      case SpfResult.None(String reason) ->
          new Matching.Stop(new SpfResult.PermError("include: " + reason));
      case SpfResult.TempError error -> new Matching.Stop(error);
      case SpfResult.PermError error -> new Matching.Stop(error);
    };
  }

  private Matching a(DomainName target, Mechanism.Prefixes prefixes) {
    return addresses(spending.first(target, family()), target, prefixes);
  }

  /// §5.4: nobody is their own exchanger here, and more than ten are an error.
  private Matching mx(DomainName target, Mechanism.Prefixes prefixes) {
    Answer answer = spending.first(target, RecordType.MX);
    if (answer instanceof Answer.Failed failed) {
      return new Matching.Stop(unanswered(target, RecordType.MX, failed));
    }
    if (!(answer instanceof Answer.Found found)) {
      return new Matching.No();
    }
    List<MxRecord> hosts =
        found.only(MxRecord.class).stream().sorted(MxRecord.byPreference()).toList();
    if (hosts.size() > SpfLimits.MX_HOSTS_MAX) {
      return new Matching.Stop(
          new SpfResult.PermError("mx: " + hosts.size() + " exchangers of " + target));
    }
    for (MxRecord host : hosts) {
      if (host.exchange().isRoot()) {
        continue; // RFC 7505: no mail here
      }
      Answer answered = spending.ask(host.exchange(), family());
      Matching matching = addresses(answered, host.exchange(), prefixes);
      if (!(matching instanceof Matching.No)) {
        return matching;
      }
    }
    return new Matching.No();
  }

  /// §5.7: A records, whatever the family of the host that sends.
  private Matching exists(DomainName target) {
    return switch (spending.first(target, RecordType.A)) {
      case Answer.Failed failed -> new Matching.Stop(unanswered(target, RecordType.A, failed));
      case Answer.Found _ -> yes(true);
      case Answer.NoSuchName _, Answer.NoData _ -> yes(false);
    };
  }

  private Matching addresses(Answer answer, DomainName host, Mechanism.Prefixes prefixes) {
    int prefix = isFour() ? prefixes.four() : prefixes.six();
    return switch (answer) {
      case Answer.Failed failed -> new Matching.Stop(unanswered(host, family(), failed));
      case Answer.NoSuchName _, Answer.NoData _ -> new Matching.No();
      case Answer.Found found ->
          yes(
              found.only(AddressRecord.class).stream()
                  .anyMatch(r -> Network.of(r.address(), prefix).contains(query.ip())));
    };
  }

  /// A term that asks, and the name of the address that a macro in it asks for besides.
  private boolean charged(DomainSpec spec) {
    boolean allowed = spending.lookup();
    return allowed && (!spec.macros().mentions('p') || spending.lookup());
  }

  private boolean isFour() {
    return query.ip() instanceof Inet4Address;
  }

  private RecordType family() {
    return isFour() ? RecordType.A : RecordType.AAAA;
  }

  private static Matching yes(boolean matches) {
    return matches ? new Matching.Yes(List.of()) : new Matching.No();
  }

  private static SpfResult.PermError tooManyLookups() {
    return new SpfResult.PermError(
        "more than " + SpfLimits.LOOKUPS_MAX + " terms that ask the DNS");
  }

  private static SpfResult.TempError unanswered(
      DomainName name, RecordType type, Answer.Failed failed) {
    String why = failed.why().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return new SpfResult.TempError(name + " " + type + ": " + why + ": " + failed.detail());
  }

  private static String shown(String text) {
    return "\"" + Printable.of(text, 100) + "\"";
  }
}
