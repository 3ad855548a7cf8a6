package org.postroad.app.resolverd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.app.resolverd.Explanation.MxVerdict;
import org.postroad.app.resolverd.Explanation.Step;
import org.postroad.protocol.dane.HostTlsa;
import org.postroad.protocol.dane.TlsaSet;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.TlsaRecord;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.postfix.PolicyOverride;
import org.postroad.protocol.precedence.Decision;
import org.postroad.protocol.precedence.Demand;
import org.postroad.protocol.precedence.DomainLevel;
import org.postroad.protocol.precedence.HostAction;
import org.postroad.protocol.precedence.MxFacts;
import org.postroad.protocol.text.Printable;

/// What DANE contributes to an explanation.
final class DaneWords {

  private static final int RECORDS_SHOWN_MAX = 400;

  private DaneWords() {}

  /// A step for each host.
  static List<Step> steps(MxFacts facts) {
    return facts.hosts().stream().map(DaneWords::step).toList();
  }

  /// What an MTA with one level for all hosts is told.
  static Step step(DomainLevel level) {
    return switch (level) {
      case DomainLevel.DaneOnly(List<DomainName> passedOver) when passedOver.isEmpty() ->
          precedence("dane-only", "every host that can be reached has TLSA records that count");
      case DomainLevel.DaneOnly(List<DomainName> passedOver) ->
          precedence(
              "dane-only",
              "only hosts with TLSA records get mail; passed over, even if no other is up: "
                  + String.join(", ", passedOver.stream().map(DomainName::text).toList()));
      case DomainLevel.Dane dane ->
          precedence("dane", "each host by its TLSA records; no policy in enforce stands beside");
      case DomainLevel.Secure(List<DomainName> leftOut) when leftOut.isEmpty() ->
          precedence("secure", "the policy in enforce; DANE says nothing of this domain");
      case DomainLevel.Secure(List<DomainName> leftOut) ->
          precedence(
              "secure",
              "the policy in enforce, for hosts that can be looked up; left out: "
                  + String.join(", ", leftOut.stream().map(DomainName::text).toList()));
      case DomainLevel.Own own -> precedence("none", "neither DANE nor a policy in enforce");
      case DomainLevel.TryLater(String why) -> precedence("try later", why);
    };
  }

  /// What an MTA is told where the operator has decreed something.
  ///
  /// @param level by TLSA records alone where that is what was decreed
  static Step step(PolicyOverride decree, DomainLevel level) {
    String passedOver =
        decree.level() == PolicyOverride.Level.DANE_ONLY
                && level instanceof DomainLevel.DaneOnly(List<DomainName> hosts)
                && !hosts.isEmpty()
            ? "; passed over: " + String.join(", ", hosts.stream().map(DomainName::text).toList())
            : "";
    String detail = "the override decides, whatever DANE and the policy say" + passedOver;
    return new Step("precedence", decree.level().text(), detail, "", Optional.empty());
  }

  /// What is done with each host by an MTA that has one level for all of them.
  static List<MxVerdict> verdicts(
      Decision decision, List<MxRecord> records, Resolution resolution) {
    List<MxVerdict> verdicts = new ArrayList<>();
    for (Decision.Host host : decision.hosts()) {
      int preference =
          records.stream()
              .filter(record -> record.exchange().equals(host.name()))
              .mapToInt(MxRecord::preference)
              .min()
              .orElse(0);
      boolean matches =
          resolution instanceof Resolution.Applies(CachedPolicy held, var source)
              && held.policy().covers(host.name());
      verdicts.add(levelled(verdict(host, preference, matches), decision.level()));
    }
    return verdicts;
  }

  /// A host that would get the mail by itself may not get it at the level of the domain.
  private static MxVerdict levelled(MxVerdict host, DomainLevel level) {
    if (host.would().equals("skip")) {
      return host;
    }
    return switch (level) {
      case DomainLevel.DaneOnly(List<DomainName> passedOver)
          when passedOver.contains(host.host()) ->
          withheld(
              host,
              "skip",
              "passed over: dane-only holds for all hosts, and it has no TLSA records"
                  + " that count");
      case DomainLevel.TryLater(String why) -> withheld(host, "delay", why);
      case DomainLevel.DaneOnly other -> host;
      case DomainLevel.Dane dane -> host;
      case DomainLevel.Secure secure -> host;
      case DomainLevel.Own own -> host;
    };
  }

