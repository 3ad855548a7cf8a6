package org.postroad.protocol.precedence;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Every case: each MX state, each ruling, and none to three hosts in every combination of states
/// and, where a policy lists hosts, of being listed.
final class Scenes {

  private static final int HOSTS_MAX = 3;

  private Scenes() {}

  static Stream<Scene> all() {
    return Scene.Ruling.all().stream().flatMap(Scenes::under);
  }

  private static Stream<Scene> under(Scene.Ruling ruling) {
    List<List<Scene.Host>> none = List.of(List.of());
    List<List<Scene.Host>> one = longer(none, ruling);
    List<List<Scene.Host>> some = new ArrayList<>(none);
    List<List<Scene.Host>> last = none;
    for (int i = 0; i < HOSTS_MAX; i++) {
      last = longer(last, ruling);
      some.addAll(last);
    }
    return Stream.of(
            of("secure", some, ruling),
            of("insecure", some, ruling),
            of("itself", one, ruling),
            of("failed", none, ruling),
            of("nowhere", none, ruling))
        .flatMap(scenes -> scenes);
  }

  private static Stream<Scene> of(String mx, List<List<Scene.Host>> hosts, Scene.Ruling ruling) {
    return hosts.stream().map(list -> new Scene(mx, list, ruling));
  }

  private static List<List<Scene.Host>> longer(List<List<Scene.Host>> all, Scene.Ruling ruling) {
    List<Boolean> covered = ruling.listsHosts() ? List.of(true, false) : List.of(false);
    List<List<Scene.Host>> longer = new ArrayList<>();
    for (List<Scene.Host> list : all) {
      for (String state : Scene.HOST_STATES) {
        for (boolean listed : covered) {
          List<Scene.Host> next = new ArrayList<>(list);
          next.add(new Scene.Host(list.size() + 1, state, listed));
          longer.add(next);
        }
      }
    }
    return longer;
  }
}
