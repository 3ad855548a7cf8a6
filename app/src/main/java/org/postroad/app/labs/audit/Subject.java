package org.postroad.app.labs.audit;

import java.io.IOException;
import java.util.Optional;
import org.postroad.lab.LabInternet;

/// A sender under audit, with the private Internet that it sends into: one for each case, or one
/// for all.
public interface Subject extends AutoCloseable {

  /// As it is called in reports: `postfix@3.10`.
  String key();

  /// Its version: `3.10.13`.
  String version();

  /// How it is set up, in one sentence.
  String about();

  /// Why it cannot play a case at all; empty if it can.
  Optional<String> cannot(AuditCase one);

  /// How many cases it plays at a time.
  int lanes();

  /// Whether all cases share one Internet and its clock, which is the sender's too: those in which
  /// time goes by are then played one by one.
  default boolean sharesClock() {
    return false;
  }

  /// Begins a case.
  Round begin(AuditCase one) throws IOException, InterruptedException;

  @Override
  void close() throws IOException, InterruptedException;

  /// A case that is being played, by the sender and in the Internet that it has there.
  interface Round extends Audited, AutoCloseable {
    LabInternet net();

    @Override
    void close();
  }
}
