package org.postroad.app.store;

import org.postroad.protocol.text.Printable;
import tools.jackson.core.JacksonException;

/// What is wrong with a text that should be JSON, in a few words and with the place.
final class JsonFault {

  private JsonFault() {}

  /// `not JSON at column 9: Unexpected end-of-input`. Nothing of the text itself: it may be any
  /// file at all, a private key too.
  static String of(JacksonException e) {
    // What follows the first clause explains the parser; what stands in quotes is the text.
    String reason = String.valueOf(e.getOriginalMessage()).split(": | \\(| ?['\"]", 2)[0];
    int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
    return "not JSON at column " + column + ": " + Printable.of(reason, 100);
  }
}
