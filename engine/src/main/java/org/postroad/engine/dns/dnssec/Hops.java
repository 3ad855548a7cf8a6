package org.postroad.engine.dns.dnssec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// A message taken apart: a [Statement] for each CNAME or DNAME on the way, and one for its end.
///
/// dnsjava judges a message as a whole: it stops at the first insecure record, and forgets what was
/// wrong with an alias when the end of the chain is proven. One hop at a time, the weakest counts.
final class Hops {

  /// What a message came to.
  sealed interface Taken {
    /// @param clean of the message what the statements cover, and nothing else
    record Apart(List<Statement> statements, Message clean) implements Taken {}

    record Malformed(String why) implements Taken {}
  }

  private static final int ALIASES_MAX = 10;

  private final int type;
  private final Message message;
  private final SignatureRules rules;
  private final List<Record> answer;
  private final List<Record> authority;
  private final List<SignedSet> proofs;
  private final List<Statement> statements = new ArrayList<>();
  private final Message clean = new Message();
  private Name owner;

  private Hops(Name name, int type, Message message, SignatureRules rules) {
    this.owner = name;
    this.type = type;
    this.message = message;
    this.rules = rules;
    this.answer = section(message, Section.ANSWER);
    this.authority = section(message, Section.AUTHORITY);
    this.proofs =
        Stream.of(Type.NSEC, Type.NSEC3)
            .flatMap(each -> SignedSet.of(authority, each, rules).stream())
            .toList();
  }

  static Taken of(Name name, int type, Message message, SignatureRules rules) {
    return new Hops(name, type, message, rules).apart();
  }

  private Taken apart() {
    clean.getHeader().setFlag(Flags.QR);
    clean.getHeader().setRcode(message.getRcode());
    clean.addRecord(Record.newRecord(owner, type, DClass.IN), Section.QUESTION);
    boolean aliased = false;
    if (type != Type.CNAME) {
      for (int aliases = 0; hasAlias(); aliases++) {
        if (aliases == ALIASES_MAX) {
          return new Taken.Malformed("more than " + ALIASES_MAX + " CNAMEs, or a loop");
        }
        Optional<String> fault = follow();
        if (fault.isPresent()) {
          return new Taken.Malformed(fault.get());
        }
        aliased = true;
      }
    }
    if (SignedSet.isIn(answer, owner, type)) {
      SignedSet data = SignedSet.of(answer, owner, type, rules);
      data.records().forEach(record -> clean.addRecord(record, Section.ANSWER));
      statements.add(Statement.of(data, proofs));
      clean.getHeader().setRcode(Rcode.NOERROR);
    } else if (!aliased || message.getRcode() == Rcode.NXDOMAIN || hasSoa()) {
      absence();
    }
    return new Taken.Apart(statements, clean);
  }

  private boolean hasAlias() {
    return SignedSet.isIn(answer, owner, Type.CNAME) || dname().isPresent();
  }

  /// Goes over one alias, or says what is wrong with it.
  private Optional<String> follow() {
    Optional<SignedSet> written =
        SignedSet.isIn(answer, owner, Type.CNAME)
            ? Optional.of(SignedSet.of(answer, owner, Type.CNAME, rules))
            : Optional.empty();
    if (written.isPresent() && written.get().records().size() > 1) {
      return Optional.of("several CNAMEs at " + owner);
    }
    Optional<DNAMERecord> dname = dname();
    CNAMERecord alias;
    if (dname.isEmpty() || (written.isPresent() && written.get().isSigned())) {
      SignedSet cname = written.orElseThrow();
      statements.add(Statement.of(cname, proofs));
      alias = (CNAMERecord) cname.records().getFirst();
    } else {
      // RFC 6672 §5.3.1: the CNAME is made from the DNAME, which alone is signed.
      SignedSet above = SignedSet.of(answer, dname.get().getName(), Type.DNAME, rules);
      try {
        Name target = owner.fromDNAME(dname.get());
        alias = new CNAMERecord(owner, DClass.IN, dname.get().getTTL(), target);
      } catch (NameTooLongException e) {
        return Optional.of("a DNAME that makes too long a name of " + owner);
      }
      if (above.records().size() > 1
          || (written.isPresent() && !written.get().records().getFirst().equals(alias))) {
        return Optional.of("a CNAME that does not follow from its DNAME at " + owner);
      }
      statements.add(Statement.of(above, proofs));
    }
    clean.addRecord(alias, Section.ANSWER);
    owner = alias.getTarget();
    return Optional.empty();
  }

  /// The DNAME that holds for the owner.
  private Optional<DNAMERecord> dname() {
    return answer.stream()
        .filter(DNAMERecord.class::isInstance)
        .map(DNAMERecord.class::cast)
        .filter(dname -> owner.subdomain(dname.getName()) && !owner.equals(dname.getName()))
        .findFirst();
  }

  private boolean hasSoa() {
    return authority.stream().anyMatch(record -> record.getType() == Type.SOA);
  }

  private void absence() {
    Optional<Denial.Proof> proof = Denial.of(owner, type, proofs);
    Optional<SignedSet> soa = soa(proof.map(p -> p.sets().getFirst().signer()));
    Statement.Absent absent = new Statement.Absent(proof, soa);
    statements.add(Statement.ofAbsence(owner, type, message.getRcode(), absent));
    clean.getHeader().setRcode(absent.rcode(message.getRcode()));
    soa.ifPresent(set -> clean.addRecord(set.records().getFirst(), Section.AUTHORITY));
  }

  /// The SOA record: with a proof the signed one of its zone, else that of some zone around.
  private Optional<SignedSet> soa(Optional<Name> zone) {
    return SignedSet.of(authority, Type.SOA, rules).stream()
        .filter(
            set ->
                zone.isPresent()
                    ? set.isSigned() && set.owner().equals(zone.get())
                    : owner.subdomain(set.owner()))
        .findFirst();
  }

  private static List<Record> section(Message message, int section) {
    return message.getSection(section).stream().filter(r -> r.getDClass() == DClass.IN).toList();
  }
}
