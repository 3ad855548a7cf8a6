package org.postroad.app.labs.hostile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Makes a script of a seed; the same seed makes the same script.
final class ScriptWriter {

  private static final int STEPS_MIN = 12;
  private static final int STEPS_MAX = 48;

  private static final RoadTrick[] IMPERSONATIONS =
      Arrays.stream(RoadTrick.values())
          .filter(RoadTrick::isImpersonation)
          .toArray(RoadTrick[]::new);

  private final Random random;

  private ScriptWriter(long seed) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L); // near seeds are not to be alike
  }

  static Script write(long seed) {
    return new ScriptWriter(seed).write();
  }

  private Script write() {
    boolean refreshes = random.nextBoolean();
    boolean patient = random.nextBoolean();
    boolean dane = random.nextInt(3) > 0;
    List<Step> steps = new ArrayList<>();
    if (dane) {
      for (Zone zone : Zone.values()) {
        if (random.nextBoolean()) {
          steps.add(new Step.Sign(zone, true));
        }
      }
      for (Host host : Host.values()) {
        if (random.nextBoolean()) {
          steps.add(new Step.PublishTlsa(host, one(TlsaKind.values())));
        }
      }
    }
    for (Site site : Site.values()) {
      if (random.nextInt(4) > 0) {
        steps.add(publish(site));
      }
    }
    int count = STEPS_MIN + random.nextInt(STEPS_MAX - STEPS_MIN + 1);
    while (steps.size() < count) {
      steps.add(step());
    }
    return new Script(refreshes, patient, dane, steps);
  }

  private Step step() {
    int dice = random.nextInt(100);
    if (dice < 34) {
      return new Step.Send(
          one(Site.values()),
          1 + random.nextInt(3),
          random.nextInt(3) == 0 ? one(Step.Tag.values()) : Step.Tag.PLAIN);
    }
    if (dice == 34) {
      return new Step.SetClock(
          one(
              Duration.ofHours(1),
              Duration.ofDays(2),
              Duration.ofDays(20),
              Duration.ofHours(-1),
              Duration.ofDays(-2),
              Duration.ofDays(-5)));
    }
    if (dice < 48) {
      return new Step.Pass(
          one(
              Duration.ofSeconds(2),
              Duration.ofMinutes(1),
              Duration.ofMinutes(6),
              Duration.ofHours(1),
              Duration.ofHours(5),
              Duration.ofDays(1),
              Duration.ofDays(3)));
    }
    return dice < 64 ? owner() : attack();
  }

  private Step owner() {
    Site site = one(Site.values());
    return switch (random.nextInt(15)) {
      case 0, 1, 2, 3 -> publish(site);
      case 4 -> new Step.Withdraw(site);
      case 5, 6, 7 ->
          new Step.Move(site, random.nextInt(site.homes().size()), random.nextInt(3) > 0);
      case 8 -> new Step.PolicyHost(site, one(Step.Condition.values()));
      case 9 -> new Step.Sign(one(Zone.values()), random.nextInt(3) > 0);
      case 10, 11 -> new Step.PublishTlsa(one(Host.values()), one(TlsaKind.values()));
      default -> new Step.Equip(one(Host.values()), one(Kit.values()));
    };
  }

  private Step publish(Site site) {
    return new Step.Publish(
        site,
        one(
            Step.Mode.ENFORCE,
            Step.Mode.ENFORCE,
            Step.Mode.ENFORCE,
            Step.Mode.TESTING,
            Step.Mode.NONE),
        one(
            Duration.ZERO,
            Duration.ofMinutes(1),
            Duration.ofHours(1),
            Duration.ofDays(1),
            Duration.ofDays(7),
            Duration.ofDays(7),
            Duration.ofDays(10)),
        random.nextBoolean(),
        random.nextInt(8) == 0);
  }

  private Step attack() {
    Site site = one(Site.values());
    return switch (random.nextInt(11)) {
      case 0, 1 -> new Step.TrickRecord(site, one(Trick.Txt.values()));
      case 2 -> new Step.TrickMx(site, one(Trick.Mx.values()));
      case 3 -> new Step.TrickAddress(one(Host.values()), one(Trick.Address.values()));
      case 4 -> new Step.TrickHttps(site, one(Trick.Https.values()));
      case 5 -> new Step.TrickTlsa(one(Host.values()), one(Trick.Tlsa.values()));
      default -> road();
    };
  }

  private Step road() {
    List<RoadTrick> tricks = new ArrayList<>();
    int count = one(0, 1, 1, 1, 2, 3);
    while (tricks.size() < count) {
      RoadTrick trick = random.nextInt(4) == 0 ? one(IMPERSONATIONS) : one(RoadTrick.values());
      if (!tricks.contains(trick)) {
        tricks.add(trick);
      }
    }
    return new Step.Road(one(Host.values()), tricks);
  }

  @SafeVarargs
  private <T> T one(T... of) {
    return of[random.nextInt(of.length)];
  }
}
