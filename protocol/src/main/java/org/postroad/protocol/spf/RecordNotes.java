package org.postroad.protocol.spf;

import java.util.ArrayList;
import java.util.List;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.spf.SpfNote.Kind;
import org.postroad.protocol.text.Printable;

/// What can be said of one record without asking anybody.
final class RecordNotes {

  private static final int SHOWN_MAX = 200;

  private final DomainName domain;
  private final TreeWalk.Way way;
  private final List<SpfNote> notes = new ArrayList<>();

  private RecordNotes(DomainName domain, TreeWalk.Way way) {
    this.domain = domain;
    this.way = way;
  }

  static List<SpfNote> of(SpfRecord record, int octets, DomainName domain, TreeWalk.Way way) {
    RecordNotes notes = new RecordNotes(domain, way);
    notes.terms(record);
    if (way.own() && !record.hasAll() && record.redirect().isEmpty()) {
      notes.add(Kind.NO_ALL, "", "neither all nor redirect: nothing is said of other hosts");
    }
    if (octets > SpfTree.OCTETS_MAX) {
      notes.add(Kind.LONG_RECORD, "", octets + " octets, recommended are " + SpfTree.OCTETS_MAX);
    }
    return notes.notes;
  }

  private void terms(SpfRecord record) {
    boolean ended = false;
    for (Term term : record.terms()) {
      switch (term) {
        case Directive directive -> {
          if (ended) {
            add(Kind.BEHIND_ALL, directive.text(), "stands behind all, where nobody looks");
          } else {
            directive(directive);
          }
          ended |= directive.mechanism() instanceof Mechanism.All;
        }
        case Modifier.Redirect redirect -> {
          if (record.hasAll()) {
            add(Kind.IGNORED_REDIRECT, redirect.text(), "ignored, for there is an all");
          }
          named(redirect, redirect.target().macros());
        }
        case Modifier.Explanation explanation -> named(explanation, explanation.target().macros());
        case Modifier.Unknown unknown ->
            add(Kind.UNKNOWN_MODIFIER, unknown.text(), "no modifier of this name is known");
      }
    }
  }

  private void directive(Directive directive) {
    boolean pass = way.passes() && directive.qualifier() == Qualifier.PASS;
    switch (directive.mechanism()) {
      case Mechanism.All _ -> {
        if (pass) {
          add(Kind.EVERYBODY_MAY_SEND, directive.text(), "every host in the world matches");
        } else if (way.own() && directive.qualifier() == Qualifier.NEUTRAL) {
          add(Kind.NEUTRAL_ALL, directive.text(), "nothing is said of other hosts");
        }
      }
      case Mechanism.Ip4(Network network) ->
          width(directive, pass, network.prefix(), Mechanism.Prefixes.SIX_MAX);
      case Mechanism.Ip6(Network network) ->
          width(directive, pass, Mechanism.Prefixes.FOUR_MAX, network.prefix());
      case Mechanism.A(DomainSpec target, var prefixes) -> {
        width(directive, pass, prefixes.four(), prefixes.six());
        named(directive, target.macros());
      }
      case Mechanism.Mx(DomainSpec target, var prefixes) -> {
        width(directive, pass, prefixes.four(), prefixes.six());
        named(directive, target.macros());
      }
      case Mechanism.Ptr _ ->
          add(Kind.PTR, directive.text(), "ptr is slow and unreliable; do not use it");
      case Mechanism.Include(DomainSpec target) -> named(directive, target.macros());
      case Mechanism.Exists(DomainSpec target) -> named(directive, target.macros());
    }
  }

  /// A prefix of no bits at all is everybody, as `+all` is.
  private void width(Directive directive, boolean pass, int four, int six) {
    if (pass && four == 0) {
      add(Kind.EVERYBODY_MAY_SEND, directive.text(), "every IPv4 host in the world matches");
    } else if (pass && four < SpfTree.IP4_PREFIX_MIN) {
      String size = String.valueOf(1L << (Mechanism.Prefixes.FOUR_MAX - four));
      add(Kind.WIDE_RANGE, directive.text(), "lets " + size + " IPv4 addresses send");
    }
    if (pass && six == 0) {
      add(Kind.EVERYBODY_MAY_SEND, directive.text(), "every IPv6 host in the world matches");
    } else if (pass && six < SpfTree.IP6_PREFIX_MIN) {
      add(Kind.WIDE_RANGE, directive.text(), "lets a /" + six + " of IPv6 send");
    }
  }

  private void named(Term term, MacroString macros) {
    if (macros.mentions('p')) {
      add(Kind.PTR, term.text(), "%{p} is slow and unreliable; do not use it");
    }
  }

  private void add(Kind kind, String term, String detail) {
    notes.add(new SpfNote(kind, domain, Printable.of(term, SHOWN_MAX), detail));
  }
}