  private static MxVerdict withheld(MxVerdict host, String would, String why) {
    return new MxVerdict(host.host(), host.preference(), host.matches(), "none", would, why);
  }

  private static MxVerdict verdict(Decision.Host host, int preference, boolean matches) {
    return switch (host.action()) {
      case HostAction.Deliver deliver ->
          new MxVerdict(
              host.name(),
              preference,
              matches,
              security(deliver.demand()),
              "deliver",
              words(deliver));
      case HostAction.Skip(var type, var shortfall) ->
          new MxVerdict(host.name(), preference, matches, "none", "skip", shortfall.detail());
      case HostAction.Unreachable(String why) ->
          new MxVerdict(host.name(), preference, matches, "none", "skip", why);
      case HostAction.Wait(String why) ->
          new MxVerdict(host.name(), preference, matches, "none", "delay", why);
    };
  }

  private static String security(Demand demand) {
    return switch (demand) {
      case Demand.Dane dane -> dane.domainProven() ? "dane" : "none";
      case Demand.Verified verified -> "sts";
      case Demand.Named named -> "sts";
      case Demand.Encrypted encrypted -> "none";
      case Demand.Any any -> "none";
    };
  }

  private static String words(HostAction.Deliver deliver) {
    String demand =
        switch (deliver.demand()) {
          case Demand.Dane dane when dane.domainProven() ->
              "TLS with a certificate that satisfies the TLSA records at " + dane.base();
          case Demand.Dane dane ->
              "TLS with a certificate that satisfies the TLSA records at "
                  + dane.base()
                  + "; insecure MX records led here, so it proves nothing of the domain";
          case Demand.Verified verified ->
              "a pattern of the policy covers it; TLS with a certificate valid for it is demanded";
          case Demand.Named named -> "TLS with a certificate for a name that the operator decreed";
          case Demand.Encrypted encrypted ->
              "TLS with whatever certificate: it has TLSA records, and none can be used";
          case Demand.Any any -> "nothing is verified";
        };
    return deliver.tested() ? demand + "; mode testing stops no delivery" : demand;
  }

  private static Step step(HostTlsa host) {
    return switch (host) {
      case HostTlsa.Usable(var name, var addresses, var base, TlsaSet records) ->
          tlsa("usable", base + ": " + shown(records.usable()) + ignored(records));
      case HostTlsa.Unusable(var name, var addresses, var base, TlsaSet records) ->
          tlsa("unusable", base + ": " + ignored(records));
      case HostTlsa.None(DomainName name, var addresses, String why) ->
          tlsa("none", name + ": " + why);
      case HostTlsa.TlsaFailed(DomainName name, var addresses, var cause, String why) ->
          tlsa("failed", why);
      case HostTlsa.NoAddress(DomainName name, String why) -> tlsa("no address", why);
      case HostTlsa.AddressFailed(DomainName name, var cause, String why) -> tlsa("failed", why);
    };
  }

  private static String ignored(TlsaSet records) {
    return records.ignored().isEmpty()
        ? ""
        : "; ignored: "
            + String.join(
                ", ",
                records.ignored().stream()
                    .map(one -> shown(List.of(one.record())) + " (" + one.why() + ")")
                    .toList());
  }

  private static String shown(List<TlsaRecord> records) {
    return Printable.of(
        String.join(", ", records.stream().map(TlsaRecord::text).toList()), RECORDS_SHOWN_MAX);
  }

  private static Step tlsa(String outcome, String detail) {
    return new Step("tlsa", outcome, detail, "RFC 7672 §2.2", Optional.empty());
  }

  private static Step precedence(String outcome, String detail) {
    return new Step("precedence", outcome, detail, "RFC 8461 §2, RFC 7672 §2.2", Optional.empty());
  }
}
