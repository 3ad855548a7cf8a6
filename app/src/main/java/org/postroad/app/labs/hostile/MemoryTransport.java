package org.postroad.app.labs.hostile;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.postroad.app.labs.hostile.MailServer.Handshake;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.smtpclient.SmtpTransport;
import org.postroad.engine.tls.CertificateVerdict;
import org.postroad.engine.tls.TlsFacts;
import org.postroad.engine.tls.TlsOutcome;
import org.postroad.engine.tls.TlsRequest;

/// A session without a network. Who waits turns the model's clock, up to the deadline at the most.
final class MemoryTransport implements SmtpTransport, MailServer.Wire {

  private static final long TRAVEL = 20_000_000; // 20 ms for a segment
  private static final long DRIP = 2_000_000_000L;
  private static final long SLOW_DRIP = 50_000_000_000L;

  private final Clock clock;
  private final Papers papers;
  private final Story story;
  private final MailServer server;
  private final long pause;
  private final Deque<Segment> coming = new ArrayDeque<>();
  private long lastArrival;
  private boolean hungUp;
  private boolean closed;
  private boolean secured;

  /// Octets, each character one of them, and when they are there.
  private record Segment(String octets, long arrival) {}

  MemoryTransport(Clock clock, Roads roads, Roads.Meeting meeting) {
    this.clock = clock;
    this.papers = roads.papers();
    this.story = roads.story();
    this.server = meeting.server(this);
    Conduct conduct = meeting.conduct();
    this.pause =
        conduct.does(RoadTrick.DRIP) ? DRIP : conduct.does(RoadTrick.DRIP_SLOWLY) ? SLOW_DRIP : 0;
    server.connected();
  }

  @Override
  public int read(byte[] into, Deadline deadline) throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    Segment next = coming.peek();
    if (next == null && hungUp) {
      return -1;
    }
    if (next == null || next.arrival() > deadline.nanoTime()) {
      throw timedOut(deadline);
    }
    coming.remove();
    clock.advanceTo(next.arrival());
    byte[] octets = next.octets().getBytes(StandardCharsets.ISO_8859_1);
    int count = Math.min(into.length, octets.length);
    System.arraycopy(octets, 0, into, 0, count);
    if (count < octets.length) {
      coming.addFirst(new Segment(next.octets().substring(count), next.arrival()));
    }
    return count;
  }

  @Override
  public void write(byte[] octets, int from, int length, Deadline deadline) throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    if (deadline.passed()) {
      throw timedOut(deadline);
    }
    boolean gone = hungUp;
    server.hear(octets, from, length); // what goes out to nobody has gone out all the same
    if (gone) {
      throw new IOException("connection reset");
    }
  }

  /// Under TLS nobody knows of a record before it is read.
  @Override
  public boolean hasUnread() {
    Segment next = coming.peek();
    return !secured && next != null && next.arrival() <= clock.nanos();
  }

  @Override
  public TlsStart startTls(TlsRequest request, Deadline deadline) {
    if (hungUp || !coming.isEmpty() || !server.expectsTls()) {
      return failed("what came was no TLS");
    }
    return switch (server.handshake(request.name().text())) {
      case Handshake.Cut() -> failed("cut off by the server");
      case Handshake.Alert() -> failed("alert: handshake_failure");
      case Handshake.Silence() -> {
        clock.advanceTo(deadline.nanoTime());
        close();
        yield new TlsStart.Failed(new TlsOutcome.TimedOut("TLS handshake not finished in time"));
      }
      case Handshake.Shown(Paper paper) -> shown(paper, request, deadline);
    };
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      server.closed();
    }
  }

  @Override
  public void say(String octets) {
    story.tell(() -> (secured ? "S(tls): " : "S: ") + octets.strip().replace("\r\n", " / "));
    lastArrival = Math.max(lastArrival, clock.nanos() + TRAVEL);
    if (pause == 0) {
      coming.add(new Segment(octets, lastArrival));
      return;
    }
    for (int i = 0; i < octets.length(); i++) {
      lastArrival += pause;
      coming.add(new Segment(octets.substring(i, i + 1), lastArrival));
    }
  }

  @Override
  public void hangUp() {
    story.tell(() -> "S: (hangs up)");
    hungUp = true;
  }

  private TlsStart shown(Paper paper, TlsRequest request, Deadline deadline) {
    long done = clock.nanos() + 2 * TRAVEL + 2_000 * pause;
    if (done > deadline.nanoTime()) {
      clock.advanceTo(deadline.nanoTime());
      close();
      return new TlsStart.Failed(new TlsOutcome.TimedOut("TLS handshake not finished in time"));
    }
    clock.advanceTo(done);
    CertificateVerdict verdict = papers.verdict(paper, request);
    if (verdict instanceof CertificateVerdict.Refused refused
        && request.verification() == TlsRequest.Verification.REQUIRED) {
      story.tell(() -> "C: (refuses the certificate: " + refused.why() + ")");
      close();
      return new TlsStart.Failed(
          new TlsOutcome.CertificateRefused(refused, paper.credential().chain()));
    }
    story.tell(() -> "-- TLS, certificate " + paper);
    secured = true;
    server.secured(paper);
    return new TlsStart.Secured(
        new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256", paper.credential().chain()), verdict);
  }

  private TlsStart failed(String why) {
    story.tell(() -> "-- no TLS: " + why);
    close();
    return new TlsStart.Failed(new TlsOutcome.HandshakeFailed(why));
  }

  private SocketTimeoutException timedOut(Deadline deadline) {
    clock.advanceTo(deadline.nanoTime());
    return new SocketTimeoutException("deadline passed");
  }
}
