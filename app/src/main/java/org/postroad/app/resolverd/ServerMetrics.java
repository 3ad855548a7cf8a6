package org.postroad.app.resolverd;

import java.nio.ByteBuffer;
import org.postroad.app.resolverd.Metrics.Counter;
import org.postroad.app.resolverd.Metrics.Histogram;

/// What a [SocketmapServer] counts.
///
/// What is counted for every query is gathered by the loop and added once a round: six additions
/// that other threads may see cost more than the look-up.
final class ServerMetrics {

  private static final String REPLIES = "postroad_replies_total";
  private static final String REPLIES_HELP = "Replies sent, by their word.";
  private static final String CLOSED = "postroad_connections_closed_total";
  private static final String CLOSED_HELP = "Connections that were closed by us, and why.";

  final Counter accepted;
  final Counter asked;
  final Counter busy;
  final Counter malformed;
  final Counter idle;
  final Counter slow;
  final Counter displaced;
  final Counter refused;
  final Counter overBuffer;
  final Histogram askedTime;
  private final Counter ok;
  private final Counter notFound;
  private final Counter temp;
  private final Counter perm;
  private final Counter timeout;
  private final Histogram warmTime;

  private int oks; // of the present round
  private int notFounds;
  private int temps;
  private int perms;
  private int timeouts;
  private int warms; // since the last sample

  ServerMetrics(Metrics metrics) {
    accepted = metrics.counter("postroad_connections_total", "Connections accepted.");
    asked =
        metrics.counter("postroad_questions_asked_total", "Questions that were not answered warm.");
    ok = metrics.counter(REPLIES, REPLIES_HELP, "reply", "ok");
    notFound = metrics.counter(REPLIES, REPLIES_HELP, "reply", "notfound");
    temp = metrics.counter(REPLIES, REPLIES_HELP, "reply", "temp");
    perm = metrics.counter(REPLIES, REPLIES_HELP, "reply", "perm");
    timeout = metrics.counter(REPLIES, REPLIES_HELP, "reply", "timeout");
    busy =
        metrics.counter(
            "postroad_questions_refused_total", "Questions told TEMP because too many are open.");
    malformed = metrics.counter(CLOSED, CLOSED_HELP, "why", "malformed");
    idle = metrics.counter(CLOSED, CLOSED_HELP, "why", "idle");
    slow = metrics.counter(CLOSED, CLOSED_HELP, "why", "slow");
    displaced = metrics.counter(CLOSED, CLOSED_HELP, "why", "displaced");
    refused = metrics.counter(CLOSED, CLOSED_HELP, "why", "full");
    overBuffer = metrics.counter(CLOSED, CLOSED_HELP, "why", "buffers");
    String name = "postroad_answer_seconds";
    String help = "Time from reading a question to handing over its reply; sampled for warm ones.";
    warmTime = metrics.histogram(name, help, "way", "warm");
    askedTime = metrics.histogram(name, help, "way", "asked");
  }

  /// Counts a reply that goes out. In the loop alone: what it gathers is seen after [#endRound].
  void replied(ByteBuffer out, int from) {
    int word = from + 2;
    while (out.get(word - 1) != ':') {
      word++;
    }
    switch (out.get(word)) {
      case 'O' -> oks++;
      case 'N' -> notFounds++;
      case 'P' -> perms++;
      default -> {
        boolean isTimeout = out.get(word + 1) == 'I';
        timeouts += isTimeout ? 1 : 0;
        temps += isTimeout ? 0 : 1;
      }
    }
  }

  /// One of the replies was at hand.
  void warm() {
    warms++;
  }

  /// Shows what this round has counted.
  void endRound() {
    oks = add(ok, oks);
    notFounds = add(notFound, notFounds);
    temps = add(temp, temps);
    perms = add(perm, perms);
    timeouts = add(timeout, timeouts);
  }

  /// The warm replies since the last time took no longer than this.
  void warmTook(long nanos) {
    if (warms > 0) {
      warmTime.observe(nanos, warms);
      warms = 0;
    }
  }

  private static int add(Counter counter, int n) {
    if (n > 0) {
      counter.add(n);
    }
    return 0;
  }
}
