package org.postroad.engine.check.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// All that a diagnosis says beyond what it says of a domain in which nothing is wrong, a line for
/// each finding in their order: `warning mx-weak-key [mx.example.com (192.0.2.25)]`, and behind it
/// `because mx-alias` where it follows from another.
public final class Said {

  private static final List<String> HEALTHY = lines(World.healthy().diagnosis());

  private Said() {}

  static List<String> of(World world) {
    return of(world.diagnosis());
  }

  static List<String> of(Diagnosis diagnosis) {
    DiagnosisInvariants.hold(diagnosis);
    List<String> lines = new ArrayList<>(lines(diagnosis));
    lines.removeAll(HEALTHY);
    return lines;
  }

  /// The one finding of that code.
  static Finding one(World world, String code) {
    List<Finding> found =
        world.diagnosis().findings().stream().filter(f -> f.code().text().equals(code)).toList();
    assertThat(found).as("findings of %s", code).hasSize(1);
    return found.getFirst();
  }

  /// A change of the healthy domain, and every line that it leads to.
  record Row(String claim, UnaryOperator<World> change, List<String> lines) {}

  static Row row(String claim, UnaryOperator<World> change, String... lines) {
    return new Row(claim, change, List.of(lines));
  }

  static Stream<DynamicTest> table(Row... rows) {
    return Stream.of(rows)
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.claim(),
                    () ->
                        assertThat(of(row.change().apply(World.healthy())))
                            .containsExactlyElementsOf(row.lines())));
  }

  /// All lines, also those of a healthy domain.
  public static List<String> lines(Diagnosis diagnosis) {
    return diagnosis.findings().stream()
        .map(
            finding ->
                finding.severity().text()
                    + " "
                    + finding.code()
                    + " ["
                    + finding.subject()
                    + "]"
                    + finding.because().map(cause -> " because " + cause).orElse(""))
        .toList();
  }
}
