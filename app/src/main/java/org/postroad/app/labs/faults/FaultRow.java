package org.postroad.app.labs.faults;

import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postroad.app.output.Json;
import org.postroad.engine.check.diagnosis.Diagnosis;
import org.postroad.engine.check.diagnosis.Finding;
import org.postroad.engine.check.diagnosis.Severity;
import org.postroad.lab.faults.Expectation;

/// What was found where a fault is.
///
/// @param roots what follows from nothing else, the gravest first: one, if all is as it must be
/// @param followers the codes of all that follows from another
public record FaultRow(
    Expectation expected,
    String domain,
    String verdict,
    List<Finding> roots,
    List<String> followers) {

  public FaultRow {
    roots = List.copyOf(roots);
    followers = List.copyOf(followers);
  }

  /// The row of a diagnosis.
  public static FaultRow of(Expectation expected, Diagnosis diagnosis) {
    List<Finding> all = diagnosis.findings();
    return new FaultRow(
        expected,
        diagnosis.domain().text(),
        diagnosis.verdict().text(),
        all.stream()
            .filter(one -> one.because().isEmpty() && one.severity() != Severity.INFO)
            .toList(),
        all.stream()
            .filter(one -> one.because().isPresent())
            .map(one -> one.code().text())
            .distinct()
            .toList());
  }

  /// The name of the fault: `bad-id`.
  public String fault() {
    return expected.fault().text();
  }

  /// The code of the gravest root; empty if nothing was found.
  Optional<String> root() {
    return roots.stream().map(root -> root.code().text()).findFirst();
  }

  /// Whether it came out as the table says: verdict, root, and all that follows.
  public boolean ok() {
    return differences().isEmpty();
  }

  /// What is not as the table says, in words.
  List<String> differences() {
    return Stream.of(
            differs("verdict", verdict, expected.verdict().text()),
            differs("roots", codes(roots), expected.root()),
            differs("followers", sorted(followers), sorted(expected.following())))
        .flatMap(Optional::stream)
        .toList();
  }

  public void keys(Json json) {
    json.text("fault", fault())
        .text("what", expected.fault().words())
        .text("domain", domain)
        .text("expected_root", expected.root())
        .text("found_root", root())
        .texts("other_roots", roots.stream().skip(1).map(one -> one.code().text()).toList())
        .texts("expected_followers", expected.following().stream().sorted().toList())
        .texts("followers", followers)
        .text("expected_verdict", expected.verdict().text())
        .text("verdict", verdict)
        .flag("ok", ok());
  }

  private static Optional<String> differs(String what, String found, String wanted) {
    return found.equals(wanted)
        ? Optional.empty()
        : Optional.of(what + ": found " + said(found) + ", expected " + said(wanted));
  }

  private static String said(String text) {
    return text.isEmpty() ? "none" : text;
  }

  private static String codes(List<Finding> findings) {
    return findings.stream().map(one -> one.code().text()).distinct().collect(joining(", "));
  }

  private static String sorted(Collection<String> codes) {
    return codes.stream().sorted().collect(joining(", "));
  }
}
