package org.postroad.app.checks.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.engine.check.diagnosis.Finding;
import org.postroad.engine.check.diagnosis.FindingCode;
import org.postroad.engine.check.diagnosis.Severity;

/// The findings that want something done, by their roots: what follows from one stands below it.
/// The same fault at several places is one, with its places.
///
/// @param places the findings; they differ in subject and seen only
/// @param follow what follows from it
record Ranked(List<Finding> places, List<Ranked> follow) {

  Ranked {
    places = List.copyOf(places);
    follow = List.copyOf(follow);
  }

  /// All but what is only good to know, the gravest first.
  static List<Ranked> of(List<Finding> findings) {
    List<Finding> grave = findings.stream().filter(Ranked::isGrave).toList();
    List<Finding> left = new ArrayList<>(grave);
    List<Ranked> ranked = new ArrayList<>();
    for (List<Finding> places : grouped(grave.stream().filter(f -> isRoot(f, grave)).toList())) {
      left.removeAll(places);
      ranked.add(new Ranked(places, following(places, left)));
    }
    grouped(left).forEach(places -> ranked.add(new Ranked(places, List.of())));
    return ranked;
  }

  /// One of them, for all that they have in common.
  Finding first() {
    return places.getFirst();
  }

  Severity severity() {
    return places.stream().map(Finding::severity).min(Severity::compareTo).orElseThrow();
  }

  private static boolean isGrave(Finding finding) {
    return finding.severity() != Severity.INFO;
  }

  /// Also one whose cause is only good to know, and so not shown here.
  private static boolean isRoot(Finding finding, List<Finding> grave) {
    return finding.because().isEmpty()
        || grave.stream().noneMatch(other -> Optional.of(other.code()).equals(finding.because()));
  }

  /// Takes what follows from these out of what is left.
  private static List<Ranked> following(List<Finding> causes, List<Finding> left) {
    List<FindingCode> codes = causes.stream().map(Finding::code).distinct().toList();
    List<Finding> effects =
        left.stream()
            .filter(effect -> effect.because().filter(codes::contains).isPresent())
            .filter(effect -> isNearest(effect, causes, left))
            .toList();
    left.removeAll(effects);
    List<Ranked> follow = new ArrayList<>();
    for (List<Finding> places : grouped(effects)) {
      follow.add(new Ranked(places, following(places, left)));
    }
    return follow;
  }

  /// Whether no other cause of that code speaks of the effect's host while these do not.
  private static boolean isNearest(Finding effect, List<Finding> causes, List<Finding> left) {
    return causes.stream().anyMatch(cause -> host(cause).equals(host(effect)))
        || left.stream()
            .filter(other -> Optional.of(other.code()).equals(effect.because()))
            .noneMatch(other -> host(other).equals(host(effect)));
  }

  private static String host(Finding finding) {
    return finding.subject().split(" ", 2)[0];
  }

  private static List<List<Finding>> grouped(List<Finding> findings) {
    List<List<Finding>> groups = new ArrayList<>();
    for (Finding finding : findings) {
      groups.stream()
          .filter(group -> isAlike(group.getFirst(), finding))
          .findFirst()
          .orElseGet(
              () -> {
                List<Finding> fresh = new ArrayList<>();
                groups.add(fresh);
                return fresh;
              })
          .add(finding);
    }
    return groups;
  }

  private static boolean isAlike(Finding one, Finding other) {
    return one.code() == other.code()
        && one.severity() == other.severity()
        && one.cause().equals(other.cause())
        && one.cure().equals(other.cure());
  }
}
