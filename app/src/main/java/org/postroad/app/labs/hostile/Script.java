package org.postroad.app.labs.hostile;

import java.util.ArrayList;
import java.util.List;

/// What happens in one game, from the first step to the last; then the network is honest again.
///
/// @param refreshes whether the sender refreshes its policies by itself, as a daemon does
/// @param patient whether it waits for ever for a record that goes unanswered
/// @param dane whether it asks for TLSA records
record Script(boolean refreshes, boolean patient, boolean dane, List<Step> steps) {

  private static final String REFRESHES = "sender refreshes";
  private static final String PATIENT = "sender patient";
  private static final String DANE = "sender dane";

  public Script {
    steps = List.copyOf(steps);
  }

  Script with(List<Step> others) {
    return new Script(refreshes, patient, dane, others);
  }

  /// A line for each step; [#parse] reads it.
  String text() {
    StringBuilder text = new StringBuilder();
    if (refreshes) {
      text.append(REFRESHES).append('\n');
    }
    if (patient) {
      text.append(PATIENT).append('\n');
    }
    if (dane) {
      text.append(DANE).append('\n');
    }
    steps.forEach(step -> text.append(step.text()).append('\n'));
    return text.toString();
  }

  /// @throws IllegalArgumentException naming the line that is none
  static Script parse(String text) {
    boolean refreshes = false;
    boolean patient = false;
    boolean dane = false;
    List<Step> steps = new ArrayList<>();
    for (String line : text.lines().map(String::strip).toList()) {
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      switch (line) {
        case REFRESHES -> refreshes = true;
        case PATIENT -> patient = true;
        case DANE -> dane = true;
        default -> steps.add(Step.parse(line));
      }
    }
    return new Script(refreshes, patient, dane, steps);
  }
}
