package org.postroad.app.labs.facts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.postroad.app.labs.facts.Told.Owner;
import org.postroad.engine.check.DnsQuestion;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.check.NameServer;
import org.postroad.engine.check.SignatureSeen;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// Which zones there must be for the answers to be as they were: where each begins, and whether
/// what it says is secure.
///
/// Name servers, keys, signatures and SOA records tell of some zones. Other names get one for the
/// last two labels. A zone is signed if anything in it was secure; what was insecure nevertheless
/// begins a zone of its own.
final class ZonePlan {

  private final Told told;
  private final Map<DomainName, List<SignatureSeen>> signatures = new TreeMap<>();
  private final Set<DomainName> proven = new HashSet<>();
  private final SortedMap<DomainName, Zone> zones = new TreeMap<>();
  private final Set<DomainName> optedOut = new HashSet<>();

  /// @param secure whether what it says is
  /// @param signed whether it has signatures, if only for its own sake
  /// @param bogus whether its signatures count for nothing
  record Zone(DomainName origin, boolean secure, boolean signed, boolean bogus) {}

  private ZonePlan(Told told) {
    this.told = told;
  }

  static ZonePlan of(List<DomainFacts> all, Told told) {
    ZonePlan plan = new ZonePlan(told);
    for (DomainFacts facts : all) {
      for (SignatureSeen signature : facts.signatures()) {
        plan.signatures.computeIfAbsent(signature.signer(), n -> new ArrayList<>()).add(signature);
      }
      facts.nameServers().stream().map(NameServer::zone).forEach(plan::proves);
      facts.signatures().stream().map(SignatureSeen::signer).forEach(plan::proves);
    }
    told.owners()
        .forEach(
            (name, owner) -> {
              if (owner.records.containsKey(RecordType.SOA)
                  || owner.records.containsKey(RecordType.NS)
                  || isFound(told.answer(name, RecordType.DNSKEY))
                  || isFound(told.answer(name, RecordType.DS))) {
                plan.proves(name);
              }
            });
    plan.guess();
    plan.cut();
    return plan;
  }

  /// All zones, by origin.
  SortedMap<DomainName, Zone> zones() {
    return zones;
  }

  /// Zones whose absences prove nothing of names that are not signed (RFC 5155 §6); top-level
  /// domains among them.
  Set<DomainName> optedOut() {
    return optedOut;
  }

  /// The signatures that a zone made, the first to end before the others.
  List<SignatureSeen> signaturesOf(DomainName origin) {
    return signatures.getOrDefault(origin, List.of()).stream()
        .sorted(Comparator.comparing(SignatureSeen::expiration))
        .toList();
  }

  /// Whether a signature that came with the answer had ended.
  boolean hadExpired(DnsQuestion question, Instant now) {
    return signatures.values().stream()
        .flatMap(List::stream)
        .anyMatch(one -> one.question().equals(question) && one.expiration().isBefore(now));
  }

  /// The zone that a name is in; nothing if that is a top-level domain or the root.
  Optional<Zone> home(DomainName name) {
    Optional<DomainName> at = Optional.of(name);
    while (at.isPresent() && !at.get().isRoot()) {
      Zone zone = zones.get(at.get());
      if (zone != null) {
        return Optional.of(zone);
      }
      at = at.get().parent();
    }
    return Optional.empty();
  }

  private static boolean isFound(Optional<Answer> answer) {
    return answer.filter(Answer.Found.class::isInstance).isPresent();
  }

  private void proves(DomainName origin) {
    boolean topLevel = origin.labels().size() < 2; // signed, and there, of itself
    if (!topLevel && !told.owners().getOrDefault(origin, new Owner()).absent) {
      proven.add(origin);
    }
  }

  /// The zones as far as they are proven, and one more for each two labels without.
  private void guess() {
    proven.forEach(origin -> zones.put(origin, new Zone(origin, false, false, false)));
    Set<DomainName> more = new HashSet<>();
    told.owners()
        .forEach(
            (name, owner) -> {
              if (home(name).isEmpty() && name.labels().size() >= 2) {
                DomainName registered = registered(name);
                boolean gone =
                    Optional.ofNullable(told.owners().get(registered))
                        .filter(at -> at.absent && !at.exists())
                        .isPresent();
                boolean insecureAbsence = owner.insecure && !name.equals(registered);
                if (!gone && (owner.exists() || insecureAbsence)) {
                  more.add(registered);
                }
              }
            });
    told.failed()
        .forEach(
            (question, bad) -> {
              DomainName name = question.name();
              if (bad.why() == Answer.Why.BOGUS
                  && home(name).isEmpty()
                  && name.labels().size() >= 2) {
                more.add(registered(name));
              }
            });
    more.forEach(origin -> zones.put(origin, new Zone(origin, false, false, false)));
    judge();
  }

  /// What was said in one zone, all together.
  private static final class Sum {
    private boolean secure;
    private boolean insecure;
    private boolean bogus;
  }

  /// Whether each zone is signed, from all that was said in it.
  private void judge() {
    Map<DomainName, Sum> sums = new TreeMap<>();
    zones.keySet().forEach(origin -> sums.put(origin, new Sum()));
    told.owners()
        .forEach(
            (name, owner) ->
                sum(name, sums)
                    .ifPresent(
                        sum -> {
                          sum.secure |= owner.secure;
                          sum.insecure |= owner.insecure;
                        }));
    told.failed()
        .forEach(
            (question, bad) -> {
              if (bad.why() == Answer.Why.BOGUS) {
                sum(question.name(), sums).ifPresent(sum -> sum.bogus = true);
              }
            });
    sums.forEach(
        (origin, sum) -> {
          boolean bogus = sum.bogus && !sum.secure && !sum.insecure;
          boolean secure = sum.secure || bogus;
          boolean signed =
              secure
                  || isFound(told.answer(origin, RecordType.DNSKEY))
                  || signatures.containsKey(origin);
          zones.put(origin, new Zone(origin, secure, signed, bogus));
        });
  }

  private Optional<Sum> sum(DomainName name, Map<DomainName, Sum> sums) {
    return home(name).flatMap(zone -> Optional.ofNullable(sums.get(zone.origin())));
  }

  /// Insecure names in secure zones.
  private void cut() {
    told.owners()
        .forEach(
            (name, owner) -> {
              if (!owner.insecure || owner.secure) {
                return;
              }
              Optional<Zone> home = home(name);
              if (home.isEmpty()) {
                if (owner.absent && !name.isRoot()) {
                  optedOut.add(DomainName.of(name.labels().getLast()));
                }
              } else if (home.get().secure() && !home.get().origin().equals(name)) {
                DomainName at = owner.exists() ? name : name.parent().orElse(name);
                boolean kept =
                    at.equals(home.get().origin())
                        || told.owners().getOrDefault(at, new Owner()).secure;
                if (kept) {
                  optedOut.add(home.get().origin());
                } else {
                  zones.put(at, new Zone(at, false, false, false));
                }
              }
            });
  }

  private static DomainName registered(DomainName name) {
    List<String> labels = name.labels();
    return new DomainName(String.join(".", labels.subList(labels.size() - 2, labels.size())));
  }
}
