package org.postroad.engine.check.json;

import java.util.HexFormat;
import java.util.Optional;
import org.postroad.engine.check.Hello;
import org.postroad.engine.check.Http;
import org.postroad.engine.check.NamedGroup;
import org.postroad.engine.check.Omission;
import org.postroad.engine.check.Tcp;
import org.postroad.engine.check.Tls;
import org.postroad.engine.check.TlsVersion;
import org.postroad.engine.check.Trust;

/// What happened on the way to a host: TCP, TLS, HTTP.
final class RoadJson {

  private static final HexFormat HEX = HexFormat.of();

  private RoadJson() {}

  static void tcp(JsonText out, Tcp tcp) {
    switch (tcp) {
      case Tcp.Connected connected -> out.kind("connected").seconds("took", connected.took());
      case Tcp.Refused refused ->
          out.kind("refused").text("why", refused.why()).seconds("took", refused.took());
      case Tcp.TimedOut late -> out.kind("timed_out").seconds("took", late.took());
      case Tcp.NoRoute none ->
          out.kind("no_route").text("why", none.why()).seconds("took", none.took());
      case Tcp.NotTried(Omission because, String detail) -> notTried(out, because, detail);
    }
  }

  static Tcp tcp(Fields in) {
    String kind = in.text("kind");
    return switch (kind) {
      case "connected" -> new Tcp.Connected(in.seconds("took"));
      case "refused" -> new Tcp.Refused(in.text("why"), in.seconds("took"));
      case "timed_out" -> new Tcp.TimedOut(in.seconds("took"));
      case "no_route" -> new Tcp.NoRoute(in.text("why"), in.seconds("took"));
      case "not_tried" -> new Tcp.NotTried(because(in), in.text("detail"));
      default -> throw in.unknownKind(kind);
    };
  }

  static void tls(JsonText out, Tls tls) {
    switch (tls) {
      case Tls.Established done ->
          out.kind("established")
              .text("version", done.version())
              .text("cipher", done.cipher())
              .certificates("chain", done.chain())
              .object("trust", done.trust(), RoadJson::trust)
              .seconds("took", done.took());
      case Tls.Failed failed ->
          out.kind("failed").text("why", failed.why()).seconds("took", failed.took());
      case Tls.TimedOut late -> out.kind("timed_out").seconds("took", late.took());
      case Tls.NotTried(Omission because, String detail) -> notTried(out, because, detail);
    }
  }

  static Tls tls(Fields in) {
    String kind = in.text("kind");
    return switch (kind) {
      case "established" ->
          new Tls.Established(
              in.text("version"),
              in.text("cipher"),
              in.certificates("chain"),
              in.object("trust", RoadJson::trust),
              in.seconds("took"));
      case "failed" -> new Tls.Failed(in.text("why"), in.seconds("took"));
      case "timed_out" -> new Tls.TimedOut(in.seconds("took"));
      case "not_tried" -> new Tls.NotTried(because(in), in.text("detail"));
      default -> throw in.unknownKind(kind);
    };
  }

  private static void trust(JsonText out, Trust trust) {
    out.word("kind", trust.kind()).text("why", trust.why());
  }

  private static Trust trust(Fields in) {
    return new Trust(in.word("kind", Trust.Kind.class), in.text("why"));
  }

  static void hello(JsonText out, Hello hello) {
    switch (hello) {
      case Hello.Agreed agreed -> {
        out.kind("agreed")
            .word("version", agreed.version())
            .text("cipher", HEX.toHexDigits((short) agreed.cipher()));
        agreed.group().ifPresent(group -> out.text("group", HEX.toHexDigits((short) group.code())));
        out.seconds("took", agreed.took());
      }
      case Hello.Alerted alerted ->
          out.kind("alerted")
              .number("description", alerted.description())
              .seconds("took", alerted.took());
      case Hello.Broken broken ->
          out.kind("broken").text("why", broken.why()).seconds("took", broken.took());
      case Hello.TimedOut late -> out.kind("timed_out").seconds("took", late.took());
      case Hello.NotTried(Omission because, String detail) -> notTried(out, because, detail);
    }
  }

  static Hello hello(Fields in) {
    String kind = in.text("kind");
    return switch (kind) {
      case "agreed" ->
          new Hello.Agreed(
              in.word("version", TlsVersion.class),
              HexFormat.fromHexDigits(in.text("cipher")),
              in.has("group")
                  ? Optional.of(new NamedGroup(HexFormat.fromHexDigits(in.text("group"))))
                  : Optional.empty(),
              in.seconds("took"));
      case "alerted" -> new Hello.Alerted(in.integer("description"), in.seconds("took"));
      case "broken" -> new Hello.Broken(in.text("why"), in.seconds("took"));
      case "timed_out" -> new Hello.TimedOut(in.seconds("took"));
      case "not_tried" -> new Hello.NotTried(because(in), in.text("detail"));
      default -> throw in.unknownKind(kind);
    };
  }

  static void http(JsonText out, Http http) {
    switch (http) {
      case Http.Answered answered ->
          out.kind("answered")
              .number("status", answered.status())
              .textsByName("fields", answered.fields())
              .text("body", answered.body())
              .text("body_fault", answered.bodyFault())
              .seconds("took", answered.took());
      case Http.Broken broken ->
          out.kind("broken").text("why", broken.why()).seconds("took", broken.took());
      case Http.TimedOut late -> out.kind("timed_out").seconds("took", late.took());
      case Http.NotTried(Omission because, String detail) -> notTried(out, because, detail);
    }
  }

  static Http http(Fields in) {
    String kind = in.text("kind");
    return switch (kind) {
      case "answered" ->
          new Http.Answered(
              in.integer("status"),
              in.textsByName("fields"),
              in.octets("body"),
              in.text("body_fault"),
              in.seconds("took"));
      case "broken" -> new Http.Broken(in.text("why"), in.seconds("took"));
      case "timed_out" -> new Http.TimedOut(in.seconds("took"));
      case "not_tried" -> new Http.NotTried(because(in), in.text("detail"));
      default -> throw in.unknownKind(kind);
    };
  }

  private static void notTried(JsonText out, Omission because, String detail) {
    out.kind("not_tried").word("because", because).text("detail", detail);
  }

  private static Omission because(Fields in) {
    return in.word("because", Omission.class);
  }
}
