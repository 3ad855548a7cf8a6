package org.postroad.app.labs.postfix;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.postroad.app.process.Program;
import org.postroad.app.process.Ran;

/// The unpacked Postfixes of Debian's suites, kept from run to run.
///
/// A root lies in `${XDG_CACHE_HOME:-~/.cache}/postroad/postfix-SUITE`: about 35 MB to download and
/// 150 MB on disk each, with a policy daemon of Debian's beside it twice that. It is unpacked aside
/// and moved into place whole; a stamp in it names the recipe, so that an interrupted or outdated
/// one is never used. Delete the folder for a newer Postfix.
public final class PostfixRoots {

  private static final Duration UNPACKING_MAX = Duration.ofMinutes(5);
  private static final String STAMP = ".unpacked";
  private static final List<Path> KEYRINGS =
      List.of(
          Path.of("/usr/share/keyrings/debian-archive-keyring.gpg"),
          Path.of("/usr/share/keyrings/debian-archive-keyring.pgp"));

  private final Path cache;
  private final Consumer<String> progress;

  /// @param cache the folder that holds the roots
  /// @param progress gets a line for each thing that takes a while
  public PostfixRoots(Path cache, Consumer<String> progress) {
    this.cache = cache;
    this.progress = progress;
  }

  /// Where the roots lie by default, from the environment.
  public static Path defaultCache(Map<String, String> environment) {
    Optional<Path> xdg =
        Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
            .filter(dir -> dir.startsWith("/"))
            .map(Path::of);
    return xdg.orElseGet(() -> Path.of(environment.getOrDefault("HOME", "/root"), ".cache"))
        .resolve("postroad");
  }

  /// A root, or what this machine lacks to make one.
  public sealed interface Outcome {
    record Ready(PostfixRoot root) implements Outcome {}

    record Unavailable(Missing missing) implements Outcome {}
  }

  /// The root of a suite, unpacked now if it is not there yet. Two runs at once wait for each
  /// other.
  public Outcome root(PostfixSuite suite) {
    return root(suite, "postfix-" + suite.codename(), suite.packages());
  }

  /// As above, with Debian's postfix-mta-sts-resolver of that suite beside it.
  public Outcome rootWithPeer(PostfixSuite suite) {
    return root(suite, "peer", "postfix-mta-sts-resolver");
  }

  /// As above, with the unbound of that suite beside it.
  public Outcome rootWithUnbound(PostfixSuite suite) {
    return root(suite, "unbound", "unbound");
  }

  private Outcome root(PostfixSuite suite, String suffix, String more) {
    List<String> packages = new ArrayList<>(suite.packages());
    packages.add(more);
    return root(suite, "postfix-" + suite.codename() + "-" + suffix, packages);
  }

  private Outcome root(PostfixSuite suite, String name, List<String> packages) {
    Path dir = cache.resolve(name);
    try {
      Files.createDirectories(cache);
      Path lock = cache.resolve(name + ".lock");
      try (FileChannel channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        Objects.requireNonNull(held);
        Optional<String> version = stampedVersion(dir);
        return version.isPresent()
            ? new Outcome.Ready(new PostfixRoot(suite, dir, version.get()))
            : unpack(suite, dir, packages);
      }
    } catch (IOException e) {
      return unavailable("no room for Postfix in " + cache + ": " + e, "set XDG_CACHE_HOME");
    }
  }

