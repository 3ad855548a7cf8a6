package org.postroad.protocol.precedence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.postroad.protocol.dane.HostTlsa;

/// Every case of one to three hosts against the two tables, which were written from the RFCs and
/// know nothing of [Precedence]; then what must hold whatever the tables say.
class PrecedenceTest {

  @Test
  void everyHostIsTreatedAsTheTableSays() {
    Set<HostTable.Row> used = new HashSet<>();
    each(
        scene -> {
          List<Decision.Host> decided = scene.decision().hosts();
          assertThat(decided).hasSameSizeAs(scene.hosts());
          for (int i = 0; i < decided.size(); i++) {
            Scene.Host host = scene.hosts().get(i);
            List<HostTable.Row> rows = HostTable.rows(scene, host);
            assertThat(rows).as("rows for %s in %s", host, scene).hasSize(1);
            HostTable.Row row = rows.getFirst();
            assertThat(decided.get(i).name()).isEqualTo(host.name());
            assertThat(HostTable.words(host, decided.get(i).action()))
                .as("%s of %s, by %s", host, scene, row)
                .isEqualTo(row.done() + " / " + row.report());
            used.add(row);
          }
        });
    assertThat(HostTable.ROWS).as("every row has a case").allMatch(used::contains);
  }

  @Test
  void everyDomainIsAnsweredAsTheTableSays() {
    Set<DomainTable.Row> used = new HashSet<>();
    each(
        scene -> {
          List<DomainTable.Row> rows = DomainTable.rows(scene);
          assertThat(rows).as("rows for %s", scene).hasSize(1);
          assertThat(DomainTable.words(scene.decision().level()))
              .as("%s, by %s", scene, rows.getFirst())
              .isEqualTo(rows.getFirst().reply());
          used.add(rows.getFirst());
        });
    assertThat(DomainTable.ROWS).as("every row has a case").allMatch(used::contains);
  }

  @Test
  void underEnforceTheReplyIsNeverDaneAndNoHostGetsMailUnproven() {
    each(
        scene -> {
          if (scene.ruling().word().equals("enforce")) {
            Decision decision = scene.decision();
            assertThat(decision.level())
                .as("%s", scene)
                .isNotInstanceOfAny(DomainLevel.Dane.class, DomainLevel.Own.class);
            assertThat(decision.hosts())
                .as("%s", scene)
                .allMatch(
                    host ->
                        !(host.action() instanceof HostAction.Deliver deliver)
                            || deliver.demand() instanceof Demand.Verified
                            || (deliver.demand() instanceof Demand.Dane dane
                                && dane.domainProven()));
          }
        });
  }

  @Test
  void insecureMxRecordsNeverProveADomain() {
    each(
        scene -> {
          Decision decision = scene.decision();
          boolean insecure = scene.mx().equals("insecure");
          for (Decision.Host host : decision.hosts()) {
            if (host.action() instanceof HostAction.Deliver deliver
                && deliver.demand() instanceof Demand.Dane dane) {
              assertThat(dane.domainProven()).as("%s", scene).isEqualTo(!insecure);
            }
          }
          if (insecure && scene.ruling().use() == DaneUse.OPPORTUNISTIC) {
            assertThat(decision.level())
                .as("%s", scene)
                .isNotInstanceOfAny(DomainLevel.Dane.class, DomainLevel.DaneOnly.class);
          }
        });
  }

  @Test
  void noFailedLookUpWidensWhatIsAllowed() {
    each(
        scene -> {
          Decision before = scene.decision();
          for (int i = 0; i < scene.hosts().size(); i++) {
            Scene.Host host = scene.hosts().get(i);
            if (host.state().endsWith("failed")) {
              continue; // one failure in the place of another
            }
            boolean reachable = host.facts() instanceof HostTlsa.Reachable;
            for (String failure :
                reachable ? List.of("tlsa-failed", "address-failed") : List.of("address-failed")) {
              List<Scene.Host> hosts = new ArrayList<>(scene.hosts());
              hosts.set(i, host.with(failure));
              assertNoWider(before, scene, scene.with(hosts));
            }
          }
          boolean mandatory = scene.ruling().use() == DaneUse.MANDATORY;
          assertNoWider(
              before,
              scene,
              scene.with(
                  mandatory
                      ? new Scene.Ruling("dane-only", "unknown")
                      : new Scene.Ruling("unknown", "STILL_ASKING")));
          assertThat(new Scene("failed", List.of(), scene.ruling()).decision().level())
              .as("MX records failed in %s", scene)
              .isInstanceOf(mandatory ? DomainLevel.DaneOnly.class : DomainLevel.TryLater.class);
        });
  }

  @Test
  void theOrderOfHostsChangesNothingButOrder() {
    each(
        scene -> {
          Decision decision = scene.decision();
          List<Scene.Host> hosts = new ArrayList<>(scene.hosts());
          for (int i = 0; i < scene.hosts().size(); i++) { // every order that there is of three
            Collections.rotate(hosts, 1);
            assertSame(decision, scene.with(hosts).decision(), scene);
            assertSame(decision, scene.with(hosts.reversed()).decision(), scene);
          }
        });
  }

  @Test
  void theLevelOfADomainIsNeverLaxerThanWhatItsHostsAreHeldTo() {
    each(
        scene -> {
          Decision decision = scene.decision();
          if (scene.mx().equals("insecure")) {
            return; // DANE is used for what it is worth there, and not spoken of
          }
          for (int i = 0; i < scene.hosts().size(); i++) {
            HostAction action = decision.hosts().get(i).action();
            int held = held(action);
            int told = told(decision.level(), scene.hosts().get(i));
            assertThat(told)
                .as("host %d of %s: %s", i + 1, scene, decision)
                .isLessThanOrEqualTo(held);
          }
        });
  }

