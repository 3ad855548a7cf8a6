package org.postroad.app.labs.facts;

import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.postroad.engine.check.ClientService;
import org.postroad.engine.check.DomainFacts;
import org.postroad.lab.LabInternet;
import org.postroad.lab.ca.Likenesses;
import org.postroad.lab.net.Placing;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.text.Printable;

/// A private Internet in which domains stand as checks saw them.
///
/// Its clock stands at the moment of the check, the latest of several: certificates and signatures
/// have the dates that they had.
public final class FactsLab implements AutoCloseable {

  private static final Duration APART = Duration.ofHours(1);
  private static final int WHY_MAX = 400;

  private final LabInternet net;
  private final List<X509Certificate> anchors;
  private final List<DomainName> domains;
  private final boolean privateAllowed;
  private final List<String> notes;

  private FactsLab(
      LabInternet net, List<X509Certificate> anchors, List<DomainFacts> all, Notes notes) {
    this.net = net;
    this.anchors = anchors;
    this.domains = all.stream().map(DomainFacts::domain).distinct().sorted().toList();
    this.privateAllowed = all.stream().anyMatch(facts -> facts.circumstances().privateAllowed());
    this.notes = notes.lines();
  }

  /// A lab, or why there can be none.
  public sealed interface Built {
    record Standing(FactsLab lab) implements Built {}

    record Impossible(String why) implements Built {}
  }

  /// Builds one from facts, which may be anybody's.
  public static Built of(List<DomainFacts> facts) {
    if (facts.isEmpty()) {
      return new Built.Impossible("no facts");
    }
    Comparator<DomainFacts> byTime = Comparator.comparing(f -> f.circumstances().started());
    List<DomainFacts> latestFirst = facts.stream().sorted(byTime.reversed()).toList();
    Instant now = latestFirst.getFirst().circumstances().started();
    if (!Limits.isUsable(now)) {
      return new Built.Impossible("circumstances.started: no lab can stand at " + now);
    }
    LabInternet net = LabInternet.empty(Placing.virtual(), now);
    try {
      return new Built.Standing(build(net, latestFirst, now));
    } catch (Limits.Exceeded | IllegalArgumentException | UncheckedIOException e) {
      net.close();
      return new Built.Impossible(Printable.of(String.valueOf(e.getMessage()), WHY_MAX));
    } catch (RuntimeException e) {
      net.close();
      throw e;
    }
  }

  private static FactsLab build(LabInternet net, List<DomainFacts> all, Instant now) {
    Notes notes = new Notes();
    all.forEach(facts -> circumstances(facts, now, notes));
    Likenesses likenesses = Certificates.of(all, now);
    Told told = Told.of(all, notes);
    TlsaLikenesses tlsa = new TlsaLikenesses(likenesses);
    new RecordedZones(net.dns(), told, ZonePlan.of(all, told), tlsa, now, notes).serve();
    Doors doors = new Doors(net.network(), notes);
    new RecordedServers(net, doors).place(all);
    new PolicyHosts(net, likenesses, doors, notes).place(all);
    new Exchangers(net, likenesses, doors, notes).place(all);
    List<X509Certificate> anchors = likenesses.anchors();
    likenesses.unlike().forEach(notes::add);
    Compared compared = new Compared(net, notes);
    compared.answers(told.answers());
    compared.certificates(all, likenesses, anchors);
    return new FactsLab(net, anchors, all, notes);
  }

  private static void circumstances(DomainFacts facts, Instant now, Notes notes) {
    Instant seen = facts.circumstances().started();
    if (Duration.between(seen, now).compareTo(APART) > 0) {
      notes.add(facts.domain() + ": was checked at " + seen + ", and stands at the time of " + now);
    }
    if (!facts.circumstances().complete()) {
      notes.add(facts.domain() + ": its check was cut off: what it did not ask is not there");
    }
    for (ClientService service : facts.services()) {
      if (!service.visits().isEmpty()) {
        notes.add(
            service.host() + ":" + service.port() + ": the clients' service is not there: refuses");
      }
    }
  }

  public LabInternet net() {
    return net;
  }

  /// Whom everybody in it believes.
  public List<X509Certificate> anchors() {
    return anchors;
  }

  /// The domains whose facts it was made of.
  public List<DomainName> domains() {
    return domains;
  }

  /// Whether the check visited private addresses.
  public boolean privateAllowed() {
    return privateAllowed;
  }

  /// What is not as it was seen, in words.
  public List<String> notes() {
    return notes;
  }

  @Override
  public void close() {
    net.close();
  }
}
