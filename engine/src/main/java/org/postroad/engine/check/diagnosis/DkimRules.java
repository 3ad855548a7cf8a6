package org.postroad.engine.check.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.protocol.dkim.KeyRecord;
import org.postroad.protocol.dkim.PublicKey;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.text.Fault;

/// The DKIM keys at the selectors that were asked for, given or guessed (RFC 6376 §3.6.1).
final class DkimRules {

  private DkimRules() {}

  static List<Finding> of(DomainView view) {
    List<Finding> found = new ArrayList<>();
    boolean anyKey = false;
    boolean anyUnanswered = false;
    List<String> selectors = view.facts().circumstances().selectors();
    for (String selector : selectors) {
      if (DomainName.parse(selector + "._domainkey." + view.domain())
          instanceof DomainName.Parsed.Valid(DomainName name)) {
        anyUnanswered |= view.lookup(name, RecordType.TXT) instanceof Answer.Failed;
        for (String text : view.texts(name)) {
          anyKey |= text.contains("p=");
          key(name, text).ifPresent(found::add);
        }
      }
    }
    if (!selectors.isEmpty() && !anyKey && !anyUnanswered) {
      found.add(none(view, selectors));
    }
    return found;
  }

  private static Finding none(DomainView view, List<String> selectors) {
    return Finding.of(
        FindingCode.DKIM_NONE_FOUND,
        view.domain(),
        "no key at the selectors " + Words.list(selectors.stream().map(Words::printable).toList()),
        "Nothing lists the selectors of a domain, so these were guesses. There may be a key at"
            + " another one.",
        "Look at s= in the DKIM-Signature of a mail of yours, and check with --selector. If there"
            + " is no signature: have your mail server sign.");
  }

  private static Optional<Finding> key(DomainName name, String text) {
    return switch (KeyRecord.parse(text)) {
      case KeyRecord.Parsed.Invalid(List<Fault> faults) ->
          text.contains("p=")
              ? Optional.of(
                  Finding.of(
                      FindingCode.DKIM_KEY_INVALID,
                      name,
                      Words.list(faults.stream().map(Fault::text).toList()),
                      "Signatures by this key cannot be verified, as if nobody had signed. Often a"
                          + " long key was cut when it was pasted, or its parts have blanks or"
                          + " quotes between them.",
                      "Publish the record again as the signing program printed it, in strings of"
                          + " at most 255 octets."))
              : Optional.empty();
      case KeyRecord.Parsed.Valid(KeyRecord record, List<Fault> notes) -> judged(name, record);
    };
  }

  private static Optional<Finding> judged(DomainName name, KeyRecord record) {
    return switch (record.key()) {
      case PublicKey.Revoked gone ->
          Optional.of(
              Finding.of(
                  FindingCode.DKIM_KEY_REVOKED,
                  name,
                  "p= is empty",
                  "The key was withdrawn: signatures by it count for nothing. That is right after a"
                      + " change of keys.",
                  "Nothing, if nobody signs with this selector any more."));
      case PublicKey.Rsa(int bits) when bits < PublicKey.RSA_BITS_RECOMMENDED ->
          Optional.of(shortKey(name, bits));
      case PublicKey.Rsa fine -> testing(name, record);
      case PublicKey.Ed25519 fine -> testing(name, record);
      case PublicKey.OfUnknownType(String type) -> Optional.empty();
    };
  }

  private static Finding shortKey(DomainName name, int bits) {
    Finding finding =
        Finding.of(
            FindingCode.DKIM_KEY_SHORT,
            name,
            "an RSA key of " + bits + " bits",
            bits < PublicKey.RSA_BITS_MIN
                ? "Receivers must not accept signatures by keys of less than 1024 bits: anybody can"
                    + " break them."
                : "RFC 8301 wants 2048 bits of who signs; keys of 1024 can be broken by those who"
                    + " can pay for it.",
            "Make a key of 2048 bits at a new selector, sign with it, and withdraw this one a week"
                + " later.");
    return bits < PublicKey.RSA_BITS_MIN ? finding.as(Severity.ERROR) : finding;
  }

  private static Optional<Finding> testing(DomainName name, KeyRecord record) {
    return record.isTesting()
        ? Optional.of(
            Finding.of(
                FindingCode.DKIM_KEY_TESTING,
                name,
                "t=y",
                "The key says that DKIM is being tested: receivers treat its signatures as if they"
                    + " were not there.",
                "Take t=y out of the record."))
        : Optional.empty();
  }
}