  @Test
  void aHostThatNeverResolvesStopsNoneOfTheOthers() { // RFC 7672 §2.1.2
    each(
        scene -> {
          boolean lost = scene.hosts().stream().anyMatch(h -> h.state().equals("address-failed"));
          List<Scene.Host> others =
              scene.hosts().stream().filter(h -> !h.state().equals("address-failed")).toList();
          boolean stopped = scene.decision().level() instanceof DomainLevel.TryLater;
          if (lost
              && stopped
              && others.stream().anyMatch(h -> h.facts() instanceof HostTlsa.Reachable)) {
            assertThat(scene.with(others).decision().level())
                .as("without it, %s", scene)
                .isInstanceOf(DomainLevel.TryLater.class);
          }
        });
  }

  @Test
  void whoIsPassedOverIsNamed() {
    each(
        scene -> {
          if (scene.decision().level() instanceof DomainLevel.DaneOnly(var passedOver)) {
            assertThat(passedOver)
                .as("%s", scene)
                .containsExactlyElementsOf(
                    scene.hosts().stream()
                        .filter(h -> h.state().equals("none") || h.state().equals("unusable"))
                        .map(Scene.Host::name)
                        .toList());
          }
        });
  }

  @Test
  void lookUpsThatAreNotAskedForDecideNothing() {
    each(
        scene -> {
          if (scene.mx().equals("insecure")
              && !Precedence.asksTlsa(
                  scene.facts().mx(), scene.resolution(), scene.ruling().use())) {
            List<Scene.Host> unasked =
                scene.hosts().stream()
                    .map(h -> h.facts() instanceof HostTlsa.Reachable ? h.with("none") : h)
                    .toList();
            Decision other = scene.with(unasked).decision();
            assertThat(other.hosts()).as("%s", scene).isEqualTo(scene.decision().hosts());
            assertThat(DomainTable.words(other.level()))
                .as("%s", scene)
                .isEqualTo(DomainTable.words(scene.decision().level()));
          }
        });
  }

  private static void each(Consumer<Scene> claim) {
    Scenes.all().forEach(claim);
  }

  private static void assertSame(Decision one, Decision other, Scene scene) {
    boolean same =
        other.hosts().size() == one.hosts().size()
            && other.hosts().containsAll(one.hosts())
            && DomainTable.words(other.level()).equals(DomainTable.words(one.level()));
    if (!same) { // an assertion each would take longer than all the rest
      fail("%s: %s in one order, %s in another", scene, one, other);
    }
  }

  private static void assertNoWider(Decision before, Scene scene, Scene after) {
    Decision then = after.decision();
    String was = DomainTable.words(before.level());
    String is = DomainTable.words(then.level());
    boolean wider =
        !is.equals(was)
            && width(then.level()) >= width(before.level())
            && !sparesTheUnknown(before, after, then.level());
    for (int i = 0; i < before.hosts().size(); i++) {
      wider |= held(then.hosts().get(i).action()) > held(before.hosts().get(i).action());
    }
    if (wider) {
      fail("%s comes to %s, but %s to %s", scene, before, after, then);
    }
  }

  /// Whether the policy is held against hosts that are known and no others, of which none gets more
  /// than it was to get when all were known. It may get it from this level and not from `dane-only`
  /// before, which passed it over for the sake of others.
  private static boolean sparesTheUnknown(Decision before, Scene after, DomainLevel level) {
    if (!(level instanceof DomainLevel.Secure(var leftOut)) || leftOut.isEmpty()) {
      return false;
    }
    boolean spared = true;
    for (int i = 0; i < after.hosts().size(); i++) {
      Scene.Host host = after.hosts().get(i);
      spared &= told(level, host) <= held(before.hosts().get(i).action());
      spared &= !host.state().endsWith("failed") || leftOut.contains(host.name());
    }
    return spared;
  }

  /// How much a level lets through, least first; levels of one number say different things.
  private static int width(DomainLevel level) {
    return switch (level) {
      case DomainLevel.TryLater later -> 0;
      case DomainLevel.DaneOnly some -> 1;
      case DomainLevel.Secure secure -> 1;
      case DomainLevel.Dane each -> 2;
      case DomainLevel.Own own -> 3;
    };
  }

  /// How much a host is trusted with, least first.
  private static int held(HostAction action) {
    return switch (action) {
      case HostAction.Deliver(var type, Demand demand, boolean tested, var noted) ->
          switch (demand) {
            case Demand.Dane dane -> 1;
            case Demand.Verified verified -> 1;
            case Demand.Named named -> 1;
            case Demand.Encrypted encrypted -> 2;
            case Demand.Any any -> 3;
          };
      case HostAction.Skip skip -> 0;
      case HostAction.Unreachable unreachable -> 0;
      case HostAction.Wait wait -> 0;
    };
  }

  /// The same of what an MTA makes of a level for a host.
  private static int told(DomainLevel level, Scene.Host host) {
    boolean reachable = !host.state().endsWith("address") && !host.state().endsWith("failed");
    if (!reachable) {
      return 0; // it is looked up again there, and held to what is found
    }
    return switch (level) {
      case DomainLevel.TryLater later -> 0;
      case DomainLevel.DaneOnly some -> host.state().equals("usable") ? 1 : 0;
      case DomainLevel.Secure(var leftOut) ->
          host.covered() && !leftOut.contains(host.name()) ? 1 : 0;
      case DomainLevel.Dane each ->
          switch (host.state()) {
            case "usable" -> 1;
            case "unusable" -> 2;
            default -> 3;
          };
      case DomainLevel.Own own -> 3;
    };
  }
}
