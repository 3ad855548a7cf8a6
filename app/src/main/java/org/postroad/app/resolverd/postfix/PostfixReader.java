package org.postroad.app.resolverd.postfix;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.postroad.app.process.Program;
import org.postroad.app.process.Ran;
import org.postroad.app.resolverd.postfix.PostfixSetup.Client;
import org.postroad.app.resolverd.postfix.PostfixSetup.Reach;
import org.postroad.app.resolverd.postfix.PostfixSetup.Service;
import org.postroad.app.resolverd.postfix.PostfixSetup.TrustFile;

/// Gathers a [PostfixSetup] from postconf(1) and from the files and sockets that it names. Changes
/// nothing.
public final class PostfixReader {

  private static final Duration STEP_MAX = Duration.ofSeconds(20);

  private final List<String> prefix;
  private final Places places;

  private PostfixReader(List<String> prefix, Places places) {
    this.prefix = List.copyOf(prefix);
    this.places = places;
  }

  /// Reads the Postfix of this host.
  public static PostfixReader ofHost() {
    return new PostfixReader(List.of(), new Places(Path.of("/")));
  }

  /// Reads a Postfix that lies in a folder as if that were `/`, by commands with a prefix such as
  /// `chroot FOLDER`.
  public static PostfixReader of(List<String> prefix, Path root) {
    return new PostfixReader(prefix, new Places(root));
  }

  /// What came of it.
  public sealed interface Outcome {
    record Read(PostfixSetup setup) implements Outcome {}

    /// There is no postconf.
    record NoPostfix(String why) implements Outcome {}

    /// postconf gave up: its own words.
    record Unreadable(String why) implements Outcome {}
  }

  /// Postfix's words, when it gives up.
  private static final class PostconfFailed extends IOException {
    private static final long serialVersionUID = 1;

    PostconfFailed(String words) {
      super(words);
    }
  }

  /// Reads it all.
  ///
  /// @param directory its configuration folder, where it is not the one that Postfix was built with
  public Outcome read(Optional<String> directory) {
    Ran there = Program.run(STEP_MAX, command(List.of("postconf", "-dh", "mail_version")));
    if (!there.succeeded()) {
      return new Outcome.NoPostfix(there.complaint());
    }
    try {
      Postconf postconf = postconf(directory);
      PostfixSetup setup = setup(postconf, Map.of(), Map.of());
      return new Outcome.Read(setup(postconf, trust(setup), sockets(setup)));
    } catch (PostconfFailed e) {
      return new Outcome.Unreadable(String.valueOf(e.getMessage()));
    }
  }

  /// What postconf said.
  private record Postconf(
      Map<String, String> parameters,
      Set<String> explicit,
      List<Service> services,
      Set<String> mapTypes,
      List<String> complaints) {}

  private Postconf postconf(Optional<String> directory) throws PostconfFailed {
    List<String> where = directory.map(dir -> List.of("-c", dir)).orElse(List.of());
    // Else $config_directory would be expanded to the one that Postfix was built with.
    List<String> expanding = new ArrayList<>(where);
    directory.ifPresent(dir -> expanding.addAll(List.of("-o", "config_directory=" + dir)));
    Ran.Ended all = run(expanding, "-x");
    Ran.Ended overrides = run(expanding, "-P", "-x");
    Map<String, Map<String, String>> byService = new HashMap<>();
    pairs(overrides.out())
        .forEach(
            (path, value) -> {
              String[] parts = path.split("/", 3);
              if (parts.length == 3) {
                byService
                    .computeIfAbsent(parts[0] + "/" + parts[1], _ -> new HashMap<>())
                    .put(parts[2], value);
              }
            });
    return new Postconf(
        pairs(all.out()),
        pairs(run(where, "-n").out()).keySet(),
        services(run(where, "-M").out(), byService),
        run(where, "-m").out().lines().map(String::strip).collect(Collectors.toSet()),
        all.err().lines().toList());
  }

  private static PostfixSetup setup(
      Postconf postconf, Map<String, TrustFile> trust, Map<String, Reach> sockets) {
    return new PostfixSetup(
        postconf.parameters().getOrDefault("config_directory", ""),
        postconf.parameters(),
        postconf.explicit(),
        postconf.services(),
        postconf.mapTypes(),
        postconf.complaints(),
        trust,
        sockets);
  }

  private Ran.Ended run(List<String> where, String... options) throws PostconfFailed {
    List<String> words = new ArrayList<>(List.of("postconf"));
    words.addAll(where);
    words.addAll(List.of(options));
    Ran ran = Program.run(STEP_MAX, command(words));
    if (ran instanceof Ran.Ended ended && ended.ok()) {
      return ended;
    }
    throw new PostconfFailed(ran.complaint());
  }

  private List<String> command(List<String> words) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(words);
    return command;
  }

  /// Lines of `name = value`.
  static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      int equals = line.indexOf(" =");
      if (equals > 0) {
        pairs.put(line.substring(0, equals), line.substring(equals + 2).strip());
      }
    }
    return pairs;
  }

  /// Lines of master.cf as `postconf -M` prints them: one per service, eight columns and the
  /// command's arguments.
  static List<Service> services(String text, Map<String, Map<String, String>> overrides) {
    List<Service> services = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] column = line.strip().split("\\s+", 9);
      if (column.length >= 8) {
        Map<String, String> mine = overrides.getOrDefault(column[0] + "/" + column[1], Map.of());
        services.add(new Service(column[0], column[1], column[4], column[7], mine));
      }
    }
    return services;
  }

  private Map<String, TrustFile> trust(PostfixSetup setup) {
    Map<String, TrustFile> seen = new HashMap<>();
    for (Client client : setup.clients()) {
      for (String parameter : List.of("smtp_tls_CAfile", "smtp_tls_CApath")) {
        String value = client.value(parameter);
        if (!value.isEmpty()) {
          seen.computeIfAbsent(value, places::trust);
        }
      }
    }
    return seen;
  }

  private Map<String, Reach> sockets(PostfixSetup setup) {
    Optional<SocketAccess> user = user(setup.value("mail_owner"));
    String queue = setup.value("queue_directory");
    Map<String, Reach> seen = new HashMap<>();
    for (Client client : setup.clients()) {
      for (PolicyMaps.Entry entry : client.policyMaps().socketmaps()) {
        boolean chroot = setup.chroot(client, entry);
        entry
            .address()
            .ifPresent(
                address -> {
                  switch (address) {
                    case MapAddress.Inet inet ->
                        seen.computeIfAbsent(inet.place(), _ -> places.reach(inet));
                    case MapAddress.Unix unix ->
                        seen.computeIfAbsent(
                            unix.place(queue, chroot),
                            place ->
                                places.reach(
                                    place, chroot || !unix.absolute() ? queue : "/", user));
                  }
                });
      }
    }
    return seen;
  }

  private Optional<SocketAccess> user(String name) {
    Function<String, Optional<Integer>> id =
        option ->
            Program.run(STEP_MAX, command(List.of("id", option, "--", name)))
                        instanceof Ran.Ended(int code, String out, String _)
                    && code == 0
                ? Optional.of(Integer.valueOf(out.strip()))
                : Optional.empty();
    return id.apply("-u").flatMap(uid -> id.apply("-g").map(gid -> new SocketAccess(uid, gid)));
  }
}
