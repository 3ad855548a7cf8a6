package org.postroad.engine.dns.dnssec;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// One thing that a message says, as it is put to dnsjava: these records are there, or a name or a
/// type is not.
///
/// @param data what is there; empty if the statement is an absence
/// @param proofs NSEC and NSEC3 records, and the SOA record of an absence
/// @param optOut whether the proof leaves room for unsigned delegations
/// @param proven whether there is a proof at all, if one is needed
record Statement(
    Name name,
    int type,
    int rcode,
    Optional<SignedSet> data,
    List<SignedSet> proofs,
    boolean optOut,
    boolean proven) {

  /// That these records are there.
  static Statement of(SignedSet data, List<SignedSet> proofs) {
    Optional<SignedSet> closer =
        data.isExpanded() ? Denial.ofCloserMatch(data, proofs) : Optional.empty();
    return new Statement(
        data.owner(),
        data.type(),
        Rcode.NOERROR,
        Optional.of(data),
        closer.map(List::of).orElse(List.of()),
        closer.filter(Nsec3Denial::optsOut).isPresent(),
        !data.isExpanded() || closer.isPresent());
  }

  /// That the name is not there, or has no records of that type.
  static Statement ofAbsence(Name name, int type, int rcode, Absent absent) {
    return absent
        .proof()
        .map(
            proof ->
                new Statement(
                    proof.about(),
                    type,
                    absent.rcode(rcode),
                    Optional.empty(),
                    Stream.concat(absent.soa().stream(), proof.sets().stream()).toList(),
                    proof.optOut(),
                    true))
        .orElseGet(
            () ->
                new Statement(
                    name, type, rcode, Optional.empty(), List.of(unsigned(name)), false, false));
  }

  /// What a message has to say for an absence.
  ///
  /// @param soa of the zone of the proof
  record Absent(Optional<Denial.Proof> proof, Optional<SignedSet> soa) {
    /// What is proven counts more than what is said, where it is proven for certain.
    int rcode(int said) {
      return proof
          .filter(p -> !p.optOut())
          .map(p -> p.absence() == Denial.Absence.NAME ? Rcode.NXDOMAIN : Rcode.NOERROR)
          .orElse(said);
    }
  }

  /// Nothing is proven: then it depends on whether the name is in an unsigned zone. dnsjava asks
  /// that for the owner of an unsigned record only, so here is one.
  private static SignedSet unsigned(Name name) {
    Record soa = new SOARecord(name, DClass.IN, 0, Name.root, Name.root, 0, 0, 0, 0, 0);
    return new SignedSet(List.of(soa), List.of());
  }

  Record question() {
    return Record.newRecord(name, type, DClass.IN);
  }

  Message message() {
    Message message = new Message();
    message.getHeader().setFlag(Flags.QR);
    message.getHeader().setFlag(Flags.RD);
    message.getHeader().setFlag(Flags.RA);
    message.getHeader().setRcode(rcode);
    message.addRecord(question(), Section.QUESTION);
    data.ifPresent(set -> set.addTo(message, Section.ANSWER));
    proofs.forEach(set -> set.addTo(message, Section.AUTHORITY));
    return message;
  }

  Stream<SignedSet> sets() {
    return Stream.concat(data.stream(), proofs.stream());
  }

  /// How many signatures there are to verify.
  int signatures() {
    return sets().mapToInt(set -> set.signatures().size()).sum();
  }

  Duration usable(SignatureRules rules) {
    return sets()
        .map(set -> set.usable(rules))
        .min(Duration::compareTo)
        .orElse(SignedSet.USABLE_MAX);
  }

  /// What is wrong with it at first sight, where it is refused; dnsjava's words say less.
  Optional<String> blemish(SignatureRules rules) {
    if (!proven) {
      return Optional.of(
          data.isPresent()
              ? "from a wildcard, without a proof that nothing matches closer"
              : "not there, but nothing proves it");
    }
    return sets()
        .filter(set -> !set.isSigned() || set.signatures().stream().noneMatch(rules::isInTime))
        .map(set -> set.isSigned() ? outOfTime(set, rules) : "no signature that counts")
        .findFirst();
  }

  private static String outOfTime(SignedSet set, SignatureRules rules) {
    return set.signatures().stream()
        .map(
            signature ->
                rules.now().isAfter(signature.getExpire())
                    ? "signature expired at " + signature.getExpire()
                    : "signature not valid before " + signature.getTimeSigned())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /// `example.com. MX`
  String text() {
    return name + " " + Type.string(type);
  }
}
