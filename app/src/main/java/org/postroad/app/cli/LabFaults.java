package org.postroad.app.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.postroad.app.checks.check.Checked;
import org.postroad.app.checks.check.DomainChecks;
import org.postroad.app.config.Configuration;
import org.postroad.app.config.DnssecMode;
import org.postroad.app.config.InForce;
import org.postroad.app.config.Settings;
import org.postroad.app.labs.Kept;
import org.postroad.app.labs.faults.FaultRow;
import org.postroad.app.outgoing.Outgoing;
import org.postroad.engine.check.probe.Progress;
import org.postroad.lab.faults.Expectation;
import org.postroad.lab.faults.FaultClass;
import org.postroad.protocol.dns.DomainName;

/// Every fault in a private Internet of its own, each looked at as by `check --lab FILE DOMAIN`:
/// alone, since a check of several domains takes it from the others that port 25 is open.
final class LabFaults {

  private static final int AT_A_TIME = 4;

  private LabFaults() {}

  /// Looks at all of them, and shows each row when it and those before it are done.
  ///
  /// @throws IOException if the private Internet cannot be written down, or not be looked at
  static List<FaultRow> play(List<FaultClass> faults, Consumer<FaultRow> shown)
      throws IOException, InterruptedException {
    try (Kept kept = Kept.withFaults(faults);
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
      Supplier<DomainChecks> checks = checks(kept);
      List<Future<FaultRow>> looking = new ArrayList<>();
      faults.forEach(fault -> looking.add(threads.submit(() -> row(fault, checks.get()))));
      List<FaultRow> rows = new ArrayList<>();
      try {
        for (Future<FaultRow> each : looking) {
          rows.add(each.get());
          shown.accept(rows.getLast());
        }
        return rows;
      } catch (ExecutionException e) {
        throw new IllegalStateException("a check broke off", e.getCause());
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private static FaultRow row(FaultClass fault, DomainChecks checks) throws InterruptedException {
    List<FaultRow> rows = new ArrayList<>();
    checks.each(
        List.of(DomainName.of(Kept.domain(fault))),
        facts -> rows.add(FaultRow.of(Expectation.of(fault), Checked.of(facts).diagnosis())));
    return rows.getFirst();
  }

  /// As many as are wanted; each knows nothing of what another saw.
  private static Supplier<DomainChecks> checks(Kept kept) throws IOException {
    NetworkOptions network = new NetworkOptions();
    network.lab = Optional.of(kept.file());
    Configuration configuration =
        network
            .over(InForce.defaults())
            .with(Settings.DNS_DNSSEC, DnssecMode.LOCAL, "lab")
            .configuration();
    return switch (Outgoing.open(configuration, network.rehearsal())) {
      case Outgoing.Opened.Unusable(String why) -> throw new IOException(why);
      case Outgoing.Opened.Open(Outgoing outgoing) ->
          () ->
              new DomainChecks(
                  configuration,
                  outgoing,
                  CheckCommand.usual(),
                  "postroad/" + Version.number(),
                  Progress.SILENT);
    };
  }
}
