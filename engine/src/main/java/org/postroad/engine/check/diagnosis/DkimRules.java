package org.postroad.engine.check.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postroad.protocol.dkim.KeyRecord;
import org.postroad.protocol.dkim.PublicKey;
import org.postroad.protocol.dkim.Selectors;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.spf.Directive;
import org.postroad.protocol.spf.Mechanism;
import org.postroad.protocol.spf.Qualifier;
import org.postroad.protocol.spf.SpfRecord;
import org.postroad.protocol.text.Fault;

/// The DKIM keys at the selectors that were asked for, given or guessed (RFC 6376 §3.6.1).
final class DkimRules {

  private static final int WILDCARD_MIN = 3; // so many selectors with one answer
  private static final int GUESSED_MIN = 20;
  private static final String WILDCARD = "*._domainkey.";

  private DkimRules() {}

  static List<Finding> of(DomainView view) {
    Map<DomainName, List<String>> keys = new LinkedHashMap<>();
    List<DomainName> unanswered = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> selectors = view.facts().circumstances().selectors();
    int asked = 0;
    for (String selector : selectors) {
      if (DomainName.parse(selector + "._domainkey." + view.domain())
          instanceof DomainName.Parsed.Valid(DomainName name)) {
        asked++;
        List<String> texts = view.texts(name).stream().filter(DkimRules::isKey).toList();
        if (!texts.isEmpty()) {
          keys.put(name, texts);
        } else if (view.lookup(name, RecordType.TXT) instanceof Answer.Failed
            && view.asked(name, RecordType.TXT)) {
          unanswered.add(name);
        } else if (view.asked(name, RecordType.TXT)) {
          missing.add(selector);
        }
      }
    }
    List<Finding> found = new ArrayList<>();
    boolean guessed = isGuessed(selectors);
    if (!unanswered.isEmpty() && (keys.isEmpty() || !guessed)) {
      found.add(unanswered(view, unanswered));
    }
    if (!missing.isEmpty() && !guessed) {
      found.add(gone(view, missing));
    } else if (!missing.isEmpty()
        && keys.isEmpty()
        && unanswered.isEmpty()
        && !sendsNothing(view)) {
      found.add(none(view, missing));
    }
    if (asked >= WILDCARD_MIN && keys.size() == asked && Set.copyOf(keys.values()).size() == 1) {
      keys.values().stream()
          .limit(1)
          .forEach(texts -> keys(WILDCARD + view.domain(), texts).ifPresent(found::add));
    } else {
      keys.forEach((name, texts) -> keys(name, texts).ifPresent(found::add));
    }
    return found;
  }

  /// Whether nobody named them: nobody names so many of the usual ones. Facts of another version of
  /// this program may have a few more or less.
  private static boolean isGuessed(List<String> selectors) {
    return selectors.size() >= GUESSED_MIN && Selectors.NAMES.containsAll(selectors);
  }

  /// Whether a text at a selector is meant for a key: a wildcard may answer there with whatever the
  /// domain says of other things.
  private static boolean isKey(String text) {
    String plain = text.toLowerCase(Locale.ROOT).replaceFirst("^[\"'\\s]+", "");
    return plain.matches("v\\s*=.*")
        ? plain.matches("v\\s*=\\s*dkim.*")
        : plain.matches("(.*;\\s*)?[kp]\\s*=.*");
  }

  /// `v=spf1 -all` and nothing else: then nobody signs either.
  private static boolean sendsNothing(DomainView view) {
    List<String> records = view.texts(view.domain()).stream().filter(SpfRecord::counts).toList();
    return records.size() == 1
        && SpfRecord.parse(records.getFirst()) instanceof SpfRecord.Parsed.Valid(SpfRecord record)
        && record.terms().size() == 1
        && record.terms().getFirst() instanceof Directive(Qualifier qualifier, Mechanism.All all)
        && qualifier == Qualifier.FAIL;
  }

  private static Finding unanswered(DomainView view, List<DomainName> names) {
    return Finding.of(
        FindingCode.DKIM_UNANSWERED,
        view.domain(),
        "no answer that counts at " + Words.list(names),
        "Whether there is a key could not be found out. Receivers that cannot either put signed"
            + " mail off, or take it for unsigned.",
        "Look at the name servers of the zone; then check again.");
  }

  /// The operator named them, so something signs with them.
  private static Finding gone(DomainView view, List<String> selectors) {
    return Finding.of(
            FindingCode.DKIM_NONE_FOUND,
            view.domain(),
            "no key at the selectors "
                + Words.list(selectors.stream().map(Words::printable).toList())
                + ", which were asked for by name",
            "Signatures that name them cannot be verified, as if nobody had signed.",
            "Publish the key that your mail server signs with, or sign with a selector that has"
                + " one.")
        .as(Severity.WARNING);
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

  private static Optional<Finding> keys(Object name, List<String> texts) {
    return texts.size() == 1
        ? key(name, texts.getFirst())
        : Optional.of(
            unusable(
                name,
                texts.size() + " key records",
                "Which of several records counts is not defined (RFC 6376 §3.6.2.2): signatures"
                    + " hold here and fail there.",
                "Delete all but the one whose key your server signs with."));
  }

  private static Optional<Finding> key(Object name, String text) {
    return switch (KeyRecord.parse(text)) {
      case KeyRecord.Parsed.Invalid(List<Fault> faults) ->
          Optional.of(
              unusable(
                  name,
                  Words.list(faults.stream().map(Fault::text).toList()),
                  "Signatures by this key cannot be verified, as if nobody had signed. Often a"
                      + " long key was cut when it was pasted, or its parts have blanks or"
                      + " quotes between them.",
                  "Publish the record again as the signing program printed it, in strings of"
                      + " at most 255 octets."));
      case KeyRecord.Parsed.Valid(KeyRecord record, List<Fault> notes) -> judged(name, record);
    };
  }

  private static Finding unusable(Object name, String seen, String cause, String cure) {
    return Finding.of(FindingCode.DKIM_KEY_INVALID, name, seen, cause, cure);
  }

  private static Optional<Finding> judged(Object name, KeyRecord record) {
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
      case PublicKey.OfUnknownType(String type) ->
          Optional.of(
              unusable(
                  name,
                  "k=" + Words.printable(type) + ", which receivers do not know",
                  "Signatures by this key cannot be verified, as if nobody had signed.",
                  "Make a key of the kind rsa (2048 bits) or ed25519."));
      case PublicKey.Rsa _, PublicKey.Ed25519 _ ->
          restricted(name, record).or(() -> weak(name, record));
    };
  }

  /// RFC 6376 §3.6.1 `h` and `s`; RFC 8301 §3.1.
  private static Optional<Finding> restricted(Object name, KeyRecord record) {
    String seen =
        !record.allows("sha256")
            ? "h=" + String.join(":", record.hashes()) + " leaves sha256 out"
            : !record.isFor("email")
                ? "s=" + String.join(":", record.services()) + " leaves email out"
                : "";
    return seen.isEmpty()
        ? Optional.empty()
        : Optional.of(
            unusable(
                name,
                seen,
                "The record forbids what mail is signed with today, so signatures by the key count"
                    + " for nothing.",
                "Take " + seen.charAt(0) + "= out of the record."));
  }

  private static Optional<Finding> weak(Object name, KeyRecord record) {
    return record.key() instanceof PublicKey.Rsa(int bits) && bits < PublicKey.RSA_BITS_RECOMMENDED
        ? Optional.of(shortKey(name, bits))
        : testing(name, record);
  }

  private static Finding shortKey(Object name, int bits) {
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

  private static Optional<Finding> testing(Object name, KeyRecord record) {
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
