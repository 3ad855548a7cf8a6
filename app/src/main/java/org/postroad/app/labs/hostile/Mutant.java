package org.postroad.app.labs.hostile;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A rule of the client, broken on purpose.
///
/// @param name what the broken client does
/// @param edits what is changed in its sources for it
record Mutant(String name, List<Edit> edits) {

  private static final String MTASTS = "protocol/src/main/java/org/postroad/protocol/mtasts/";
  private static final String SMTP = "engine/src/main/java/org/postroad/engine/smtpclient/";
  private static final String DELIVER = "engine/src/main/java/org/postroad/engine/deliver/";
  private static final String TLS = "engine/src/main/java/org/postroad/engine/tls/";
  private static final String DANE = "protocol/src/main/java/org/postroad/protocol/dane/";
  private static final String CERTIFICATE =
      "protocol/src/main/java/org/postroad/protocol/certificate/";

  Mutant {
    edits = List.copyOf(edits);
  }

  /// One place in one file, which must be there exactly once, however its lines are broken.
  record Edit(String file, String from, String to) {
    Pattern place() {
      return Pattern.compile(
          Arrays.stream(from.strip().split("\\s+"))
              .map(Pattern::quote)
              .collect(Collectors.joining("\\s+")));
    }
  }

  static List<Mutant> all() {
    return List.of(
        of(
            "goes on in clear after a failed handshake under enforce",
            new Edit(
                DELIVER + "Visit.java",
                "return stop(shortfall, !tlsOnly());",
                "return stop(shortfall, true);")),
        of(
            "goes on in clear where STARTTLS is missing under enforce",
            new Edit(
                DELIVER + "Visit.java",
                "if (tlsOnly()) { session.quit(); return stop(shortfall); }",
                "")),
        of(
            "keeps what was received before TLS",
            new Edit(
                SMTP + "SmtpSession.java",
                """
                if (conversation.hasUnread()) {
                  return injected("after the answer to STARTTLS");
                }
                """,
                ""),
            new Edit(
                SMTP + "Conversation.java", "at = 0; end = 0; unread = new", "byte[] none = new"),
            new Edit(
                SMTP + "Conversation.java",
                "if (!hasUnread()) { return Optional.empty(); }",
                "if (at >= 0) { return Optional.empty(); }")),
        of(
            "drops a cached policy when a fetch fails",
            new Edit(
                MTASTS + "PolicyRules.java",
                "yield answer(state, state.validPolicy(now), fetchFailed(failure));",
                """
                yield answer(
                    DomainState.unknown(now).with(failed), Optional.empty(), fetchFailed(failure));
                """)),
        of(
            "lets a wildcard stand for several labels",
            new Edit(
                MTASTS + "MxPattern.java",
                "return mxHost.parent().filter(suffix::equals).isPresent();",
                "return mxHost.text().endsWith(\".\" + suffix.text());")),
        of(
            "takes a wildcard for the end of a name, dot or no dot",
            new Edit(
                MTASTS + "MxPattern.java",
                "return mxHost.parent().filter(suffix::equals).isPresent();",
                "return mxHost.text().endsWith(suffix.text());")),
        of(
            "counts a policy's life from the last look at the record",
            new Edit(
                MTASTS + "DomainState.java",
                "return new DomainState(policy, Optional.of(newLook), attempts, since, asked);",
                """
                return new DomainState(
                    policy.map(p -> new CachedPolicy(p.policy(), p.id(), newLook.at())),
                    Optional.of(newLook), attempts, since, asked);
                """)),
        of(
            "accepts a name in the CN",
            new Edit(
                CERTIFICATE + "DnsId.java",
                "return of(certificate).stream().anyMatch(id -> matches(id, name));",
                """
                return of(certificate).stream().anyMatch(id -> matches(id, name))
                    || certificate.getSubjectX500Principal().getName().equals("CN=" + name.text());
                """)),
        of(
            "takes silence of the DNS for absence of the record",
            new Edit(
                MTASTS + "RecordLookup.java",
                "new Unanswered(why, detail);",
                "new Absent(Reason.NO_RECORD, detail, Duration.ZERO);")),
        of(
            "never looks at a new id",
            new Edit(MTASTS + "PolicyRules.java", "!id.equals(valid.id())", "id.isEmpty()")),
        of(
            "gives up for good what fails because of a policy",
            new Edit(
                DELIVER + "Tally.java",
                "outcome : new RecipientOutcome.Deferred(to, waiting(to))",
                "outcome : new RecipientOutcome.Failed(to, waiting(to))")),
        of(
            "holds answers that are out of step against the recipient",
            new Edit(DELIVER + "Visit.java", "if (!session.quit()) {", "if (outcome == null) {")),
        of(
            "sends again at once what may have arrived",
            new Edit(
                DELIVER + "Tally.java", "if (mayHaveArrived) {", "if (reason.text().isEmpty()) {")),
        of(
            "lets a policy stand in for TLSA records that fail",
            new Edit(
                DELIVER + "Visit.java",
                "case Demand.Dane dane -> verdict instanceof CertificateVerdict.DaneMatched;",
                "case Demand.Dane dane -> true;"),
            new Edit(
                TLS + "TlsRequest.java",
                "return new TlsRequest(base, proof, Verification.REQUIRED, List.of());",
                "return new TlsRequest(base, proof, Verification.REPORTED, List.of());")),
        of(
            "takes TLSA records that cannot be looked up for none",
            new Edit(
                DANE + "HostLookup.java",
                "return new HostTlsa.TlsaFailed( host, addresses, cause, \"TLSA",
                "return new HostTlsa.None( host, addresses, \"TLSA")),
        of(
            "believes TLSA records that nobody signed",
            new Edit(
                DANE + "HostLookup.java",
                "instanceof Answer.Found found && found.security() == Security.SECURE)",
                "instanceof Answer.Found found)"),
            new Edit(
                DANE + "BaseDomains.java",
                "filter(answer -> answer.security() == Security.SECURE).findFirst()",
                "findFirst()")),
        of(
            "takes the weaker digest where a stronger stands beside it",
            new Edit(
                DANE + "TlsaSet.java",
                "record.matchingType() < strongest",
                "record.matchingType() > strongest")),
        of(
            "sends a message that requires TLS to whoever promises nothing",
            new Edit(
                DELIVER + "Visit.java",
                "if (requiresTls && !session.offered()",
                "if (host.isRoot() && !session.offered()")),
        of(
            "requires TLS of hosts that nobody proved to be the right ones",
            new Edit(
                DELIVER + "TlsWish.java",
                "return mx instanceof MxState.Insecure ?",
                "return mx instanceof MxState.Nowhere ?")),
        of(
            "obeys TLS-Required: No although TLS is required",
            new Edit(
                DELIVER + "TlsWish.java",
                "if (envelope.requireTls()) {",
                "if (envelope.requireTls() && !TlsRequiredField.isNo(message)) {")),
        of(
            "tries no TLS where it is not required",
            new Edit(
                DELIVER + "Rounds.java",
                "visit(contact, address, action, true)",
                "visit(contact, address, action, wish != TlsWish.NOT_REQUIRED)")));
  }

  private static Mutant of(String name, Edit... edits) {
    return new Mutant(name, List.of(edits));
  }
}
