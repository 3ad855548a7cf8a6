package org.postroad.app.cli;

import java.util.ArrayList;
import java.util.List;
import org.postroad.app.labs.Kept;
import org.postroad.app.labs.LabAttack;
import org.postroad.app.output.Json;
import org.postroad.app.output.Terminal;
import org.postroad.app.output.Terminal.Colour;
import org.postroad.lab.faults.Expectation;
import org.postroad.lab.faults.FaultClass;
import org.postroad.lab.faults.Station;

/// `postroad lab --list`: the attacks and faults, and what else `--keep` has to be looked at.
final class LabList {

  private static final List<LabAttack> ATTACKS = List.of(LabAttack.values());
  private static final List<FaultClass> FAULTS = List.of(FaultClass.values());
  private static final List<Station> STATIONS = List.of(Station.values());

  private LabList() {}

  static void say(Terminal terminal, boolean json) {
    if (json) {
      terminal.say(json());
      return;
    }
    heading("Attacks, for --attack:", terminal);
    ATTACKS.forEach(each -> line(each.text(), each.what(), terminal));
    terminal.say("");
    heading("Faults, for --fault; with --keep in the domains NAME.example:", terminal);
    FAULTS.forEach(each -> line(each.text(), each.words(), terminal));
    terminal.say("");
    heading("On the road to a policy, with --keep in the domains NAME.example:", terminal);
    STATIONS.forEach(each -> line(each.text(), each.words(), terminal));
  }

  private static void heading(String text, Terminal terminal) {
    terminal.say(terminal.coloured(Colour.BOLD, text));
  }

  private static void line(String name, String what, Terminal terminal) {
    terminal.say(String.format("%-26s %s", name, what));
  }

  private static String json() {
    List<Json.Document> all = new ArrayList<>();
    ATTACKS.forEach(
        attack ->
            all.add(
                new Json.Document(
                    "postroad.lab-attack/1",
                    json -> json.text("attack", attack.text()).text("what", attack.what()))));
    FAULTS.forEach(
        fault ->
            all.add(
                new Json.Document(
                    "postroad.lab-fault/1",
                    json ->
                        json.text("fault", fault.text())
                            .text("what", fault.words())
                            .text("domain", Kept.domain(fault))
                            .text("root", Expectation.of(fault).root()))));
    STATIONS.forEach(
        station ->
            all.add(
                new Json.Document(
                    "postroad.lab-station/1",
                    json ->
                        json.text("station", station.text())
                            .text("what", station.words())
                            .text("domain", Kept.domain(station)))));
    return Json.documents(all);
  }
}
