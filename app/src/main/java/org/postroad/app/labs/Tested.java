package org.postroad.app.labs;

import org.postroad.lab.LabMessage;
import org.postroad.lab.Sender;
import org.postroad.lab.Sender.Seen;

/// A sender that is put to the test, and what a play asks of it besides sending.
public interface Tested extends AutoCloseable {

  /// As it stands in the table: `postroad`, `plain`, `postfix`, `postfix-alone`.
  String name();

  /// Its version: `3.10.13`.
  String version();

  /// Sends once.
  Seen send(LabMessage message, String domain);

  /// Sends once, with the wish that it goes by REQUIRETLS or not at all (RFC 8689), as far as the
  /// sender can be told.
  Seen sendRequiringTls(LabMessage message, String domain);

  /// The sender gets to know the domain's policy while nobody attacks.
  void warm(String domain);

  /// More than a day goes by, as far as the sender has a clock that can be moved: records are
  /// looked at again and policies refreshed, under the attack that is mounted by then.
  void timePasses(String domain);

  /// Waits for what the sender does aside.
  void settle();

  @Override
  void close();

  /// A sender that keeps no state.
  static Tested stateless(Sender sender, String version) {
    return new Tested() {
      @Override
      public String name() {
        return sender.name();
      }

      @Override
      public String version() {
        return version;
      }

      @Override
      public Seen send(LabMessage message, String domain) {
        return sender.send(message, domain);
      }

      @Override
      public Seen sendRequiringTls(LabMessage message, String domain) {
        return sender.send(message, domain);
      }

      @Override
      public void warm(String domain) {}

      @Override
      public void timePasses(String domain) {}

      @Override
      public void settle() {}

      @Override
      public void close() {}
    };
  }
}
