package org.postroad.engine.check.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.postroad.engine.check.Omission;
import org.postroad.engine.check.Tcp;
import org.postroad.engine.net.Deadline;
import org.postroad.protocol.text.Printable;

/// A connection, or what became of the wish for one.
sealed interface Dialled {

  record Open(Socket socket, Tcp.Connected tcp) implements Dialled {}

  record None(Tcp tcp) implements Dialled {}

  int WHY_MAX = 200;
  int SMTP_PORT = 25;
  String CUT_SHORT = "the check's deadline came before the answer";

  static Dialled dial(Work work, InetAddress address, int port) {
    if (work.cutShort()) {
      return new None(new Tcp.NotTried(Omission.DEADLINE, "the check's deadline had passed"));
    }
    Deadline by = work.connectBy();
    long start = System.nanoTime();
    try {
      Socket socket = work.vantage().connector().connect(new InetSocketAddress(address, port), by);
      if (address instanceof Inet6Address) {
        work.vantage().noteIpv6();
      }
      if (port == SMTP_PORT) {
        work.vantage().notePort25();
      }
      return new Open(socket, new Tcp.Connected(Work.since(start)));
    } catch (SocketTimeoutException e) {
      return new None(late(work, start));
    } catch (ConnectException e) {
      String why = text(e);
      boolean late = by.passed() || why.contains("timed out");
      return new None(late ? late(work, start) : new Tcp.Refused(why, Work.since(start)));
    } catch (IOException e) {
      return new None(
          by.passed() ? late(work, start) : new Tcp.NoRoute(text(e), Work.since(start)));
    }
  }

  private static Tcp late(Work work, long start) {
    return work.cutShort()
        ? new Tcp.NotTried(Omission.DEADLINE, CUT_SHORT)
        : new Tcp.TimedOut(Work.since(start));
  }

  static String text(Exception e) {
    return Printable.of(String.valueOf(e.getMessage()), WHY_MAX);
  }
}
