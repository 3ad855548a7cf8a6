package org.postroad.lab.net;

/// Who or what answers at a door.
public sealed interface Answering {

  /// A server.
  record Serves(Service service) implements Answering {}

  /// Nobody: the connection is made, and then not a byte comes.
  record Silent() implements Answering {}

  /// Nobody: the connection is refused.
  record Refuses() implements Answering {}

  /// Nobody: not even the connection is made, as behind a filter that drops packets.
  record Unreachable() implements Answering {}
}
