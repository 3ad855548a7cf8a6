package org.postroad.app.labs.audit.senders;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.Post;
import org.postroad.app.labs.audit.Subject;
import org.postroad.app.process.Program;
import org.postroad.app.process.Ran;
import org.postroad.engine.net.Endpoint;
import org.postroad.lab.LabInternet;
import org.postroad.lab.Sender;
import org.postroad.protocol.text.Printable;

/// Anybody's sender: a command that is run for each message and says by its exit code what became
/// of it, 0 for delivered, 75 for kept, all else for given up.
///
/// It learns from its environment where the lab is. What it wants to remember from one message to
/// the next, it keeps in the folder `POSTROAD_STATE`.
public final class CommandSubject implements Subject {

  private static final int LANES = 4;
  private static final int TEMPORARY = 75; // sysexits.h, EX_TEMPFAIL
  private static final Duration DEADLINE = Duration.ofSeconds(90);
  private static final int WORDS_MAX = 200;

  private final String key;
  private final List<String> command;
  private final boolean slow;
  private final Optional<LabInternet> shared;
  private final Path folder;

  private CommandSubject(
      String key, List<String> command, boolean slow, Optional<LabInternet> shared)
      throws IOException {
    this.key = key;
    this.command = List.copyOf(command);
    this.slow = slow;
    this.shared = shared;
    this.folder = Files.createTempDirectory("postroad-audit");
    Files.createDirectory(folder.resolve("state"));
  }

  /// One for which each case has an Internet of its own, to which the connect map leads.
  public static CommandSubject start(String key, String command, boolean slow) throws IOException {
    return new CommandSubject(key, List.of("sh", "-c", command), slow, Optional.empty());
  }

  /// One that finds all cases in one Internet at real addresses.
  ///
  /// @param command with all its words
  public static CommandSubject inside(
      String key, List<String> command, boolean slow, LabInternet net) throws IOException {
    return new CommandSubject(key, command, slow, Optional.of(net));
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public String version() {
    return "-";
  }

  @Override
  public String about() {
    return "a command that is run for each message";
  }

  @Override
  public Optional<String> cannot(AuditCase one) {
    return RealTime.cannot(one, slow);
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public Round begin(AuditCase one) throws IOException {
    Path its = Files.createTempDirectory(folder, one.id());
    return new CommandRound(one.id(), shared.orElseGet(LabInternet::start), its);
  }

  @Override
  public void close() throws IOException {
    Ran ran = Program.run(DEADLINE, "rm", "-rf", "--", folder.toString());
    shared.ifPresent(LabInternet::close);
    if (!ran.succeeded()) {
      throw new IOException(ran.complaint());
    }
  }

  private final class CommandRound implements RealTimeRound {
    private final String id;
    private final LabInternet net;
    private final Path its;

    CommandRound(String id, LabInternet net, Path its) {
      this.id = id;
      this.net = net;
      this.its = its;
    }

    @Override
    public LabInternet net() {
      return net;
    }

    @Override
    public Sender.Seen send(Post post) throws Endless {
      Ran ran;
      try {
        ran = Program.run(DEADLINE, command, environment(post));
      } catch (IOException e) {
        throw new Endless("cannot write the message: " + e);
      }
      return switch (ran) {
        case Ran.Ended(int code, String out, String err) ->
            new Sender.Seen(outcome(code), "exit code " + code + lastWords(out + err));
        case Ran.TimedOut _ -> throw new Endless(ran.complaint());
        case Ran.NotStarted(String why) -> throw new Endless(why);
      };
    }

    private Map<String, String> environment(Post post) throws IOException {
      Path ca = its.resolve("ca.pem");
      net.ca().writeRoot(ca);
      Path anchor = its.resolve("root.ds");
      net.dns().anchor().write(anchor);
      Path connect = its.resolve("connect");
      Files.writeString(connect, net.connectMap().text());
      Path message = its.resolve("message");
      Files.writeString(message, post.content(), StandardCharsets.ISO_8859_1);
      Map<String, String> all = new HashMap<>();
      all.put("POSTROAD_CASE", id);
      all.put("POSTROAD_FROM", post.message().from());
      all.put("POSTROAD_TO", post.recipient());
      all.put("POSTROAD_MESSAGE", message.toString());
      all.put("POSTROAD_DNS", Endpoint.text(net.dns().address()));
      all.put("POSTROAD_CA_FILE", ca.toString());
      all.put("POSTROAD_DNSSEC_ANCHOR", anchor.toString());
      all.put("POSTROAD_CONNECT", connect.toString());
      all.put("POSTROAD_SMTP_PORT", Integer.toString(LabInternet.SMTP));
      all.put("POSTROAD_DEADLINE", Long.toString(DEADLINE.toSeconds()));
      all.put("POSTROAD_STATE", folder.resolve("state").toString());
      all.put("POSTROAD_VIA", post.smartHost().orElse(""));
      all.put("POSTROAD_REQUIRETLS", post.demand().requiresTls() ? "yes" : "");
      return all;
    }

    @Override
    public void close() {
      if (shared.isEmpty()) {
        net.close();
      }
    }
  }

  private static Sender.Outcome outcome(int code) {
    return switch (code) {
      case 0 -> Sender.Outcome.DELIVERED;
      case TEMPORARY -> Sender.Outcome.DEFERRED;
      default -> Sender.Outcome.FAILED;
    };
  }

  private static String lastWords(String said) {
    List<String> lines = new ArrayList<>(said.strip().lines().toList());
    return lines.isEmpty() ? "" : ": " + Printable.of(lines.getLast(), WORDS_MAX);
  }
}
