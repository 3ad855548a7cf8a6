package org.postroad.app.cli;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.postroad.app.config.Configuration;
import org.postroad.app.config.Fault;
import org.postroad.app.config.HostPort;
import org.postroad.app.config.InForce;
import org.postroad.app.config.Settings;
import org.postroad.app.config.SocketmapEndpoint;
import org.postroad.app.outgoing.DnssecFault;
import org.postroad.app.outgoing.HostResolver;
import org.postroad.app.outgoing.Outgoing;
import org.postroad.app.output.IoReason;
import org.postroad.app.output.Terminal;
import org.postroad.app.resolverd.ResolverRole;
import org.postroad.app.resolverd.postfix.DaneSide;
import org.postroad.app.resolverd.postfix.PostfixAdvice;
import org.postroad.app.resolverd.postfix.PostfixReader;
import org.postroad.engine.net.Deadline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postroad resolver`: the policy daemon, and what an operator asks about it.
@Command(
    name = "resolver",
    description = {
      "Runs the policy daemon: MTAs ask it by socketmap which TLS policy a domain has.",
      "When it is ready it says on standard error: postroad: ready inet:127.0.0.1:8461"
    },
    footer = {"", "Example:", "  postroad resolver --config /etc/postroad/postroad.toml"})
final class ResolverCommand implements Subcommand {

  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final Duration PROBE = Duration.ofSeconds(5);

  @Mixin CommonOptions common = new CommonOptions();
  @Mixin NetworkOptions network = new NetworkOptions();

  @Option(
      names = "--listen",
      paramLabel = "ENDPOINT",
      description =
          "where to listen: inet:HOST:PORT or unix:PATH[?mode=0660&group=postfix] (repeatable)")
  List<SocketmapEndpoint> listen = new ArrayList<>();

  @Option(
      names = "--http",
      paramLabel = "HOST:PORT",
      description = "where to serve /metrics, /healthz and /readyz")
  Optional<HostPort> http = Optional.empty();

  @Option(names = "--cache", paramLabel = "FILE", description = "where policies are kept")
  Optional<Path> cache = Optional.empty();

  @Option(
      names = "--check-postfix",
      description = "start nothing: say what is missing or wrong in the Postfix of this host")
  boolean checkPostfix;

  @Option(
      names = "--wait-ready",
      description = "start nothing: end with 0 when the configured daemon is ready, 3 if it is not")
  boolean waitReady;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "with --check-postfix: the folder of main.cf")
  Optional<String> directory = Optional.empty();

  @Override
  public ExitCode run(Terminal terminal) throws InterruptedException {
    if (directory.isPresent() && !checkPostfix) {
      throw new UsageException("what is this? " + directory.get());
    }
    if (checkPostfix) {
      Configuration ours = inForce().configuration();
      DaneSide dane = new DaneSide(ours.resolver().dane(), hostResolver());
      return switch (PostfixAdvice.run(
          PostfixReader.ofHost(), directory, dane, common.json, terminal)) {
        case FINE -> ExitCode.OK;
        case WRONG -> ExitCode.BAD;
        case NO_POSTFIX -> ExitCode.UNDETERMINED;
      };
    }
    Configuration configuration = inForce().configuration();
    return waitReady ? await(configuration, terminal) : serve(configuration, terminal);
  }

  /// What Postfix can believe of the DNS on this host.
  private static DaneSide.Resolver hostResolver() {
    return HostResolver.fault(PROBE)
        .<DaneSide.Resolver>map(DaneSide.Resolver.Untrusted::new)
        .orElseGet(DaneSide.Resolver.Validates::new);
  }

  private InForce inForce() {
    try {
      InForce all = network.over(common.inForce());
      if (!listen.isEmpty()) {
        all = all.with(Settings.RESOLVER_LISTEN, List.copyOf(listen), "--listen");
      }
      if (http.isPresent()) {
        all = all.with(Settings.HTTP_LISTEN, http.get(), "--http");
      }
      if (cache.isPresent()) {
        all = all.with(Settings.CACHE_FILE, cache.map(Path::toAbsolutePath), "--cache");
      }
      return all;
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private ExitCode serve(Configuration configuration, Terminal terminal)
      throws InterruptedException {
    Optional<DnssecFault> unusable = DnssecFault.of(configuration);
    if (unusable.isPresent()) {
      terminal.error(unusable.get().text());
      return ExitCode.USAGE;
    }
    return switch (Outgoing.open(configuration, network.rehearsal())) {
      case Outgoing.Opened.Unusable(String why) -> {
        terminal.error(why);
        yield ExitCode.USAGE;
      }
      case Outgoing.Opened.Open(Outgoing out) -> {
        Optional<String> fault = out.dnssecFault();
        if (fault.isPresent()) {
          terminal.error(fault.get());
          yield ExitCode.UNDETERMINED;
        }
        ResolverRole role =
            new ResolverRole(out.dns(), out.source(), out.clock(), terminal.err())
                .comparing(out.compared());
        yield switch (role.run(configuration, this::reread)) {
          case ResolverRole.Ended.Stopped stopped -> ExitCode.OK;
          case ResolverRole.Ended.CannotListen(String why) -> {
            terminal.error("cannot listen at " + why);
            yield ExitCode.CANNOT_LISTEN;
          }
          case ResolverRole.Ended.CacheUnusable(String why) -> {
            terminal.error("cache: " + why);
            yield ExitCode.IO_ERROR;
          }
        };
      }
    };
  }

  private ResolverRole.Reread reread() {
    try {
      InForce fresh = inForce();
      String file = fresh.file().orElse("no configuration file");
      List<Fault> faults = ConfigCheckCommand.unusable(fresh);
      return faults.isEmpty()
          ? new ResolverRole.Reread.Taken(fresh.configuration())
          : new ResolverRole.Reread.Refused(
              faults.stream().map(fault -> fault.text(file)).toList());
    } catch (UsageException e) {
      return new ResolverRole.Reread.Refused(
          e.complaints().stream().map(UsageException.Complaint::what).toList());
    }
  }

  /// Asks `/readyz` of the configured daemon until it says yes or the time is over.
  private ExitCode await(Configuration configuration, Terminal terminal)
      throws InterruptedException {
    HostPort at = configuration.http().listen();
    Deadline deadline = Deadline.after(network.timeout.orElse(WAIT));
    String last = "not asked";
    while (!deadline.passed()) {
      last = ready(at);
      if (last.isEmpty()) {
        return ExitCode.OK;
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    terminal.error("not ready: " + last);
    return ExitCode.UNDETERMINED;
  }

  /// Why the daemon is not ready; empty if it is.
  private static String ready(HostPort at) {
    try {
      URI uri = URI.create("http://" + at + "/readyz");
      HttpURLConnection http = (HttpURLConnection) uri.toURL().openConnection();
      http.setConnectTimeout(2_000);
      http.setReadTimeout(2_000);
      int status = http.getResponseCode();
      http.disconnect();
      return status == 200 ? "" : uri + " says " + status;
    } catch (IOException e) {
      return at + ": " + IoReason.of(e);
    }
  }
}
