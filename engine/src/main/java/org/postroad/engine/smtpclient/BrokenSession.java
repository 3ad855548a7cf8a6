package org.postroad.engine.smtpclient;

/// Unwinds to the edge of a session, where it becomes a value. It never leaves the package.
final class BrokenSession extends Exception {

  private static final long serialVersionUID = 1;

  private final transient Step.Broken broken;

  BrokenSession(Step.Cause cause, String detail) {
    super(detail, null, false, false);
    this.broken = new Step.Broken(cause, detail);
  }

  Step.Broken broken() {
    return broken;
  }
}
