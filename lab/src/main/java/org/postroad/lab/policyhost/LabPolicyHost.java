package org.postroad.lab.policyhost;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.postroad.lab.ca.Credential;
import org.postroad.lab.net.Journal;
import org.postroad.lab.net.Service;
import org.postroad.lab.policyhost.Visit.Request;
import org.postroad.lab.tls.ClientHello;
import org.postroad.lab.tls.HelloRetry;
import org.postroad.lab.tls.ServerTls;

/// An HTTPS server with any number of host names, each with its certificate and its [Conduct]; both
/// can be changed while it runs. It serves `/.well-known/mta-sts.txt` and remembers its visitors.
///
/// A client is taken for a host name by SNI alone. One that names none of its hosts, or none at
/// all, gets the certificate and the conduct of the first, as with many servers.
public final class LabPolicyHost implements Service {

  public static final String POLICY_PATH = "/.well-known/mta-sts.txt"; // RFC 8461 §3.2

  private static final int VISITS_MAX = 10_000;
  private static final int IDLE_MILLIS = 60_000;
  private static final int UNRECOGNIZED_NAME = 112;

  private final Map<String, Site> sites = new ConcurrentHashMap<>();
  private final Journal<Visit> visits = new Journal<>(VISITS_MAX);
  private volatile Optional<Site> first = Optional.empty();
  private volatile OptionalInt group = OptionalInt.empty();
  private volatile List<String> versions = ServerTls.VERSIONS;

  private static final class Site {
    private volatile Credential credential;
    private volatile Turns turns;

    Site(Credential credential, Conduct conduct) {
      this.credential = credential;
      this.turns = new Turns(conduct);
    }
  }

  /// A conduct and how far it has come.
  private static final class Turns {
    private final Conduct conduct;
    private final AtomicInteger turn = new AtomicInteger();

    Turns(Conduct conduct) {
      this.conduct = conduct;
    }

    Conduct next() {
      if (conduct instanceof Conduct.InTurn(List<Conduct> steps)) {
        int last = steps.size() - 1;
        return steps.get(turn.getAndUpdate(n -> Math.min(n + 1, last)));
      }
      return conduct;
    }
  }

  /// One without a name yet.
  public LabPolicyHost() {}

  /// Adds a host name, or replaces it.
  public void serve(String hostName, Credential credential, Conduct conduct) {
    Site site = new Site(credential, conduct);
    sites.put(hostName.toLowerCase(Locale.ROOT), site);
    if (first.isEmpty()) {
      first = Optional.of(site);
    }
  }

  /// Changes what a host name does.
  public void conduct(String hostName, Conduct conduct) {
    site(hostName).turns = new Turns(conduct);
  }

  /// Changes the policy of a host name: a good reply with this text.
  public void policy(String hostName, String text) {
    conduct(hostName, Conduct.policy(text));
  }

  /// Changes the certificate of a host name.
  public void credential(String hostName, Credential credential) {
    site(hostName).credential = credential;
  }

  /// Changes the TLS versions that are offered, as JSSE names them.
  public void versions(String... offered) {
    versions = List.of(offered);
  }

  /// Names this group, by its number on the wire, to a client that shows no key of its own and only
  /// wants to be told.
  public void group(int code) {
    group = OptionalInt.of(code);
  }

  /// Who came, newest last. A request is there as soon as it was read, before it is answered.
  public Journal<Visit> visits() {
    return visits;
  }

  /// How many requests came for that host name, by SNI, among the visits that are remembered.
  public long requests(String hostName) {
    return visits.entries().stream()
        .filter(visit -> visit.request().isPresent())
        .filter(visit -> visit.sni().equals(Optional.of(hostName.toLowerCase(Locale.ROOT))))
        .count();
  }

  @Override
  public void serve(Socket socket) throws IOException, InterruptedException {
    socket.setSoTimeout(IDLE_MILLIS);
    socket.setTcpNoDelay(true);
    var peer = (InetSocketAddress) socket.getRemoteSocketAddress();
    ClientHello hello = ClientHello.read(socket.getInputStream());
    Optional<Site> named = hello.serverName().map(sites::get);
    Optional<Site> site = named.or(() -> first);
    if (site.isEmpty()) {
      failed(peer, hello, "no host here");
      ServerTls.alert(socket, UNRECOGNIZED_NAME);
      return;
    }
    Conduct conduct = site.get().turns.next();
    switch (conduct) {
      case Conduct.HangsUpInHandshake() -> failed(peer, hello, "hung up in the handshake");
      case Conduct.SilentInHandshake() -> {
        failed(peer, hello, "silent in the handshake");
        untilTheClientGoes(socket.getInputStream());
      }
      case Conduct.Alerts(int description) -> {
        failed(peer, hello, "alert " + description);
        ServerTls.alert(socket, description);
      }
      case Conduct.SpeaksPlain(String octets) -> {
        failed(peer, hello, "spoke plain");
        new HttpWriter(socket.getOutputStream()).raw(octets);
      }
      case Conduct.Replies _,
          Conduct.Silent _,
          Conduct.HangsUp _,
          Conduct.Raw _,
          Conduct.EndlessHead _,
          Conduct.Held _,
          Conduct.InTurn _ -> {
        if (group.isPresent() && HelloRetry.suits(hello, versions)) {
          failed(peer, hello, "told which group");
          HelloRetry.send(socket, hello, group.getAsInt());
        } else {
          new Conversation(socket, peer, hello, site.get()).hold(conduct);
        }
      }
    }
  }

