package org.postroad.engine.check.probe;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.security.SecureRandom;
import org.postroad.engine.check.Hello;
import org.postroad.engine.check.TlsVersion;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.net.Watchdog;
import org.postroad.protocol.dns.DomainName;

/// Offers a server versions and groups of TLS and hears what it chooses, without going on: no key
/// is agreed on and nothing is encrypted. So the JVM's own TLS can stay as strict as it is, and be
/// without post-quantum groups.
public final class HelloProbe {

  private static final SecureRandom RANDOM = new SecureRandom();

  /// A farewell: alert `close_notify` (RFC 8446 §6.1), so that no server logs an attack.
  private static final byte[] CLOSE_NOTIFY = {21, 3, 1, 0, 2, 1, 0};

  private HelloProbe() {}

  /// Makes an offer of all versions up to that one on a connection at the point where TLS begins.
  /// The connection is of no further use then; it is closed.
  public static Hello ask(Socket connected, DomainName name, TlsVersion upTo, Deadline deadline) {
    long start = System.nanoTime();
    Watchdog watchdog = Watchdog.over(connected, deadline);
    Hello hello;
    try (connected;
        watchdog) {
      connected.getOutputStream().write(ClientHello.upTo(upTo, name, RANDOM));
      ServerHello answer = ServerHello.read(connected.getInputStream());
      hello = hello(answer, start);
      if (answer instanceof ServerHello.Agreed) {
        connected.getOutputStream().write(CLOSE_NOTIFY);
      }
    } catch (EOFException e) {
      hello = new Hello.Broken("connection closed by the server", Work.since(start));
    } catch (IOException e) {
      hello = new Hello.Broken("connection lost: " + Dialled.text(e), Work.since(start));
    }
    return watchdog.bit() ? new Hello.TimedOut(Work.since(start)) : hello;
  }

  private static Hello hello(ServerHello answer, long start) {
    return switch (answer) {
      case ServerHello.Agreed(var version, int cipher, var group) ->
          new Hello.Agreed(version, cipher, group, Work.since(start));
      case ServerHello.Alerted(int description) ->
          new Hello.Alerted(description, Work.since(start));
      case ServerHello.Unreadable(String why) -> new Hello.Broken(why, Work.since(start));
    };
  }
}
