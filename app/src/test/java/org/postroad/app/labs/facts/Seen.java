package org.postroad.app.labs.facts;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.check.Exchanger;
import org.postroad.engine.check.Hello;
import org.postroad.engine.check.Http;
import org.postroad.engine.check.NameServer;
import org.postroad.engine.check.PolicyVisit;
import org.postroad.engine.check.SmtpAnswer;
import org.postroad.engine.check.SmtpVisit;
import org.postroad.engine.check.StartTlsAnswer;
import org.postroad.engine.check.Tls;

/// What was seen at hosts, as far as it must be the same again: times, keys and serial numbers are
/// others.
final class Seen {

  private Seen() {}

  static List<String> hosts(DomainFacts facts) {
    List<String> lines = new ArrayList<>();
    for (PolicyVisit visit : facts.policyVisits()) {
      lines.add(
          visit.address()
              + " "
              + visit.tcp().getClass().getSimpleName()
              + " "
              + tls(visit.tls())
              + " "
              + http(visit.http())
              + " "
              + hello(visit.hello()));
    }
    for (Exchanger exchanger : facts.exchangers()) {
      for (SmtpVisit visit : exchanger.visits()) {
        lines.add(
            exchanger.host()
                + " "
                + visit.address()
                + " "
                + visit.tcp().getClass().getSimpleName()
                + " "
                + answer(visit.greeting())
                + " "
                + answer(visit.hello())
                + " "
                + startTls(visit.startTls())
                + " "
                + tls(visit.tls())
                + " "
                + answer(visit.secured())
                + " "
                + visit.hellos().values().stream().map(Seen::hello).toList());
      }
    }
    for (NameServer server : facts.nameServers()) {
      lines.add(
          server.host()
              + " "
              + server.address()
              + " "
              + server.answers().stream().map(Seen::said).toList());
    }
    return lines;
  }

  private static String tls(Tls tls) {
    return switch (tls) {
      case Tls.Established up ->
          up.version()
              + " "
              + up.trust().kind()
              + " "
              + up.chain().stream().map(Seen::certificate).toList();
      case Tls.Failed failed -> failed.why();
      case Tls.TimedOut _, Tls.NotTried _ -> tls.getClass().getSimpleName();
    };
  }

  private static String certificate(X509Certificate certificate) {
    try {
      return certificate.getSubjectX500Principal()
          + " of "
          + certificate.getIssuerX500Principal()
          + " "
          + certificate.getNotBefore().toInstant()
          + " "
          + certificate.getNotAfter().toInstant()
          + " "
          + certificate.getSigAlgName()
          + " "
          + certificate.getPublicKey().getEncoded().length
          + " "
          + certificate.getSubjectAlternativeNames()
          + certificate.getExtendedKeyUsage()
          + certificate.getBasicConstraints();
    } catch (java.security.cert.CertificateParsingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String http(Http http) {
    return switch (http) {
      case Http.Answered a -> a.status() + " " + a.fields() + " " + a.body() + " " + a.bodyFault();
      case Http.Broken(String why, var _) -> why;
      case Http.TimedOut _, Http.NotTried _ -> http.getClass().getSimpleName();
    };
  }

  private static String hello(Hello hello) {
    return switch (hello) {
      case Hello.Agreed(var version, int _, var group, var _) -> version + " " + group;
      case Hello.Alerted(int description, var _) -> "alert " + description;
      case Hello.Broken _, Hello.TimedOut _, Hello.NotTried _ -> hello.getClass().getSimpleName();
    };
  }

  private static String answer(SmtpAnswer answer) {
    return switch (answer) {
      case SmtpAnswer.Replied(var reply, var _) -> reply.toString();
      case SmtpAnswer.Broken broken -> broken.cause() + "";
      case SmtpAnswer.NotReached _ -> "not reached";
    };
  }

  private static String startTls(StartTlsAnswer answer) {
    return switch (answer) {
      case StartTlsAnswer.Injected _ -> "injected";
      case StartTlsAnswer.Broken(var cause, String _) -> "broken " + cause;
      case StartTlsAnswer.Accepted _,
          StartTlsAnswer.NotOffered _,
          StartTlsAnswer.Refused _,
          StartTlsAnswer.NotReached _ ->
          answer.toString();
    };
  }

  private static String said(NameServer.Said said) {
    return switch (said) {
      case NameServer.Answered a ->
          a.question() + " " + a.exists() + " " + a.authoritative() + " " + a.records();
      case NameServer.Unanswered(var question, var why, String _) -> question + " " + why;
    };
  }
}
