package org.postroad.protocol.dmarc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postroad.protocol.dmarc.DmarcRecord.Psd;
import org.postroad.protocol.dmarc.OrganizationalDomain.How;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DnsRecord.TxtRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.text.Fault;

/// The DNS tree walk (RFC 9989 §4.10): the records of a domain and of the names above it, in at
/// most eight questions.
///
/// It ends at a record with `psd=y` or `psd=n`, and at a question that is not answered: behind that
/// nothing would be certain.
public record TreeWalk(DomainName start, List<Step> steps) {

  /// RFC 9989 §4.10: a domain of eight labels or more is asked for itself, then from seven down.
  private static final int LABELS_MAX = 7;

  public TreeWalk {
    steps = List.copyOf(steps);
  }

  /// What was found at one name.
  public record Step(DomainName domain, Look look) {}

  public sealed interface Look {
    /// @param text as published
    record Found(DmarcRecord record, String text, List<Fault> faults, List<Fault> notes)
        implements Look {
      public Found {
        faults = List.copyOf(faults);
        notes = List.copyOf(notes);
      }
    }

    /// More than one record, so that none counts.
    record Several(List<String> texts) implements Look {
      public Several {
        texts = List.copyOf(texts);
      }
    }

    record Missing(String reason) implements Look {}

    record Unanswered(Answer.Why why, String detail) implements Look {
      /// `timed out: no answer`.
      public String text() {
        return why.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + detail;
      }
    }
  }

  /// Walks.
  public static TreeWalk of(DomainName start, Dns dns) {
    List<Step> steps = new ArrayList<>();
    for (DomainName domain : targets(start)) {
      Look look = look(domain, dns);
      steps.add(new Step(domain, look));
      if (look instanceof Look.Unanswered
          || (look instanceof Look.Found found && found.record().psd() != Psd.UNKNOWN)) {
        break;
      }
    }
    return new TreeWalk(start, steps);
  }

  /// The names in the order in which they are asked for, without `_dmarc`; at most eight.
  public static List<DomainName> targets(DomainName start) {
    List<DomainName> targets = new ArrayList<>();
    DomainName domain = start;
    while (!domain.isRoot()) {
      targets.add(domain);
      do {
        domain = domain.parent().orElse(DomainName.ROOT);
      } while (domain.labels().size() > LABELS_MAX);
    }
    return targets;
  }

  /// What is at one name.
  public static Look look(DomainName domain, Dns dns) {
    Optional<DomainName> name = DmarcRecord.name(domain);
    if (name.isEmpty()) {
      return new Look.Missing("too long a name for _dmarc in front");
    }
    return switch (dns.lookup(name.get(), RecordType.TXT)) {
      case Answer.Failed(Answer.Why why, String detail) -> new Look.Unanswered(why, detail);
      case Answer.NoSuchName _ -> new Look.Missing("no such name");
      case Answer.NoData _ -> new Look.Missing("no TXT record");
      case Answer.Found found -> among(found);
    };
  }

  private static Look among(Answer.Found found) {
    List<String> counting =
        found.only(TxtRecord.class).stream()
            .map(TxtRecord::joined)
            .filter(DmarcRecord::counts)
            .toList();
    if (counting.size() > 1) {
      return new Look.Several(counting);
    }
    return counting.size() == 1
            && DmarcRecord.parse(counting.getFirst())
                instanceof DmarcRecord.Parsed.Valid(var record, var faults, var notes)
        ? new Look.Found(record, counting.getFirst(), faults, notes)
        : new Look.Missing("no TXT record begins with v=DMARC1");
  }

  /// What was found at a name, if it was asked for and there is one record.
  public Optional<Look.Found> at(DomainName domain) {
    return steps.stream()
        .filter(step -> step.domain().equals(domain))
        .map(Step::look)
        .filter(Look.Found.class::isInstance)
        .map(Look.Found.class::cast)
        .findFirst();
  }

  /// The domain that all names of the owner are below (§4.10.2).
  public OrganizationalDomain organizationalDomain() {
    DomainName below = start;
    Optional<DomainName> highest = Optional.empty();
    for (Step step : steps) {
      if (step.look() instanceof Look.Unanswered unanswered) {
        return new OrganizationalDomain.Unknown(step.domain() + ": " + unanswered.text());
      }
      if (step.look() instanceof Look.Found found) {
        if (found.record().psd() == Psd.NO) {
          return new OrganizationalDomain.Known(step.domain(), How.SAYS_SO);
        }
        if (found.record().psd() == Psd.YES && !step.domain().equals(start)) {
          return new OrganizationalDomain.Known(child(step.domain(), below), How.BELOW_SUFFIX);
        }
        highest = Optional.of(step.domain());
      }
      below = step.domain();
    }
    return highest.isPresent()
        ? new OrganizationalDomain.Known(highest.get(), How.HIGHEST_RECORD)
        : new OrganizationalDomain.Known(start, How.NO_RECORD);
  }

  /// The name one label below `suffix` on the way to `name`, of which the walk may have left out
  /// labels.
  private static DomainName child(DomainName suffix, DomainName name) {
    DomainName domain = name;
    while (domain.labels().size() > suffix.labels().size() + 1) {
      domain = domain.parent().orElseThrow();
    }
    return domain;
  }
}
