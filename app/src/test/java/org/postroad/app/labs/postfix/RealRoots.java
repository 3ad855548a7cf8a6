package org.postroad.app.labs.postfix;

import org.junit.jupiter.api.Assumptions;

/// The unpacked Postfixes for tests, or a loud skip that names what is missing.
public final class RealRoots {

  private RealRoots() {}

  /// The root of a suite; aborts the test where this machine can't have one.
  public static PostfixRoot root(PostfixSuite suite) {
    if (!"root".equals(System.getProperty("user.name"))) {
      throw skip("not root: chroot(2) needs it");
    }
    PostfixRoots roots = new PostfixRoots(PostfixRoots.defaultCache(System.getenv()), _ -> {});
    return switch (roots.root(suite)) {
      case PostfixRoots.Outcome.Ready(PostfixRoot root) -> root;
      case PostfixRoots.Outcome.Unavailable(Missing missing) ->
          throw skip(missing.what() + "; hint: " + missing.hint());
    };
  }

  /// Aborts the test where this machine can't have namespaces of its own.
  public static void needNamespaces() {
    Namespace.missing()
        .ifPresent(
            missing -> {
              throw skip(missing.what() + "; hint: " + missing.hint());
            });
  }

  /// Aborts the test where namespaces can't have mounts of their own, as in a chroot.
  public static void needMounts() {
    Namespace.missingForMounts()
        .ifPresent(
            missing -> {
              throw skip(missing.what() + "; hint: " + missing.hint());
            });
  }

  private static RuntimeException skip(String why) {
    System.err.println("SKIPPED, real Postfix: " + why);
    Assumptions.abort(why);
    throw new AssertionError("unreachable");
  }
}
