package org.postroad.app.labs.hostile;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// How the server of one session behaves, who is on the road to it included.
///
/// @param host the honest host, if the session gets to it
/// @param paper what it shows who asks for a name by SNI
/// @param road what happens on the way
record Conduct(Optional<Host> host, Kit kit, Function<String, Paper> paper, List<RoadTrick> road) {

  Conduct {
    road = List.copyOf(road);
  }

  static Conduct honest(Host host, Kit kit, List<RoadTrick> road, Papers papers) {
    Function<String, Paper> shown = _ -> papers.of(host, kit);
    for (RoadTrick trick : road) {
      Optional<Paper> instead = evil(trick, host, papers);
      if (instead.isPresent()) {
        shown = _ -> instead.get();
      }
    }
    return new Conduct(Optional.of(host), kit, shown, road);
  }

  /// The attacker's own host: it has good certificates for his names, and shows one of them to
  /// whoever asks for another.
  static Conduct evil(Papers papers) {
    return new Conduct(
        Optional.empty(),
        Kit.GOOD,
        name -> papers.valid(Names.isEvil(name) ? name : Papers.EVIL),
        List.of());
  }

  boolean does(RoadTrick trick) {
    return road.contains(trick);
  }

  /// How the session ends at that stage: with a cut (false), in silence (true), or not there.
  Optional<Boolean> endsSilently(Stage stage) {
    return road.stream()
        .filter(trick -> trick.stage().filter(stage::equals).isPresent())
        .map(RoadTrick::isSilent)
        .findFirst();
  }

  /// Whether the session ends before its time.
  boolean isEnded() {
    return road.stream().anyMatch(trick -> trick.stage().isPresent());
  }

  boolean offersStartTls() {
    return !does(RoadTrick.STRIP)
        && !does(RoadTrick.EVIL_IN_CLEAR)
        && (kit != Kit.NO_STARTTLS || impersonated());
  }

  /// Whether it offers REQUIRETLS under TLS; the attacker promises whatever is wanted.
  boolean offersRequireTls() {
    return impersonated() || host.filter(h -> !h.offersRequireTls()).isEmpty();
  }

  /// Whether the attacker ends TLS in the host's place.
  boolean impersonated() {
    return road.stream().anyMatch(RoadTrick::isImpersonation);
  }

  private static Optional<Paper> evil(RoadTrick trick, Host host, Papers papers) {
    String name = host.text();
    return switch (trick) {
      case EVIL_OTHER_NAME -> Optional.of(papers.valid(Papers.EVIL));
      case EVIL_UNTRUSTED -> Optional.of(papers.untrusted(name));
      case EVIL_SELF_SIGNED -> Optional.of(papers.selfSigned(name));
      case EVIL_COMMON_NAME -> Optional.of(papers.commonName(name));
      case EVIL_EXPIRED -> Optional.of(papers.expired(name));
      case EVIL_WILDCARD -> Optional.of(papers.wildcardAbove(host.parent()));
      default -> Optional.empty();
    };
  }
}
