package org.postroad.protocol.spf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DnsRecord.TxtRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.spf.SpfNote.Kind;
import org.postroad.protocol.spf.SpfTree.Branch;
import org.postroad.protocol.spf.SpfTree.Leads;
import org.postroad.protocol.spf.SpfTree.Look;
import org.postroad.protocol.spf.SpfTree.Node;
import org.postroad.protocol.text.Printable;

/// Follows a record through its includes and redirects, and asks what its names lead to.
final class TreeWalk {

  private static final int SHOWN_MAX = 200;
  private static final String NO_NAME = "the target is no name that a host could have";

  private record Question(DomainName name, RecordType type) {}

  /// How a record was come to.
  ///
  /// @param own whether its `all` is the domain's: not below an `include`
  /// @param passes whether who matches may send: not below `-include`, `~include` or `?include`
  record Way(boolean own, boolean passes) {}

  private final Dns dns;
  private final Map<Question, Answer> answers = new HashMap<>();
  private final Set<SpfNote> notes = new LinkedHashSet<>();
  private final List<DomainName> path = new ArrayList<>();
  private int nodes;
  private int voidLookups;
  private boolean complete = true;

  TreeWalk(Dns dns) {
    this.dns = dns;
  }

  SpfTree walk(DomainName domain) {
    Node root = node(domain, new Way(true, true));
    if (root.lookups() > SpfLimits.LOOKUPS_MAX) {
      note(
          Kind.TOO_MANY_LOOKUPS,
          domain,
          "",
          root.lookups() + " terms ask the DNS, at most " + SpfLimits.LOOKUPS_MAX + " may");
    }
    if (voidLookups > SpfLimits.VOID_LOOKUPS_MAX) {
      String most = ", at most " + SpfLimits.VOID_LOOKUPS_MAX + " may";
      note(Kind.TOO_MANY_VOID_LOOKUPS, domain, "", voidLookups + " terms lead nowhere" + most);
    }
    if (ask(domain, RecordType.SPF) instanceof Answer.Found) {
      note(Kind.OLD_RECORD_TYPE, domain, "", "a record of the type SPF, which nobody asks for");
    }
    return new SpfTree(root, root.lookups(), voidLookups, complete, List.copyOf(notes));
  }

  private Node node(DomainName domain, Way way) {
    nodes++;
    Answer answer = ask(domain, RecordType.TXT);
    Look look = look(answer, domain);
    if (answer instanceof Answer.Found found) {
      nearMisses(found, domain);
    }
    List<Branch> branches = List.of();
    switch (look) {
      case Look.Found(SpfRecord record, int octets) -> {
        path.add(domain);
        RecordNotes.of(record, octets, domain, way).forEach(notes::add);
        branches = branches(record, domain, way);
        path.removeLast();
      }
      case Look.Broken(String text, var faults) ->
          faults.forEach(f -> note(Kind.BROKEN_RECORD, domain, text, f.text()));
      case Look.Several(var texts) ->
          note(
              Kind.SEVERAL_RECORDS,
              domain,
              "",
              texts.size() + " records, of which there may be one");
      case Look.Missing(String reason) -> note(Kind.NO_RECORD, domain, "", reason);
      case Look.Unanswered(Answer.Why why, String detail) -> unanswered(domain, why, detail);
    }
    int lookups = branches.stream().mapToInt(Branch::lookups).sum();
    return new Node(domain, look, branches, lookups);
  }

  private static Look look(Answer answer, DomainName domain) {
    return switch (answer) {
      case Answer.Failed(Answer.Why why, String detail) -> new Look.Unanswered(why, detail);
      case Answer.NoSuchName _ -> new Look.Missing("no such name");
      case Answer.NoData _ -> new Look.Missing("no TXT record");
      case Answer.Found found -> {
        List<String> counting = texts(found).stream().filter(SpfRecord::counts).toList();
        if (counting.isEmpty()) {
          yield new Look.Missing("no TXT record of " + domain + " begins with v=spf1");
        }
        String text = counting.getFirst();
        yield counting.size() > 1
            ? new Look.Several(counting)
            : switch (SpfRecord.parse(text)) {
              case SpfRecord.Parsed.Valid(SpfRecord record) ->
                  new Look.Found(record, text.length());
              case SpfRecord.Parsed.Invalid(var faults) -> new Look.Broken(text, faults);
            };
      }
    };
  }

  private void nearMisses(Answer.Found found, DomainName domain) {
    for (String text : texts(found)) {
      String plain = text.toLowerCase(Locale.ROOT).replaceFirst("^[\"'\\s]+", "");
      boolean meant = plain.startsWith("v=spf") || plain.matches("(v ?= ?)?spf1[ :].*");
      // v=spf2.0/pra is another protocol, dead but whole (RFC 4406)
      if (meant && !SpfRecord.counts(text) && !plain.startsWith("v=spf2.0/")) {
        note(Kind.NEAR_MISS, domain, text, "does not begin with v=spf1 and a blank");
      }
    }
  }

  private List<Branch> branches(SpfRecord record, DomainName domain, Way way) {
    List<Branch> branches = new ArrayList<>();
    boolean ended = false;
    for (Term term : record.terms()) {
      boolean ignored =
          (ended && term instanceof Directive)
              || (term instanceof Modifier.Redirect && record.hasAll());
      branches.add(
          ignored
              ? new Branch(term, 0, new Leads.NotFollowed("behind all"))
              : branch(term, domain, way));
      ended |= term instanceof Directive(var qualifier, Mechanism.All all);
    }
    return branches;
  }

