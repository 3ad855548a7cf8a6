package org.postroad.engine.check.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.spf.SpfLimits;
import org.postroad.protocol.spf.SpfNote;
import org.postroad.protocol.spf.SpfTree;

/// The SPF record with all that it leads to, as its owner should see it (RFC 7208).
final class SpfRules {

  /// `ip4=192.0.2.1`: the grammar lets it be a modifier.
  private static final Pattern MECHANISM_AS_MODIFIER =
      Pattern.compile("(?i)(ip4|ip6|a|mx|ptr|include|exists)=.*");

  private SpfRules() {}

  static List<Finding> of(DomainView view) {
    if (!view.asked(view.domain(), RecordType.TXT)) {
      return List.of();
    }
    if (view.lookup(view.domain(), RecordType.TXT)
        instanceof Answer.Failed(Answer.Why why, String detail)) {
      return List.of(
          unanswered(view.domain(), "the TXT question got no answer that counts: " + detail));
    }
    SpfTree tree = SpfTree.of(view.domain(), view.facts().dns());
    List<Finding> found = new ArrayList<>();
    boolean tooManyVoid = tree.voidLookups() > SpfLimits.VOID_LOOKUPS_MAX;
    for (SpfNote note : tree.notes()) {
      if (!tooManyVoid || note.kind() != SpfNote.Kind.VOID_LOOKUP) { // else one finding has all
        finding(view, tree, note).ifPresent(found::add);
      }
    }
    return found;
  }

  private static Finding unanswered(DomainName domain, String seen) {
    return Finding.of(
        FindingCode.SPF_UNANSWERED,
        domain,
        Words.printable(seen),
        "What the SPF record says, with all that it leads to, could not be found out. Receivers"
            + " that cannot either put the mail off.",
        "Look at the name servers of the zone; then check again.");
  }

  private static Optional<Finding> finding(DomainView view, SpfTree tree, SpfNote note) {
    DomainName domain = view.domain();
    boolean own = note.domain().equals(domain);
    return switch (note.kind()) {
      case NO_RECORD ->
          Optional.of(
              own && note.term().isEmpty() ? absent(view, tree) : broken(domain, tree, note));
      case NEAR_MISS -> own ? Optional.of(nearMiss(note)) : Optional.empty();
      case SEVERAL_RECORDS -> Optional.of(own ? several(note) : broken(domain, tree, note));
      case BROKEN_RECORD -> Optional.of(own ? syntax(note) : broken(domain, tree, note));
      case LOOP -> Optional.of(broken(domain, tree, note));
      case UNANSWERED -> Optional.of(unanswered(domain, note.domain() + ": " + note.detail()));
      case TOO_MANY_LOOKUPS -> Optional.of(tooMany(domain, tree));
      case TOO_MANY_MX -> Optional.of(tooManyMx(domain, note));
      case VOID_LOOKUP -> Optional.of(empty(domain, note));
      case TOO_MANY_VOID_LOOKUPS -> Optional.of(tooManyVoid(tree, note));
      case EVERYBODY_MAY_SEND -> Optional.of(everybody(domain, note));
      case WIDE_RANGE -> Optional.of(wide(domain, note));
      case NEUTRAL_ALL, NO_ALL -> Optional.of(noAll(domain, note));
      case PTR -> Optional.of(ptr(domain, note));
      case BEHIND_ALL, IGNORED_REDIRECT -> ignored(tree, note);
      case UNKNOWN_MODIFIER ->
          own && MECHANISM_AS_MODIFIER.matcher(note.term()).matches()
              ? Optional.of(misspelt(note))
              : Optional.empty();
      case OLD_RECORD_TYPE, LONG_RECORD, CUT_OFF -> Optional.empty();
    };
  }

  private static Finding absent(DomainView view, SpfTree tree) {
    boolean old = tree.notes().stream().anyMatch(n -> n.kind() == SpfNote.Kind.OLD_RECORD_TYPE);
    return Finding.of(
        FindingCode.SPF_ABSENT,
        view.domain(),
        "no TXT record that begins with v=spf1"
            + (old ? ", only one of the type SPF (99), which nobody asks for" : ""),
        "Anybody may send in the domain's name, and large receivers distrust mail of domains"
            + " without SPF.",
        view.takesNoMail()
            ? "A domain that takes no mail seldom sends any: \"v=spf1 -all\"."
            : "Publish who sends: \"v=spf1 mx -all\" where the exchangers send too, \"v=spf1 -all\""
                + " where nobody does.");
  }

