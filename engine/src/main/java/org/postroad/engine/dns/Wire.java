package org.postroad.engine.dns;

import java.io.IOException;
import java.util.Optional;
import org.postroad.protocol.dns.Answer.Why;
import org.postroad.protocol.text.Printable;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Reads what a server sent for a question: is it for us, and does it say anything?
final class Wire {

  private static final int TEXT_MAX = 100;

  private Wire() {}

  /// The reply in the octets; empty if they do not belong to the question.
  static Optional<Reply> read(Query query, int id, byte[] octets) {
    Message message;
    try {
      message = parsed(query, octets);
    } catch (IOException | RuntimeException e) { // dnsjava throws both for broken records
      String why = Printable.of(String.valueOf(e.getMessage()), TEXT_MAX);
      return Optional.of(new Reply.Fault(Why.MALFORMED, "unreadable answer (" + why + ")"));
    }
    return query.isAnsweredBy(message, id)
        ? Optional.of(reply(message, octets.length))
        : Optional.empty();
  }

  private static Message parsed(Query query, byte[] octets) throws IOException {
    try {
      return new Message(octets);
    } catch (IOException e) {
      Optional<Message> message =
          query.type() == Type.TLSA ? EmptyTlsa.in(octets) : Optional.empty();
      return message.orElseThrow(() -> e);
    }
  }

  private static Reply reply(Message message, int bytes) {
    int rcode = message.getRcode(); // with the extended bits of EDNS
    if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
      return refusal(message, rcode);
    }
    if (message.getHeader().getFlag(Flags.TC)) {
      return new Reply.Incomplete("truncated answer");
    }
    if (isReferral(message)) {
      return new Reply.Fault(Why.SERVER_FAILED, "a referral: not a recursive resolver");
    }
    return new Reply.Answered(message, bytes);
  }

  /// A server that does not recurse points elsewhere. That looks like an answer without data, and
  /// must not be taken for one.
  private static boolean isReferral(Message message) {
    return message.getRcode() == Rcode.NOERROR
        && message.getHeader().getCount(Section.ANSWER) == 0
        && !message.getHeader().getFlag(Flags.AA)
        && message.getSection(Section.AUTHORITY).stream().anyMatch(r -> r.getType() == Type.NS)
        && message.getSection(Section.AUTHORITY).stream().noneMatch(r -> r.getType() == Type.SOA);
  }

  /// `SERVFAIL`, and the reason where the server gives one (RFC 8914).
  private static Reply refusal(Message message, int rcode) {
    String detail = Rcode.string(rcode);
    boolean bogus = false;
    if (message.getOPT() != null) {
      for (EDNSOption option : message.getOPT().getOptions()) {
        if (option instanceof ExtendedErrorCodeOption error) {
          int code = error.getErrorCode();
          bogus |=
              code >= ExtendedErrorCodeOption.DNSSEC_BOGUS
                  && code <= ExtendedErrorCodeOption.NSEC_MISSING;
          String text =
              error.getText() == null ? "" : " " + Printable.of(error.getText(), TEXT_MAX);
          detail += " (" + ExtendedErrorCodeOption.text(code) + text + ")";
        }
      }
    }
    if ((rcode == Rcode.FORMERR || rcode == Rcode.NOTIMP) && message.getOPT() == null) {
      return new Reply.Misunderstood(detail);
    }
    return new Reply.Fault(bogus ? Why.BOGUS : Why.SERVER_FAILED, detail);
  }
}