  private Branch branch(Term term, DomainName domain, Way way) {
    return switch (term) {
      case Modifier.Redirect(DomainSpec target) -> toRecord(term, target, way);
      case Modifier.Explanation _, Modifier.Unknown _ -> new Branch(term, 0, new Leads.Nowhere());
      case Directive(var qualifier, Mechanism mechanism) ->
          switch (mechanism) {
            case Mechanism.All _, Mechanism.Ip4 _, Mechanism.Ip6 _ ->
                new Branch(term, 0, new Leads.Nowhere());
            case Mechanism.Include(DomainSpec target) ->
                toRecord(term, target, new Way(false, way.passes() && qualifier == Qualifier.PASS));
            case Mechanism.A(DomainSpec target, var prefixes) ->
                toHosts(term, target, domain, List.of(RecordType.A, RecordType.AAAA));
            case Mechanism.Mx(DomainSpec target, var prefixes) ->
                toHosts(term, target, domain, List.of(RecordType.MX));
            case Mechanism.Exists(DomainSpec target) ->
                toHosts(term, target, domain, List.of(RecordType.A));
            case Mechanism.Ptr(DomainSpec target) ->
                new Branch(term, cost(target), new Leads.PerSender());
          };
    };
  }

  private Branch toRecord(Term term, DomainSpec target, Way way) {
    Optional<String> literal = target.macros().literal();
    if (literal.isEmpty()) {
      return new Branch(term, cost(target), new Leads.PerSender());
    }
    Optional<DomainName> name = hostName(literal.get());
    if (name.isEmpty()) {
      note(Kind.NO_RECORD, path.getLast(), term.text(), NO_NAME);
      return new Branch(term, 1, new Leads.NotFollowed(NO_NAME));
    }
    if (path.contains(name.get())) {
      note(Kind.LOOP, path.getLast(), term.text(), "leads back to " + name.get());
      return new Branch(term, 1, new Leads.NotFollowed("leads back to " + name.get()));
    }
    if (nodes >= SpfTree.NODES_MAX) {
      return new Branch(term, 1, new Leads.NotFollowed(cutOff()));
    }
    Node node = node(name.get(), way);
    return new Branch(term, 1 + node.lookups(), new Leads.ToRecord(node));
  }

  private Branch toHosts(Term term, DomainSpec target, DomainName domain, List<RecordType> types) {
    Optional<String> literal = target.macros().literal();
    if (literal.isEmpty()) {
      return new Branch(term, cost(target), new Leads.PerSender());
    }
    Optional<DomainName> name = target.isCurrent() ? Optional.of(domain) : hostName(literal.get());
    if (name.isEmpty()) {
      note(Kind.VOID_LOOKUP, domain, term.text(), NO_NAME);
      return new Branch(term, 1, new Leads.NotFollowed(NO_NAME));
    }
    int count = 0;
    for (RecordType type : types) {
      Answer answer = ask(name.get(), type);
      if (answer instanceof Answer.Failed(Answer.Why why, String detail)) {
        unanswered(name.get(), why, type + ": " + detail);
        return new Branch(term, 1, new Leads.NotFollowed("no answer: " + detail));
      }
      count += answer instanceof Answer.Found found ? found.records().size() : 0;
    }
    hosts(term, name.get(), domain, types, count);
    return new Branch(term, 1, new Leads.ToHosts(name.get(), count));
  }

  private void hosts(
      Term term, DomainName name, DomainName domain, List<RecordType> types, int count) {
    if (count == 0) {
      voidLookups++;
      String what = types.contains(RecordType.MX) ? "no mail exchanger" : "no address";
      note(Kind.VOID_LOOKUP, domain, term.text(), name + " has " + what);
    }
    if (types.contains(RecordType.MX)) {
      if (count > SpfLimits.MX_HOSTS_MAX) {
        String most = ", at most " + SpfLimits.MX_HOSTS_MAX + " may be listed so";
        note(Kind.TOO_MANY_MX, domain, term.text(), count + " exchangers of " + name + most);
      }
      if (ask(name, RecordType.MX) instanceof Answer.Found found
          && MxRecord.isNull(found.only(MxRecord.class))) {
        note(Kind.VOID_LOOKUP, domain, term.text(), name + " takes no mail: its MX is the root");
      }
    }
  }

  /// A name that some host could have; others, which the grammar allows, are slips of the pen.
  private static Optional<DomainName> hostName(String text) {
    return DomainName.parse(text) instanceof DomainName.Parsed.Valid(DomainName name)
        ? Optional.of(name)
        : Optional.empty();
  }

  private static int cost(DomainSpec target) {
    return target.macros().mentions('p') ? 2 : 1;
  }

  private Answer ask(DomainName name, RecordType type) {
    Question question = new Question(name, type);
    Answer known = answers.get(question);
    if (known == null) {
      known =
          answers.size() < SpfTree.QUESTIONS_MAX
              ? dns.lookup(name, type)
              : new Answer.Failed(Answer.Why.OVER_LIMIT, cutOff());
      answers.put(question, known);
    }
    return known;
  }

  private String cutOff() {
    complete = false;
    String why =
        "looked at "
            + SpfTree.NODES_MAX
            + " records or asked "
            + SpfTree.QUESTIONS_MAX
            + " questions";
    note(Kind.CUT_OFF, path.getFirst(), "", why);
    return why;
  }

  private void unanswered(DomainName name, Answer.Why why, String detail) {
    complete = false;
    String word = why.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    note(Kind.UNANSWERED, name, "", word + ": " + detail);
  }

  private void note(Kind kind, DomainName domain, String term, String detail) {
    notes.add(new SpfNote(kind, domain, Printable.of(term, SHOWN_MAX), detail));
  }

  private static List<String> texts(Answer.Found found) {
    return found.only(TxtRecord.class).stream().map(TxtRecord::joined).toList();
  }
}
