package org.postroad.engine.check;

import java.time.Duration;

/// What came of dialling one address.
public sealed interface Tcp {

  record Connected(Duration took) implements Tcp {}

  /// Somebody said no: the host, or a filter on the way.
  record Refused(String why, Duration took) implements Tcp {}

  /// Nobody said anything.
  record TimedOut(Duration took) implements Tcp {}

  /// There was no way from here: no route, no address of that family.
  record NoRoute(String why, Duration took) implements Tcp {}

  /// It was not dialled.
  record NotTried(Omission because, String detail) implements Tcp {}
}
