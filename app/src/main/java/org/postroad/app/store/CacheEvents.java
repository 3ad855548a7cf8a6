package org.postroad.app.store;

import java.nio.file.Path;
import java.util.function.Consumer;

/// What happens to a cache that an operator must hear. Called on the thread that found it.
public interface CacheEvents {

  /// Nobody listens.
  CacheEvents NONE = new CacheEvents() {};

  /// The file was damaged; it stands under another name, and a new one was begun.
  ///
  /// @param saved how many domains could be read from it and were taken over
  default void begunAnew(Path setAside, String why, long saved) {}

  /// One row was unreadable and taken out; its bytes are kept in a text file beside the cache.
  default void rowSetAside(String name, String why) {}

  /// Nothing can be written for now; it is tried again every second.
  default void writingFails(String why) {}

  /// Writing works again.
  default void writingWorks() {}

  /// Changes that were never written are gone: the queue ran over, or the cache was closed, while
  /// writing failed.
  default void lost(int changes) {}

  /// One line for each event, for a log.
  static CacheEvents lines(Consumer<String> log) {
    return new CacheEvents() {
      @Override
      public void begunAnew(Path setAside, String why, long saved) {
        log.accept(
            "the policy cache was damaged ("
                + why
                + "): moved to "
                + setAside
                + " and begun anew with "
                + saved
                + " domains that could be saved; for every other domain mail is exposed as at first"
                + " contact until its policy is fetched again");
      }

      @Override
      public void rowSetAside(String name, String why) {
        log.accept(
            "the policy cache held an unreadable row for "
                + name
                + " ("
                + why
                + "): taken out; the domain is exposed as at first contact until its policy is"
                + " fetched again");
      }

      @Override
      public void writingFails(String why) {
        log.accept("the policy cache cannot be written, a restart would lose policies: " + why);
      }

      @Override
      public void writingWorks() {
        log.accept("the policy cache is written again");
      }

      @Override
      public void lost(int changes) {
        log.accept(changes + " changes of the policy cache were never written");
      }
    };
  }
}
