package org.postroad.lab;

/// One that sends mail into the private Internet: what is put to the test.
///
/// The lab judges by what its exchangers received; what the sender says it saw stands beside it.
public interface Sender {

  /// As it is called in tables.
  String name();

  /// Sends the message to its recipient in that domain, once, and says what came of it. It blocks;
  /// what the network does is never thrown.
  Seen send(LabMessage message, String domain);

  /// What the sender saw.
  ///
  /// @param words the last reply or failure, in one line
  record Seen(Outcome outcome, String words) {}

  enum Outcome {
    /// A server took the message.
    DELIVERED,
    /// Not now; a sender with a queue would try again.
    DEFERRED,
    /// Never; a sender with a queue would return it.
    FAILED
  }
}
