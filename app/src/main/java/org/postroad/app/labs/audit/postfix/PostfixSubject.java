package org.postroad.app.labs.audit.postfix;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.Need;
import org.postroad.app.labs.audit.Subject;
import org.postroad.app.labs.audit.senders.RealTime;
import org.postroad.app.labs.postfix.Missing;
import org.postroad.app.labs.postfix.Namespace;
import org.postroad.app.labs.postfix.PolicyDaemon;
import org.postroad.app.labs.postfix.PostfixInstance;
import org.postroad.app.labs.postfix.PostfixLab;
import org.postroad.app.labs.postfix.PostfixRoot;
import org.postroad.app.labs.postfix.PostfixSettings;
import org.postroad.app.labs.postfix.PostfixSuite;
import org.postroad.app.labs.postfix.Scratch;
import org.postroad.lab.LabInternet;
import org.postroad.lab.net.Placing;
import org.postroad.lab.net.Quarter;

/// A real Postfix, inside a [Namespace]: one private Internet at real addresses and ports for all
/// cases, each of which has its own domains.
///
/// Only what costs time is set otherwise than Debian has it: it waits seconds, not minutes, for a
/// server that says nothing, and does not try a message again by itself.
public final class PostfixSubject implements Subject {

  private static final int LANES = 6;
  private static final int SUBMISSION = 10025;
  private static final String MAP_PLACE = "socketmap:inet:" + PostfixLab.TCP + ":";

  private final PostfixKind kind;
  private final PostfixRoot root;
  private final boolean slow;
  private final List<AutoCloseable> running = new ArrayList<>();
  private final LabInternet net;
  private final Letterbox letterbox;
  private final Optional<PolicyDaemon> daemon;
  private final boolean ipv6;

  private PostfixSubject(
      PostfixKind kind,
      PostfixRoot root,
      boolean slow,
      List<AuditCase> cases,
      PolicyDaemon.Starter starter)
      throws IOException, InterruptedException {
    this.kind = kind;
    this.root = root;
    this.slow = slow;
    Optional<Missing> missing = Namespace.prepare(root, PostfixLab.DNS);
    if (missing.isPresent()) {
      throw new IOException(missing.get().what() + "; " + missing.get().hint());
    }
    ipv6 = hasIpv6();
    Scratch scratch = started(Scratch.in(root));
    net = started(LabInternet.start(Placing.loopback()));
    Path ca = scratch.folder().resolve("ca.pem");
    net.ca().writeRoot(ca);
    PostfixSettings settings = settings(scratch, cases);
    daemon = leader(scratch, ca, starter);
    letterbox = new Letterbox(started(PostfixInstance.start(scratch, settings, ca)));
  }

  /// Starts one with all that it needs; it takes mail when this returns.
  ///
  /// @param slow whether hours of real time may pass
  /// @param cases that will be played
  /// @param starter of our own policy daemon
  public static PostfixSubject start(
      PostfixKind kind,
      PostfixRoot root,
      boolean slow,
      List<AuditCase> cases,
      PolicyDaemon.Starter starter)
      throws IOException, InterruptedException {
    return new PostfixSubject(kind, root, slow, cases, starter);
  }

  @Override
  public String key() {
    return kind.key() + "@" + root.suite().series();
  }

  @Override
  public String version() {
    return root.version();
  }

  @Override
  public String about() {
    return kind == PostfixKind.PEER
        ? kind.about().replace("resolver", "resolver " + Peer.version(root))
        : kind.about();
  }

  @Override
  public Optional<String> cannot(AuditCase one) {
    if (one.needs().contains(Need.REQUIRETLS) && root.suite() != PostfixSuite.FORKY) {
      return Optional.of("this Postfix has no REQUIRETLS");
    }
    if (one.needs().contains(Need.TLS_REQUIRED) && root.suite() == PostfixSuite.BOOKWORM) {
      return Optional.of("this Postfix does not know the TLS-Required header");
    }
    if (one.needs().contains(Need.IPV6) && !ipv6) {
      return Optional.of("the namespace has no IPv6: needs ip(8) outside");
    }
    if (hasLabClock()) {
      return Optional.empty();
    }
    return RealTime.cannot(one, slow);
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public boolean sharesClock() {
    return hasLabClock();
  }

  @Override
  public Round begin(AuditCase one) {
    return new PostfixRound(net, letterbox, daemon, root.suite().map());
  }

  @Override
  public void close() throws IOException, InterruptedException {
    for (AutoCloseable thing : running.reversed()) {
      try {
        thing.close();
      } catch (IOException | InterruptedException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
    running.clear();
  }

  private static boolean hasIpv6() {
    try (ServerSocket _ = new ServerSocket(0, 1, Placing.loopback().ipv6(Quarter.EXCHANGERS, 1))) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private boolean hasLabClock() {
    return kind == PostfixKind.LED;
  }

  private Optional<PolicyDaemon> leader(Scratch scratch, Path ca, PolicyDaemon.Starter starter)
      throws IOException, InterruptedException {
    switch (kind) {
      case LED -> {
        return Optional.of(
            started(
                starter.start(net, net.dns().address(), ca, List.of("inet:" + PostfixLab.TCP))));
      }
      case PEER -> {
        Peer _ = started(Peer.start(scratch, scratch.inside("ca.pem")));
      }
      case ALONE -> {}
    }
    return Optional.empty();
  }

  private PostfixSettings settings(Scratch scratch, List<AuditCase> cases) {
    Optional<String> map =
        switch (kind) {
          case LED -> Optional.of(MAP_PLACE + root.suite().map());
          case PEER -> Optional.of(MAP_PLACE + "postfix");
          case ALONE -> Optional.empty();
        };
    List<String> more = new ArrayList<>();
    more.add("smtp_tls_security_level = " + (kind == PostfixKind.LED ? "may" : "dane"));
    more.add("smtp_dns_support_level = dnssec");
    more.add("smtp_connect_timeout = 5s");
    for (String step : List.of("helo", "starttls", "mail", "rcpt", "data_init", "data_done")) {
      more.add("smtp_" + step + "_timeout = 10s");
    }
    for (String pause : List.of("queue_run_delay", "minimal_backoff_time")) {
      more.add(pause + " = 4h");
    }
    more.add("maximal_backoff_time = 8h");
    more.add("transport_maps = inline:{ " + relays(cases) + " }");
    return new PostfixSettings(scratch.inside("p"), SUBMISSION, map, true, more);
  }

  /// A smart host is the transport of its case's recipients.
  private static String relays(List<AuditCase> cases) {
    StringBuilder all = new StringBuilder("{ nobody.invalid = smtp: }");
    for (AuditCase one : cases) {
      if (one.needs().contains(Need.SMART_HOST)) {
        String name = one.id() + ".example";
        all.append(" { to-").append(name).append(" = smtp:").append(name).append(" }");
      }
    }
    return all.toString();
  }

  private <T extends AutoCloseable> T started(T thing) {
    running.add(thing);
    return thing;
  }
}