  private static Conduct unheld(Conduct conduct) throws InterruptedException {
    Conduct now = conduct;
    while (now instanceof Conduct.Held(var gate, Conduct then)) {
      gate.pass();
      now = then;
    }
    return now;
  }

  private void failed(InetSocketAddress peer, ClientHello hello, String why) {
    visits.add(
        new Visit(
            peer,
            hello.serverName(),
            hello.protocols(),
            Optional.empty(),
            Optional.of(why),
            Optional.empty()));
  }

  private Site site(String hostName) {
    return Optional.ofNullable(sites.get(hostName.toLowerCase(Locale.ROOT)))
        .orElseThrow(() -> new IllegalArgumentException("not served here: " + hostName));
  }

  private static void untilTheClientGoes(InputStream in) throws IOException {
    long _ = in.transferTo(OutputStream.nullOutputStream());
  }

  /// One connection, from the handshake on.
  private final class Conversation {
    private final Socket plain;
    private final InetSocketAddress peer;
    private final ClientHello hello;
    private final Site site;
    private boolean endsBody; // the end of the connection is the end of a reply

    Conversation(Socket plain, InetSocketAddress peer, ClientHello hello, Site site) {
      this.plain = plain;
      this.peer = peer;
      this.hello = hello;
      this.site = site;
    }

    void hold(Conduct beginning) throws IOException, InterruptedException {
      ServerTls tls;
      try {
        tls = ServerTls.accept(plain, hello, site.credential, versions, List.of("http/1.1"));
      } catch (IOException e) {
        failed(peer, hello, String.valueOf(e.getMessage()));
        throw e;
      }
      try (var socket = tls.socket()) {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        HttpWriter out = new HttpWriter(socket.getOutputStream());
        Optional<Request> request = request(in, tls);
        if (request.isEmpty()) {
          visit(tls, Optional.of("the client went without a word"), request);
        }
        Conduct conduct = beginning;
        while (request.isPresent() && answer(unheld(conduct), request.get(), in, out)) {
          request = request(in, tls);
          conduct = site.turns.next();
        }
        if (endsBody) {
          socket.shutdownOutput(); // TLS's word that this is the end and not a cut
          untilTheClientGoes(in);
        }
        tls.finish();
      }
    }

    /// The next request; nothing if the client is through.
    private Optional<Request> request(InputStream in, ServerTls tls) throws IOException {
      Optional<Request> request;
      try {
        request = HttpReader.request(in);
      } catch (IOException e) {
        // in TLS 1.3 the client's refusal of the certificate comes after our handshake
        visit(tls, Optional.of(String.valueOf(e.getMessage())), Optional.empty());
        throw e;
      }
      if (request.isPresent()) {
        visit(tls, Optional.empty(), request);
      }
      return request;
    }

    private void visit(ServerTls tls, Optional<String> failure, Optional<Request> request) {
      visits.add(
          new Visit(
              peer,
              hello.serverName(),
              hello.protocols(),
              Optional.of(tls.facts()),
              failure,
              request));
    }

    /// @return whether the connection stays
    private boolean answer(Conduct conduct, Request request, InputStream in, HttpWriter out)
        throws IOException, InterruptedException {
      return switch (conduct) {
        case Conduct.Replies(HttpReply reply) -> {
          boolean policy = request.target().equals(POLICY_PATH);
          HttpReply shown = policy ? reply : HttpReply.policy("not here\r\n").status(404);
          HttpWriter.After after = out.write(shown, request.method().equals("HEAD"));
          if (after == HttpWriter.After.CUTS) {
            plain.close();
          }
          endsBody = after == HttpWriter.After.CLOSES;
          yield after == HttpWriter.After.STAYS;
        }
        case Conduct.Silent() -> {
          untilTheClientGoes(in);
          yield false;
        }
        case Conduct.HangsUp() -> false;
        case Conduct.Raw(String octets) -> {
          out.raw(octets);
          yield false;
        }
        case Conduct.EndlessHead(var pause) -> {
          out.endlessHead(pause);
          yield false;
        }
        case Conduct.Held _,
            Conduct.InTurn _,
            Conduct.HangsUpInHandshake _,
            Conduct.SilentInHandshake _,
            Conduct.Alerts _,
            Conduct.SpeaksPlain _ ->
            false; // too late for that: the next connection meets it
      };
    }
  }
}
