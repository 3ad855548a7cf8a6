package org.postroad.protocol.spf;

import java.util.List;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.text.Fault;

/// A domain's record with all that it leads to, as its owner should see it: what each term costs of
/// the ten look-ups (RFC 7208 §4.6.4), and what to mend.
///
/// The costs are those of a host that matches nothing, the dearest there is. Terms whose target
/// depends on the sender cost theirs and are not followed.
///
/// @param lookups terms that ask, in the record and below
/// @param voidLookups those that find neither an IPv4 nor an IPv6 address, or no exchanger
/// @param complete whether everything was looked at and answered; else the figures are minima
/// @param notes in the order in which they were come across, without repetitions
public record SpfTree(
    Node root, int lookups, int voidLookups, boolean complete, List<SpfNote> notes) {

  /// The shortest IPv4 prefix that is not called wide: 65,536 addresses. The RFC names none; few
  /// own more, and who does rarely sends from all of them.
  public static final int IP4_PREFIX_MIN = 16;

  /// The same for IPv6: what a provider is given (RFC 6177), a customer gets a /48 of it at most.
  public static final int IP6_PREFIX_MIN = 32;

  /// Records that are looked at, ten times what a check allows to be asked.
  public static final int NODES_MAX = 100;

  /// Questions that are asked.
  public static final int QUESTIONS_MAX = 200;

  /// The longest record that leaves room in an answer of 512 octets (RFC 7208 §3.4).
  public static final int OCTETS_MAX = 450;

  public SpfTree {
    notes = List.copyOf(notes);
  }

  /// Looks at the record of a domain and at all it leads to.
  public static SpfTree of(DomainName domain, Dns dns) {
    return new TreeWalk(dns).walk(domain);
  }

  /// The record of one domain.
  ///
  /// @param branches its terms in their order; none where there is no record that can be read
  /// @param lookups of its terms and everything below
  public record Node(DomainName domain, Look look, List<Branch> branches, int lookups) {
    public Node {
      branches = List.copyOf(branches);
    }
  }

  /// What was found at a domain.
  public sealed interface Look {
    /// @param octets how long it is as published
    record Found(SpfRecord record, int octets) implements Look {}

    record Broken(String text, List<Fault> faults) implements Look {
      public Broken {
        faults = List.copyOf(faults);
      }
    }

    record Several(List<String> texts) implements Look {
      public Several {
        texts = List.copyOf(texts);
      }
    }

    record Missing(String reason) implements Look {}

    record Unanswered(Answer.Why why, String detail) implements Look {}
  }

  /// A term and where it leads.
  ///
  /// @param lookups of the term and everything below it
  public record Branch(Term term, int lookups, Leads leads) {}

  /// Where a term leads.
  public sealed interface Leads {
    /// To no question: `all`, `ip4`, `ip6`, modifiers.
    record Nowhere() implements Leads {}

    /// To the record of another domain.
    record ToRecord(Node node) implements Leads {}

    /// To so many addresses or exchangers of a name; with none it is a void look-up.
    record ToHosts(DomainName name, int count) implements Leads {}

    /// To a name that depends on the sender.
    record PerSender() implements Leads {}

    /// It was not followed: the DNS did not answer, it comes back to itself, or nobody gets there.
    record NotFollowed(String why) implements Leads {}
  }
}
