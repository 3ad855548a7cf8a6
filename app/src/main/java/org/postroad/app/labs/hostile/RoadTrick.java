package org.postroad.app.labs.hostile;

import java.util.Optional;

/// What an attacker on the road does to the connections to one host. Several at once add up.
enum RoadTrick {
  /// Takes STARTTLS out of the answer to EHLO, and answers it with 500.
  STRIP,
  /// Lets STARTTLS stand and answers it with 454.
  REFUSE,
  /// Answers STARTTLS with 502.
  REFUSE_FOR_GOOD,
  /// Answers STARTTLS with something that is no reply.
  JUNK_STARTTLS,
  /// Hides ESMTP altogether: EHLO is answered with 500.
  HIDE_EHLO,

  /// A second reply in the same segment as the greeting.
  INJECT_GREETING,
  /// `220 go ahead` in the same segment as the answer to EHLO, to be taken for that to STARTTLS.
  INJECT_EHLO,
  /// In the same segment as the 220: answers to a whole session, ending in `250 taken`.
  INJECT_SESSION,
  /// In the same segment as the 220: an answer to EHLO with a tiny SIZE.
  INJECT_SIZE,
  /// In the same segment as the 220: an answer to EHLO, and a 550 to MAIL.
  INJECT_NO,
  /// As [#INJECT_SESSION], in a segment of its own.
  INJECT_LATER,
  /// A command after STARTTLS in the client's name, which a careless server answers within TLS.
  INJECT_COMMAND,

  CUT_GREETING(Stage.GREETING, false),
  CUT_EHLO(Stage.EHLO, false),
  CUT_STARTTLS(Stage.STARTTLS, false),
  CUT_HANDSHAKE(Stage.HANDSHAKE, false),
  CUT_EHLO_IN_TLS(Stage.EHLO_IN_TLS, false),
  CUT_MAIL(Stage.MAIL, false),
  CUT_RCPT(Stage.RCPT, false),
  CUT_DATA(Stage.DATA, false),
  CUT_BODY(Stage.BODY, false),
  CUT_DOT(Stage.DOT, false),
  SILENCE_GREETING(Stage.GREETING, true),
  SILENCE_EHLO(Stage.EHLO, true),
  SILENCE_STARTTLS(Stage.STARTTLS, true),
  SILENCE_HANDSHAKE(Stage.HANDSHAKE, true),
  SILENCE_EHLO_IN_TLS(Stage.EHLO_IN_TLS, true),
  SILENCE_MAIL(Stage.MAIL, true),
  SILENCE_RCPT(Stage.RCPT, true),
  SILENCE_DATA(Stage.DATA, true),
  SILENCE_BODY(Stage.BODY, true),
  SILENCE_DOT(Stage.DOT, true),

  /// One octet in two seconds.
  DRIP,
  /// One octet in fifty seconds.
  DRIP_SLOWLY,
  /// Refuses the connection.
  BLOCK,
  /// Swallows the connection.
  SWALLOW,
  /// Greets with 554 in the server's place.
  SAY_554,
  /// Answers EHLO with 421.
  SAY_421,
  /// In clear, answers MAIL with 550.
  SAY_550,
  /// Ends the handshake with an alert, as with a server that knows only old versions.
  ALERT,
  /// Offers in clear what is worth something only in TLS: REQUIRETLS.
  OFFER_REQUIRETLS,

  /// Takes the server's place without TLS.
  EVIL_IN_CLEAR,
  /// Takes the server's place with a good certificate for a name of the attacker's.
  EVIL_OTHER_NAME,
  /// With a certificate for the right name of an authority that nobody trusts.
  EVIL_UNTRUSTED,
  EVIL_SELF_SIGNED,
  /// With the right name in the CN alone, and the attacker's as the DNS-ID.
  EVIL_COMMON_NAME,
  /// With an old certificate of the host whose key was stolen.
  EVIL_EXPIRED,
  /// With a good certificate for a wildcard one label too far up.
  EVIL_WILDCARD;

  private final Optional<Stage> stage;
  private final boolean silent;

  RoadTrick() {
    this.stage = Optional.empty();
    this.silent = false;
  }

  RoadTrick(Stage stage, boolean silent) {
    this.stage = Optional.of(stage);
    this.silent = silent;
  }

  /// Whether the attacker takes the server's place.
  boolean isImpersonation() {
    return name().startsWith("EVIL_");
  }

  /// Where the session ends, if that is the trick.
  Optional<Stage> stage() {
    return stage;
  }

  /// Whether it ends in silence and not by a cut.
  boolean isSilent() {
    return silent;
  }
}