  private Outcome unpack(PostfixSuite suite, Path dir, List<String> packages) throws IOException {
    List<String> lacking =
        List.of("apt-get", "dpkg-deb", "tar", "chroot").stream()
            .filter(name -> !Program.installed(name))
            .toList();
    if (!lacking.isEmpty()) {
      return unavailable(
          String.join(", ", lacking) + ": not found",
          "the Postfixes are unpacked from Debian's packages: run this on Debian 12 or later");
    }
    Optional<Path> keyring = KEYRINGS.stream().filter(Files::isRegularFile).findFirst();
    if (keyring.isEmpty()) {
      return unavailable(
          "Debian's archive keys: not in " + KEYRINGS.getFirst().getParent(),
          "apt-get install debian-archive-keyring");
    }
    Optional<String> mirror =
        Optional.ofNullable(System.getenv("POSTROAD_DEBIAN_MIRROR"))
            .or(() -> AptSources.read(Path.of("/etc/apt")).debianMirror());
    if (mirror.isEmpty()) {
      return unavailable(
          "no Debian mirror in /etc/apt/sources.list or sources.list.d",
          "set POSTROAD_DEBIAN_MIRROR to the address of one");
    }
    progress.accept(
        "unpacking Postfix " + suite.series() + " of Debian " + suite.codename() + " into " + dir);
    Path fresh = dir.resolveSibling(dir.getFileName() + ".new");
    remove(fresh);
    List<String> words = new ArrayList<>();
    words.add(suite.codename());
    words.add(mirror.get());
    words.add(keyring.get().toString());
    words.add(fresh.toString());
    words.add(suite.enforcesPatterns() ? "smtp_tls_enforce_sts_mx_patterns" : "");
    words.addAll(packages);
    Outcome outcome = unpack(suite, mirror.get(), words, fresh, dir);
    remove(fresh);
    return outcome;
  }

  private Outcome unpack(
      PostfixSuite suite, String mirror, List<String> words, Path fresh, Path dir)
      throws IOException {
    Ran ran = Program.run(UNPACKING_MAX, Scripts.UNPACK_ROOT.command(words.toArray(String[]::new)));
    if (!ran.succeeded()) {
      return unavailable(
          "Postfix of Debian " + suite.codename() + " from " + mirror + ": " + lastWords(ran),
          hint(ran));
    }
    Files.writeString(
        fresh.resolve(STAMP), "recipe=" + recipeHash() + "\n", StandardOpenOption.APPEND);
    if (Files.exists(dir)) {
      Path old = dir.resolveSibling(dir.getFileName() + ".old");
      remove(old);
      Files.move(dir, old, StandardCopyOption.ATOMIC_MOVE);
      remove(old);
    }
    Files.move(fresh, dir, StandardCopyOption.ATOMIC_MOVE);
    Optional<String> version = stampedVersion(dir);
    return version.isPresent()
        ? new Outcome.Ready(new PostfixRoot(suite, dir, version.get()))
        : unavailable(dir + ": unpacked, but without a version", "delete it and try again");
  }

  /// The version in a stamp of this recipe; empty for anything else.
  private static Optional<String> stampedVersion(Path dir) throws IOException {
    Path stamp = dir.resolve(STAMP);
    if (!Files.isRegularFile(stamp)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(stamp);
    return lines.contains("recipe=" + recipeHash())
        ? lines.stream()
            .filter(line -> line.startsWith("version="))
            .map(line -> line.substring("version=".length()))
            .findFirst()
        : Optional.empty();
  }

  /// apt says what failed in lines that begin with `E:` and, for a single file, `W:`.
  private static String lastWords(Ran ran) {
    List<String> said = ran.complaint().lines().map(String::strip).toList();
    return said.stream()
        .filter(line -> line.startsWith("E:"))
        .findFirst()
        .orElseGet(() -> said.isEmpty() ? "failed" : said.getLast());
  }

  private static String hint(Ran ran) {
    String said = ran.complaint();
    if (said.contains("NO_PUBKEY") || said.contains("not signed")) {
      return "apt-get install --only-upgrade debian-archive-keyring";
    }
    if (said.contains("No space left")) {
      return "free 400 MB, or set XDG_CACHE_HOME to a place that has them";
    }
    return "needs the network once; POSTROAD_DEBIAN_MIRROR names another mirror";
  }

  private static Outcome unavailable(String what, String hint) {
    return new Outcome.Unavailable(new Missing(what, hint));
  }

  /// Nothing is mounted below these folders outside a [Namespace], so this deletes files only.
  private static void remove(Path dir) throws IOException {
    Ran ran =
        Program.run(Duration.ofMinutes(1), "rm", "-rf", "--one-file-system", "--", dir.toString());
    if (!ran.succeeded()) {
      throw new IOException(ran.complaint());
    }
  }

  private static String recipeHash() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(sha256.digest(Scripts.UNPACK_ROOT.text().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
