package org.postroad.protocol.text;

/// What is wrong with a text that somebody published, and where.
///
/// @param why lower case, no full stop; what strangers wrote is in it escaped
/// @param at the character, counted from 1; the one behind the last where something is missing
public record Fault(String why, int at) {

  /// `no digits at 14`.
  public String text() {
    return why + " at " + at;
  }

  /// The same fault in a text of which this one is a part that begins behind `by` characters.
  public Fault shifted(int by) {
    return new Fault(why, at + by);
  }
}
