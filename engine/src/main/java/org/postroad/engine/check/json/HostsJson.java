package org.postroad.engine.check.json;

import org.postroad.engine.check.ClientService;
import org.postroad.engine.check.Exchanger;
import org.postroad.engine.check.PolicyVisit;
import org.postroad.engine.check.ServiceVisit;
import org.postroad.engine.check.SmtpAnswer;
import org.postroad.engine.check.SmtpVisit;
import org.postroad.engine.check.StartTlsAnswer;
import org.postroad.engine.check.TlsVersion;
import org.postroad.protocol.smtp.SmtpReply;

/// Hosts and what was said at their addresses.
final class HostsJson {

  private HostsJson() {}

  static void policyVisit(JsonText out, PolicyVisit visit) {
    out.address("address", visit.address())
        .object("tcp", visit.tcp(), RoadJson::tcp)
        .object("tls", visit.tls(), RoadJson::tls)
        .object("http", visit.http(), RoadJson::http)
        .object("hello", visit.hello(), RoadJson::hello);
  }

  static PolicyVisit policyVisit(Fields in) {
    return new PolicyVisit(
        in.address("address"),
        in.object("tcp", RoadJson::tcp),
        in.object("tls", RoadJson::tls),
        in.object("http", RoadJson::http),
        in.object("hello", RoadJson::hello));
  }

  static void exchanger(JsonText out, Exchanger exchanger) {
    out.text("host", exchanger.host().text())
        .objects("visits", exchanger.visits(), HostsJson::smtpVisit);
  }

  static Exchanger exchanger(Fields in) {
    return new Exchanger(in.name("host"), in.objects("visits", HostsJson::smtpVisit));
  }

  private static void smtpVisit(JsonText out, SmtpVisit visit) {
    out.address("address", visit.address())
        .text("sni", visit.sni().text())
        .object("tcp", visit.tcp(), RoadJson::tcp)
        .object("greeting", visit.greeting(), HostsJson::answer)
        .object("hello", visit.hello(), HostsJson::answer)
        .object("starttls", visit.startTls(), HostsJson::startTls)
        .object("tls", visit.tls(), RoadJson::tls)
        .object("secured", visit.secured(), HostsJson::answer)
        .objectsByWord("hellos", visit.hellos(), RoadJson::hello);
  }

  private static SmtpVisit smtpVisit(Fields in) {
    return new SmtpVisit(
        in.address("address"),
        in.name("sni"),
        in.object("tcp", RoadJson::tcp),
        in.object("greeting", HostsJson::answer),
        in.object("hello", HostsJson::answer),
        in.object("starttls", HostsJson::startTls),
        in.object("tls", RoadJson::tls),
        in.object("secured", HostsJson::answer),
        in.objectsByWord("hellos", TlsVersion.class, RoadJson::hello));
  }

  private static void answer(JsonText out, SmtpAnswer answer) {
    switch (answer) {
      case SmtpAnswer.Replied replied ->
          out.kind("replied")
              .object("reply", replied.reply(), HostsJson::reply)
              .seconds("took", replied.took());
      case SmtpAnswer.Broken broken ->
          out.kind("broken")
              .word("cause", broken.cause())
              .text("detail", broken.detail())
              .seconds("took", broken.took());
      case SmtpAnswer.NotReached _ -> out.kind("not_reached");
    }
  }

  private static SmtpAnswer answer(Fields in) {
    String kind = in.text("kind");
    return switch (kind) {
      case "replied" ->
          new SmtpAnswer.Replied(in.object("reply", HostsJson::reply), in.seconds("took"));
      case "broken" ->
          new SmtpAnswer.Broken(
              in.word("cause", SmtpAnswer.Cause.class), in.text("detail"), in.seconds("took"));
      case "not_reached" -> new SmtpAnswer.NotReached();
      default -> throw in.unknownKind(kind);
    };
  }

  private static void startTls(JsonText out, StartTlsAnswer answer) {
    switch (answer) {
      case StartTlsAnswer.Accepted _ -> out.kind("accepted");
      case StartTlsAnswer.NotOffered _ -> out.kind("not_offered");
      case StartTlsAnswer.Refused(SmtpReply reply) ->
          out.kind("refused").object("reply", reply, HostsJson::reply);
      case StartTlsAnswer.Injected(String detail) -> out.kind("injected").text("detail", detail);
      case StartTlsAnswer.Broken(SmtpAnswer.Cause cause, String detail) ->
          out.kind("broken").word("cause", cause).text("detail", detail);
      case StartTlsAnswer.NotReached _ -> out.kind("not_reached");
    }
  }

  private static StartTlsAnswer startTls(Fields in) {
    String kind = in.text("kind");
    return switch (kind) {
      case "accepted" -> new StartTlsAnswer.Accepted();
      case "not_offered" -> new StartTlsAnswer.NotOffered();
      case "refused" -> new StartTlsAnswer.Refused(in.object("reply", HostsJson::reply));
      case "injected" -> new StartTlsAnswer.Injected(in.text("detail"));
      case "broken" ->
          new StartTlsAnswer.Broken(in.word("cause", SmtpAnswer.Cause.class), in.text("detail"));
      case "not_reached" -> new StartTlsAnswer.NotReached();
      default -> throw in.unknownKind(kind);
    };
  }

  private static void reply(JsonText out, SmtpReply reply) {
    out.number("code", reply.code()).texts("lines", reply.lines());
  }

  private static SmtpReply reply(Fields in) {
    return new SmtpReply(in.integer("code"), in.octetsList("lines"));
  }

  static void service(JsonText out, ClientService service) {
    out.word("kind", service.kind())
        .text("host", service.host().text())
        .number("port", service.port())
        .objects("visits", service.visits(), HostsJson::serviceVisit);
  }

  static ClientService service(Fields in) {
    return new ClientService(
        in.word("kind", ClientService.Kind.class),
        in.name("host"),
        in.integer("port"),
        in.objects("visits", HostsJson::serviceVisit));
  }

  private static void serviceVisit(JsonText out, ServiceVisit visit) {
    out.address("address", visit.address())
        .object("tcp", visit.tcp(), RoadJson::tcp)
        .object("clear", visit.clear(), HostsJson::talk)
        .object("tls", visit.tls(), RoadJson::tls)
        .object("secured", visit.secured(), HostsJson::talk);
  }

  private static ServiceVisit serviceVisit(Fields in) {
    return new ServiceVisit(
        in.address("address"),
        in.object("tcp", RoadJson::tcp),
        in.object("clear", HostsJson::talk),
        in.object("tls", RoadJson::tls),
        in.object("secured", HostsJson::talk));
  }

  private static void talk(JsonText out, ServiceVisit.Talk talk) {
    switch (talk) {
      case ServiceVisit.Said said ->
          out.kind("said")
              .text("greeting", said.greeting())
              .texts("capabilities", said.capabilities());
      case ServiceVisit.Broken(String why) -> out.kind("broken").text("why", why);
      case ServiceVisit.NotHeld _ -> out.kind("not_held");
    }
  }

  private static ServiceVisit.Talk talk(Fields in) {
    String kind = in.text("kind");
    return switch (kind) {
      case "said" -> new ServiceVisit.Said(in.octets("greeting"), in.octetsList("capabilities"));
      case "broken" -> new ServiceVisit.Broken(in.text("why"));
      case "not_held" -> new ServiceVisit.NotHeld();
      default -> throw in.unknownKind(kind);
    };
  }
}