  private static Finding nearMiss(SpfNote note) {
    return Finding.of(
        FindingCode.SPF_SYNTAX,
        note.domain(),
        seen(note),
        "A record that begins otherwise is none: receivers act as if nothing stood there.",
        "Let it begin with v=spf1 and a blank, without quotation marks of its own.");
  }

  private static Finding several(SpfNote note) {
    return Finding.of(
        FindingCode.SPF_SEVERAL,
        note.domain(),
        seen(note),
        "With more than one SPF record every check ends in an error, as if none stood there."
            + " Usually a provider's record was added beside one's own.",
        "Make one record of them: one v=spf1, all the terms, one all at the end.");
  }

  private static Finding syntax(SpfNote note) {
    return Finding.of(
        FindingCode.SPF_SYNTAX,
        note.domain(),
        seen(note),
        "One fault makes the whole record an error: receivers treat it as none, or put the mail"
            + " among the suspicious.",
        "Correct the term that is named; have a look at blanks and colons.");
  }

  private static Finding broken(DomainName domain, SpfTree tree, SpfNote note) {
    Optional<String> term = termTo(tree.root(), note.domain());
    boolean redirect = term.filter(text -> text.startsWith("redirect=")).isPresent();
    return Finding.of(
        FindingCode.SPF_INCLUDE_BROKEN,
        domain,
        term.map(text -> Words.quoted(text) + " leads to ").orElse("")
            + note.domain()
            + ": "
            + seen(note),
        "The record leads to another that is missing or broken, and every check that comes so far"
            + " ends in an error. The other belongs to a provider that was left, or that changed"
            + " its name.",
        redirect
            ? "Write the name that the provider documents today; without that provider end your"
                + " record with -all in place of redirect."
            : "Take the term out, or write the name that the provider documents today.");
  }

  /// The term of the domain's own record behind which that of another domain was found.
  private static Optional<String> termTo(SpfTree.Node root, DomainName domain) {
    return root.branches().stream()
        .filter(
            branch ->
                branch.leads() instanceof SpfTree.Leads.ToRecord(var node) && has(node, domain))
        .map(branch -> branch.term().text())
        .findFirst();
  }

  private static boolean has(SpfTree.Node node, DomainName domain) {
    return node.domain().equals(domain)
        || node.branches().stream()
            .anyMatch(
                branch ->
                    branch.leads() instanceof SpfTree.Leads.ToRecord(var below)
                        && has(below, domain));
  }

  /// What to do, in a record that may be somebody else's.
  private static String cure(DomainName domain, SpfNote note, String cure) {
    return note.domain().equals(domain)
        ? cure
        : "This stands in the record of "
            + note.domain()
            + ". If that is yours: "
            + cure.substring(0, 1).toLowerCase(Locale.ROOT)
            + cure.substring(1)
            + " Else take out what leads to it, or tell its owner.";
  }

  private static Finding tooMany(DomainName domain, SpfTree tree) {
    String costs =
        Words.list(
            tree.root().branches().stream()
                .filter(branch -> branch.lookups() > 0)
                .map(branch -> branch.term().text() + " costs " + branch.lookups())
                .toList());
    return Finding.of(
        FindingCode.SPF_TOO_MANY_LOOKUPS,
        domain,
        tree.lookups() + " look-ups, " + SpfLimits.LOOKUPS_MAX + " are allowed: " + costs,
        "Receivers stop after ten and call the record an error: mail from hosts that stand late in"
            + " it fails SPF.",
        "Take out the includes of services that no longer send; write ip4 and ip6 in place of a"
            + " and mx; give a service with a long record a sub-domain of its own.");
  }

  private static Finding tooManyMx(DomainName domain, SpfNote note) {
    return Finding.of(
        FindingCode.SPF_TOO_MANY_LOOKUPS,
        note.domain(),
        seen(note),
        "An mx term of more than ten hosts is an error.",
        cure(domain, note, "Name the hosts' networks with ip4 and ip6 in its place."));
  }

