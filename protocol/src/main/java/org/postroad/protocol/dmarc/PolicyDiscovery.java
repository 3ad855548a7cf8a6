package org.postroad.protocol.dmarc;

import java.util.Optional;
import org.postroad.protocol.dmarc.DmarcRecord.Effect;
import org.postroad.protocol.dmarc.DmarcRecord.Psd;
import org.postroad.protocol.dmarc.DmarcRecord.Subject;
import org.postroad.protocol.dmarc.TreeWalk.Look;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// Which policy holds for a domain that stands in From (RFC 9989 §4.10.1).
public sealed interface PolicyDiscovery {

  /// How it was looked for.
  TreeWalk walk();

  /// A record applies.
  ///
  /// @param at the domain that published it
  /// @param policy as the tag says, before `t=y` takes a level off
  /// @param tag it is from: `p`, `sp`, `np`, or `rua` where nothing but reports is to be had
  record Applies(
      DmarcRecord record,
      DomainName at,
      Origin origin,
      DmarcPolicy policy,
      String tag,
      TreeWalk walk)
      implements PolicyDiscovery {

    /// What is to be done with mail that fails: under `t=y` a level less.
    public DmarcPolicy applied() {
      return record.testing() ? policy.tested() : policy;
    }
  }

  /// None does: DMARC says nothing of mail from the domain.
  record None(String reason, TreeWalk walk) implements PolicyDiscovery {}

  /// The DNS did not answer: there may be one.
  record TempError(String reason, TreeWalk walk) implements PolicyDiscovery {}

  /// Whose record it is.
  enum Origin {
    /// The domain's own.
    OWN,
    /// That of its organizational domain.
    ORGANIZATION,
    /// That of the suffix under which the organization registered.
    SUFFIX
  }

  /// Looks for it.
  static PolicyDiscovery of(DomainName domain, Dns dns) {
    TreeWalk walk = TreeWalk.of(domain, dns);
    Optional<Look.Found> own = walk.at(domain);
    if (own.isPresent()) {
      return effect(own.get().record(), domain, Origin.OWN, Subject.ITSELF, walk);
    }
    return switch (walk.organizationalDomain()) {
      case OrganizationalDomain.Unknown(String why) -> new TempError(why, walk);
      case OrganizationalDomain.Known(DomainName organization, var how) -> {
        Optional<Look.Found> inherited = walk.at(organization);
        yield inherited.isPresent()
            ? inherited(inherited.get().record(), organization, Origin.ORGANIZATION, walk, dns)
            : suffix(walk, dns);
      }
    };
  }

  private static PolicyDiscovery suffix(TreeWalk walk, Dns dns) {
    TreeWalk.Step last = walk.steps().getLast();
    return last.look() instanceof Look.Found found && found.record().psd() == Psd.YES
        ? inherited(found.record(), last.domain(), Origin.SUFFIX, walk, dns)
        : new None("no record, here or above", walk);
  }

  /// Only where it would change anything is it asked whether the domain exists (§3.2.13).
  private static PolicyDiscovery inherited(
      DmarcRecord record, DomainName at, Origin origin, TreeWalk walk, Dns dns) {
    if (record.effect(Subject.BELOW).equals(record.effect(Subject.BELOW_MISSING))) {
      return effect(record, at, origin, Subject.BELOW, walk);
    }
    return switch (dns.lookup(walk.start(), RecordType.A)) {
      case Answer.Failed(Answer.Why why, String detail) ->
          new TempError(
              "whether " + walk.start() + " exists: " + new Look.Unanswered(why, detail).text(),
              walk);
      case Answer.NoSuchName _ -> effect(record, at, origin, Subject.BELOW_MISSING, walk);
      case Answer.Found _, Answer.NoData _ -> effect(record, at, origin, Subject.BELOW, walk);
    };
  }

  private static PolicyDiscovery effect(
      DmarcRecord record, DomainName at, Origin origin, Subject subject, TreeWalk walk) {
    return switch (record.effect(subject)) {
      case Effect.Applies(DmarcPolicy policy, String tag) ->
          new Applies(record, at, origin, policy, tag, walk);
      case Effect.Ignored(String why) -> new None("record of " + at + ": " + why, walk);
    };
  }
}
