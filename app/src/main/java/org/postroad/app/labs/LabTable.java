package org.postroad.app.labs;

import java.util.ArrayList;
import java.util.List;
import org.postroad.app.output.Terminal;
import org.postroad.app.output.Terminal.Colour;
import org.postroad.protocol.text.Printable;

/// The rows for a person: who got the message, and whether that is as it must be.
public final class LabTable {

  private static final int SAW_MAX = 66;
  private static final int DIFFERENCE_MAX = 200;
  private static final String FORM = "%-24s %-8s %-5s %-21s %-9s %-6s %-3s %s";

  private LabTable() {}

  /// The line above the rows.
  public static String head() {
    return String.format(
        FORM, "attack", "policy", "cache", "sender", "got it", "how", "ok", "what the sender saw");
  }

  /// One row.
  public static String line(LabRow row, Terminal terminal) {
    String line =
        String.format(
            FORM,
            row.plan().attack(),
            row.plan().policy(),
            row.plan().cache(),
            row.sender().equals("postroad") || row.sender().equals("plain")
                ? row.sender()
                : row.sender() + " " + row.senderVersion(),
            row.deliveredTo().equals("attacker") ? "ATTACKER" : row.deliveredTo(),
            row.how(),
            row.ok() ? "yes" : "NO",
            Printable.of(row.saw(), SAW_MAX));
    if (!row.ok()) {
      return terminal.coloured(Colour.BAD, line);
    }
    return switch (row.deliveredTo()) {
      case "attacker" -> terminal.coloured(Colour.WARNING, line);
      case "nobody" -> terminal.coloured(Colour.GOOD, line);
      default -> line;
    };
  }

  /// The lines below: what to make of it.
  public static List<String> summary(List<LabRow> rows) {
    long attacked = rows.stream().filter(LabTable::isAttacked).count();
    long robbed = rows.stream().filter(LabTable::isAttacked).filter(LabTable::isRobbed).count();
    long enforced =
        rows.stream().filter(LabTable::isAttacked).filter(LabTable::isWarmAndEnforced).count();
    long enforcedRobbed =
        rows.stream()
            .filter(LabTable::isAttacked)
            .filter(LabTable::isWarmAndEnforced)
            .filter(LabTable::isRobbed)
            .count();
    long wrong = rows.stream().filter(row -> !row.ok()).count();
    return List.of(
        "",
        attacked
            + " rows under attack: the attacker read the message in "
            + robbed
            + "; where an enforce policy was known before, in "
            + enforcedRobbed
            + " of "
            + enforced
            + ".",
        "Robbed at first contact (enforce, cold) is the limit of MTA-STS: docs/what-it-protects.md.",
        wrong == 0
            ? "All " + rows.size() + " rows came out as the RFCs say."
            : wrong + " of " + rows.size() + " rows did NOT come out as the RFCs say.");
  }

  /// The lines below those: who answered the questions of Postfix and of our resolver, and whether
  /// our own validation agreed.
  ///
  /// @param answers that our own validation judged too
  public static List<String> dns(String resolver, long answers, List<String> differences) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Postfix asked "
            + resolver
            + ", validating from the root of the lab. Our own validation of "
            + answers
            + " answers came to the same"
            + (differences.isEmpty()
                ? "."
                : ", but for these (resolver-blind takes its trust anchor away):"));
    differences.forEach(line -> lines.add("  " + Printable.of(line, DIFFERENCE_MAX)));
    return lines;
  }

  private static boolean isAttacked(LabRow row) {
    return LabAttack.of(row.plan().attack()).filter(LabAttack::isAttack).isPresent();
  }

  private static boolean isRobbed(LabRow row) {
    return row.deliveredTo().equals("attacker");
  }

  private static boolean isWarmAndEnforced(LabRow row) {
    return row.plan().policy().equals("enforce")
        && row.plan().cache().equals("warm")
        && List.of("postroad", "postfix").contains(row.sender());
  }
}
