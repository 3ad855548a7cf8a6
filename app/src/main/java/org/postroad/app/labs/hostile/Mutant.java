package org.postroad.app.labs.hostile;

import java.util.List;

/// A rule of the client, broken on purpose.
///
/// @param name what the broken client does
/// @param edits what is changed in its sources for it
record Mutant(String name, List<Edit> edits) {

  private static final String MTASTS = "protocol/src/main/java/org/postroad/protocol/mtasts/";
  private static final String SMTP = "engine/src/main/java/org/postroad/engine/smtpclient/";
  private static final String DELIVER = "engine/src/main/java/org/postroad/engine/deliver/";
  private static final String TLS = "engine/src/main/java/org/postroad/engine/tls/";

  Mutant {
    edits = List.copyOf(edits);
  }

  /// One place in one file, which must be there exactly once.
  record Edit(String file, String from, String to) {}

  static List<Mutant> all() {
    return List.of(
        of(
            "goes on in clear after a failed handshake under enforce",
            new Edit(
                DELIVER + "Visit.java",
                "return stop(shortfall, demand != Demand.VERIFIED);",
                "return stop(shortfall, true);")),
        of(
            "goes on in clear where STARTTLS is missing under enforce",
            new Edit(
                DELIVER + "Visit.java",
                """
                    Shortfall shortfall = new Shortfall(kind, detail);
                    if (demand == Demand.VERIFIED) {""",
                """
                    Shortfall shortfall = new Shortfall(kind, detail);
                    if (detail.isEmpty()) {""")),
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
            new Edit(SMTP + "Conversation.java", "    at = 0;\n    end = 0;\n    unread =", "//"),
            new Edit(SMTP + "Conversation.java", "    if (hasUnread()) {\n      return", "//")),
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
                TLS + "DnsId.java",
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
            "gives up for good what a server refuses before it has proved itself",
            new Edit(
                DELIVER + "Reason.java",
                "case UNWILLING -> \"4.3.2\"",
                "case UNWILLING -> \"5.3.2\"")));
  }

  private static Mutant of(String name, Edit... edits) {
    return new Mutant(name, List.of(edits));
  }
}
