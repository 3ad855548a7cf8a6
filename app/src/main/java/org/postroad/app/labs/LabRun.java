package org.postroad.app.labs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.postroad.lab.LabInternet;
import org.postroad.lab.PlainSender;

/// Plays the rows of [Expected] in process, each in an Internet of its own, a few at a time.
public final class LabRun {

  private static final int AT_A_TIME = 4;

  private final String version;

  /// @param version of this program, for the table
  public LabRun(String version) {
    this.version = version;
  }

  /// The rows whose attack is named, or all if none is; in the order of the table.
  public static List<Expected> rows(Set<String> attacks) {
    return Expected.TABLE.stream()
        .filter(row -> attacks.isEmpty() || attacks.contains(row.attack()))
        .toList();
  }

  /// Plays them.
  ///
  /// @param done hears of each row as it is done, in the order of the table
  public List<LabRow> play(List<Expected> plans, Consumer<LabRow> done)
      throws InterruptedException {
    List<LabRow> rows = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
      List<Future<LabRow>> plays =
          plans.stream().map(plan -> threads.submit(() -> play(plan))).toList();
      for (Future<LabRow> play : plays) {
        LabRow row = play.get();
        rows.add(row);
        done.accept(row);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a row could not be played: " + e.getCause(), e.getCause());
    }
    return rows;
  }

  private LabRow play(Expected plan) {
    try (LabInternet net = LabInternet.start();
        Tested sender = sender(plan, net)) {
      return Play.run(plan, net, "victim.example", sender);
    }
  }

  private Tested sender(Expected plan, LabInternet net) {
    return plan.sender().equals("plain")
        ? Tested.stateless(new PlainSender(net), version)
        : new PostroadSender(net, version);
  }
}
