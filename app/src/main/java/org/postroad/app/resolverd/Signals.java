package org.postroad.app.resolverd;

import java.lang.reflect.Proxy;

/// The signals that a daemon obeys. `sun.misc.Signal` is the only way to hear of them on a JVM; it
/// is reached by reflection because javac warns of it in a way that cannot be switched off.
final class Signals {

  private Signals() {}

  /// Runs `action` each time the signal comes: `HUP`, `TERM`, `INT`.
  static void on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      action.run();
                      yield null;
                    }
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> false; // nobody compares handlers
                    default -> name;
                  });
      Object which = signal.getConstructor(String.class).newInstance(name);
      signal.getMethod("handle", signal, handler).invoke(null, which, proxy);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM lets nobody hear of SIG" + name, e);
    }
  }
}
