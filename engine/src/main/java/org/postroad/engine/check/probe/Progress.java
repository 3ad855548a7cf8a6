package org.postroad.engine.check.probe;

/// Hears how a check gets on. Called from many threads at a time; it must not block.
@FunctionalInterface
public interface Progress {

  Progress SILENT = (_, _, _) -> {};

  /// A part of the work.
  enum Stage {
    RECORDS,
    POLICY_HOST,
    EXCHANGER,
    NAME_SERVER,
    SENDER,
    SERVICE
  }

  enum State {
    BEGUN,
    DONE
  }

  /// @param subject a domain, or a host and its address: `mx.example.com 192.0.2.1`
  void at(Stage stage, String subject, State state);
}
