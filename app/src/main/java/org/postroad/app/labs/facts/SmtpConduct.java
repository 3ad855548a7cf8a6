package org.postroad.app.labs.facts;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.postroad.engine.check.Hello;
import org.postroad.engine.check.SmtpAnswer;
import org.postroad.engine.check.SmtpVisit;
import org.postroad.engine.check.StartTlsAnswer;
import org.postroad.engine.check.Tls;
import org.postroad.engine.check.TlsVersion;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.mx.SmtpReply;
import org.postroad.lab.mx.Stage;
import org.postroad.lab.mx.StartTls;
import org.postroad.lab.tls.ServerTls;
import org.postroad.protocol.dns.DomainName;

/// How an exchanger behaves after one session with it that was seen.
record SmtpConduct(DomainName host, SmtpVisit visit, Notes notes) {

  /// What the lab's exchangers do not do, so that they must not offer it.
  private static final List<String> NOT_HERE = List.of("CHUNKING", "BINARYMIME", "AUTH");

  MxConduct conduct() {
    Map<Stage, SmtpReply> replies = new EnumMap<>(Stage.class);
    put(replies, Stage.CONNECT, "its greeting", visit.greeting());
    put(replies, Stage.EHLO, "its answer to EHLO", visit.hello());
    put(replies, Stage.EHLO_UNDER_TLS, "its answer to EHLO under TLS", visit.secured());
    return new MxConduct(
        startTls(),
        List.of(),
        keywords(visit.hello()),
        keywords(visit.secured()),
        replies,
        false,
        false,
        versions());
  }

  private void put(Map<Stage, SmtpReply> replies, Stage stage, String what, SmtpAnswer seen) {
    switch (seen) {
      case SmtpAnswer.NotReached _ -> {}
      case SmtpAnswer.Replied(var reply, var _) ->
          replies.put(
              stage,
              new SmtpReply.Says(
                  lines(reply.code(), stage == Stage.CONNECT ? reply.lines() : offers(reply))));
      case SmtpAnswer.Broken(SmtpAnswer.Cause cause, String detail, var _) ->
          replies.put(
              stage,
              switch (cause) {
                case TIMED_OUT -> new SmtpReply.Silent();
                case LOST -> new SmtpReply.HangsUp();
                case JUNK -> {
                  notes.add(host + ": " + what + " was no SMTP (" + detail + "); other junk is");
                  yield new SmtpReply.Says(List.of("this is no SMTP"));
                }
              });
    }
  }

  private List<String> offers(org.postroad.protocol.smtp.SmtpReply reply) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < reply.lines().size(); i++) {
      String line = reply.lines().get(i);
      if (i == 0 || !NOT_HERE.contains(keyword(line))) {
        lines.add(line);
      } else {
        notes.add(host + ": " + keyword(line) + " is not offered: the lab does not do it");
      }
    }
    return lines;
  }

  private static List<String> lines(int code, List<String> texts) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      lines.add(code + (i == texts.size() - 1 ? " " : "-") + texts.get(i));
    }
    return lines;
  }

  /// Without STARTTLS, which the lab adds itself.
  private static List<String> keywords(SmtpAnswer answer) {
    return answer instanceof SmtpAnswer.Replied(var reply, var _) && reply.isDone()
        ? reply.lines().stream()
            .skip(1)
            .filter(line -> !keyword(line).equals("STARTTLS"))
            .filter(line -> !NOT_HERE.contains(keyword(line)))
            .toList()
        : List.of();
  }

  private static String keyword(String line) {
    return line.split("[ =]", 2)[0].toUpperCase(Locale.ROOT);
  }

  private StartTls startTls() {
    return switch (visit.startTls()) {
      case StartTlsAnswer.Accepted _ -> handshake();
      case StartTlsAnswer.NotOffered _ -> new StartTls.NotOffered();
      case StartTlsAnswer.NotReached _ -> new StartTls.Offered();
      case StartTlsAnswer.Refused(var reply) ->
          new StartTls.Refused(String.join("\r\n", lines(reply.code(), reply.lines())));
      case StartTlsAnswer.Injected(String detail) -> {
        notes.add(host + ": octets before TLS (" + detail + "): others are");
        yield new StartTls.Injects("", "250 injected\r\n");
      }
      case StartTlsAnswer.Broken(SmtpAnswer.Cause cause, String _) ->
          switch (cause) {
            case TIMED_OUT -> new StartTls.AnswersJunk("");
            case LOST -> new StartTls.Cuts();
            case JUNK -> new StartTls.AnswersJunk("this is no SMTP\r\n");
          };
    };
  }

  private StartTls handshake() {
    return switch (visit.tls()) {
      case Tls.Established _, Tls.NotTried _ -> new StartTls.Offered();
      case Tls.TimedOut _ -> new StartTls.Silent();
      case Tls.Failed(String why, var _) -> {
        if (!visit.versions().isEmpty()) {
          yield new StartTls.Offered(); // with versions that our TLS does not take
        }
        OptionalInt alert = Alerts.of(why, visit.hello(TlsVersion.TLS_1_3));
        yield alert.isPresent() ? new StartTls.Alerts(alert.getAsInt()) : new StartTls.HangsUp();
      }
    };
  }

  private List<String> versions() {
    TreeSet<TlsVersion> known = new TreeSet<>(visit.versions());
    boolean told = visit.hellos().values().stream().anyMatch(Hello.Agreed.class::isInstance);
    if (known.contains(TlsVersion.TLS_1_3) && !told) {
      known.add(TlsVersion.TLS_1_2); // which nobody asked
    }
    return known.isEmpty() ? ServerTls.VERSIONS : known.stream().map(TlsVersion::text).toList();
  }
}
