package org.postroad.protocol.spf;

import org.postroad.protocol.dns.DomainName;

/// Something that the owner of a record should know.
///
/// @param domain whose record it is
/// @param term the term as written, or the whole text where it could not be read; empty if it is
///   about the record as such
/// @param detail what was seen, in plain words
public record SpfNote(Kind kind, DomainName domain, String term, String detail) {

  /// What it is. [#isError] tells which of them make the result of a check an error.
  public enum Kind {
    /// No record, where mail is sent from or where an `include` or `redirect` leads.
    NO_RECORD(true),
    /// More than one record (§4.5).
    SEVERAL_RECORDS(true),
    /// A record that breaks the grammar (§4.6).
    BROKEN_RECORD(true),
    /// The DNS did not answer: nothing is known of what is there.
    UNANSWERED(false),
    /// A TXT record that was meant for one of SPF, and does not count.
    NEAR_MISS(false),
    /// A record of the type SPF (99), which nobody asks for since RFC 7208 §3.1.
    OLD_RECORD_TYPE(false),
    /// More than ten terms that ask (§4.6.4).
    TOO_MANY_LOOKUPS(true),
    /// More than two terms that lead nowhere (§4.6.4).
    TOO_MANY_VOID_LOOKUPS(true),
    /// A term that leads nowhere.
    VOID_LOOKUP(false),
    /// An `mx` of more than ten hosts (§4.6.4).
    TOO_MANY_MX(true),
    /// A record that comes back to itself.
    LOOP(true),
    /// `+all`: everybody may send, or every `include` of the record matches.
    EVERYBODY_MAY_SEND(false),
    /// A range of addresses wider than anybody's own.
    WIDE_RANGE(false),
    /// `?all`: the record says nothing of those who are not listed.
    NEUTRAL_ALL(false),
    /// Neither `all` nor `redirect`: the same, by omission (§4.7).
    NO_ALL(false),
    /// `ptr` or `%{p}`, which should not be published (§5.5, §7.2).
    PTR(false),
    /// A term behind `all`, which nobody ever looks at (§5.1).
    BEHIND_ALL(false),
    /// A `redirect` in a record that has an `all` and so ignores it (§5.1).
    IGNORED_REDIRECT(false),
    /// A modifier that RFC 7208 does not know: mostly a slip of the pen.
    UNKNOWN_MODIFIER(false),
    /// A record so long that its answer may not fit into a datagram (§3.4).
    LONG_RECORD(false),
    /// The tree is larger than what is looked at here; its figures are at least those told.
    CUT_OFF(false);

    private final boolean error;

    Kind(boolean error) {
      this.error = error;
    }

    /// Whether checks of mail end in permerror because of it, at least those that come so far.
    public boolean isError() {
      return error;
    }
  }
}