  private static Finding empty(DomainName domain, SpfNote note) {
    return Finding.of(
        FindingCode.SPF_VOID_LOOKUPS,
        note.domain(),
        seen(note),
        "The term asks for what is not there. Two such are allowed; with a third every check ends"
            + " in an error. A name that nobody has may be registered by somebody who wants to send"
            + " in yours.",
        cure(domain, note, "Take the term out."));
  }

  private static Finding tooManyVoid(SpfTree tree, SpfNote note) {
    List<String> terms =
        tree.notes().stream()
            .filter(one -> one.kind() == SpfNote.Kind.VOID_LOOKUP)
            .map(one -> one.domain().equals(note.domain()) ? seen(one) : seen(one, one.domain()))
            .toList();
    return Finding.of(
            FindingCode.SPF_VOID_LOOKUPS,
            note.domain(),
            note.detail() + ": " + Words.list(terms),
            "The terms ask for what is not there. Receivers put up with two such and call the"
                + " record an error at the third: mail from hosts that stand late in it fails SPF."
                + " A name that nobody has may be registered by somebody who wants to send in"
                + " yours.",
            "Take the terms out.")
        .as(Severity.ERROR);
  }

  private static Finding everybody(DomainName domain, SpfNote note) {
    return Finding.of(
        FindingCode.SPF_PASS_ALL,
        note.domain(),
        seen(note),
        "Every host of the Internet may send in the domain's name (all without a sign is +all). It"
            + " is worse than no record: forged mail passes.",
        cure(
            domain,
            note,
            note.term().toLowerCase(Locale.ROOT).endsWith("all")
                ? "Write -all, or ~all while you are finding out who sends."
                : "Name the hosts or the small networks that really send."));
  }

  private static Finding wide(DomainName domain, SpfNote note) {
    return Finding.of(
        FindingCode.SPF_WIDE_RANGE,
        note.domain(),
        seen(note),
        "The range holds far more hosts than anybody's own; every one of them may send in the"
            + " domain's name.",
        cure(domain, note, "Name the hosts or the small networks that really send."));
  }

  private static Finding noAll(DomainName domain, SpfNote note) {
    return Finding.of(
        FindingCode.SPF_NO_ALL,
        note.domain(),
        seen(note),
        "The record says nothing of hosts that it does not name, so forged mail is neutral and not"
            + " refused.",
        cure(
            domain,
            note,
            "End the record with -all, or with ~all while you are finding out who sends."));
  }

  private static Finding ptr(DomainName domain, SpfNote note) {
    return Finding.of(
        FindingCode.SPF_PTR,
        note.domain(),
        seen(note),
        "ptr is slow, leans on the name servers of whoever sends, and RFC 7208 says not to use it;"
            + " many receivers skip it.",
        cure(domain, note, "Name the hosts with a, mx, ip4 or ip6 in its place."));
  }

  /// One finding for all such terms of the domain's own record.
  private static Optional<Finding> ignored(SpfTree tree, SpfNote note) {
    List<SpfNote> all =
        tree.notes().stream()
            .filter(one -> one.domain().equals(tree.root().domain()))
            .filter(
                one ->
                    one.kind() == SpfNote.Kind.BEHIND_ALL
                        || one.kind() == SpfNote.Kind.IGNORED_REDIRECT)
            .toList();
    return all.isEmpty() || !all.getFirst().equals(note)
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                FindingCode.SPF_TERM_IGNORED,
                note.domain(),
                Words.list(all.stream().map(SpfRules::seen).toList()),
                "A check ends at all: what stands behind it, and a redirect beside it, is never"
                    + " looked at. Hosts that are named there only do not pass.",
                "Move the terms before all, and take redirect out or all."));
  }

  private static Finding misspelt(SpfNote note) {
    return Finding.of(
        FindingCode.SPF_TERM_IGNORED,
        note.domain(),
        seen(note),
        "With = in place of the colon it is a modifier that nobody knows, and is passed over: the"
            + " hosts that it names do not pass.",
        "Write " + note.term().replaceFirst("=", ":") + " there.");
  }

  private static String seen(SpfNote note, DomainName included) {
    return seen(note) + " (in the record of " + included + ")";
  }

  /// The term and the detail have what cannot be printed as escapes already.
  private static String seen(SpfNote note) {
    return note.term().isEmpty() ? note.detail() : "\"" + note.term() + "\": " + note.detail();
  }
}
