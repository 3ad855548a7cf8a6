package org.postroad.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postroad.app.config.Configuration;
import org.postroad.app.config.DnssecMode;
import org.postroad.app.config.Settings;
import org.postroad.app.outgoing.Outgoing;
import org.postroad.app.output.IoReason;
import org.postroad.app.output.Terminal;
import org.postroad.app.send.Dispatch;
import org.postroad.app.send.Send;
import org.postroad.app.send.Sent;
import org.postroad.app.send.SentJson;
import org.postroad.app.send.SentText;
import org.postroad.engine.deliver.NextHop;
import org.postroad.engine.smtpclient.SmtpTimeouts;
import org.postroad.protocol.smtp.DsnRequest;
import org.postroad.protocol.smtp.Envelope;
import org.postroad.protocol.smtp.Mailbox;
import org.postroad.protocol.smtp.MessageBytes;
import org.postroad.protocol.smtp.ReversePath;
import org.postroad.protocol.smtp.TlsRequiredField;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postroad send`: delivers one message, each domain's under its policy.
@Command(
    name = "send",
    description = {
      "Delivers a message to its recipients, to verified hosts where a policy in enforce says so.",
      "Ends with 0 if all have it, 75 if some are to be tried again, 1 if one failed for good,",
      "65 if the message is unusable."
    },
    footer = {
      "",
      "Example:",
      "  postroad send --from alice@example.org --to bob@example.com message.eml",
      "  postroad send --require-tls --from alice@example.org --to bob@example.com secret.eml"
    })
final class SendCommand implements Subcommand {

  /// The largest message that is read, in octets.
  static final int MESSAGE_MAX = 64 << 20;

  @Mixin CommonOptions common = new CommonOptions();
  @Mixin NetworkOptions network = new NetworkOptions();

  @Option(
      names = "--from",
      paramLabel = "ADDRESS",
      required = true,
      description = "who gets to know if it cannot be delivered; <> for nobody")
  ReversePath from = new ReversePath.Nobody();

  @Option(
      names = "--to",
      paramLabel = "ADDRESS",
      required = true,
      description = "who gets the message (repeatable)")
  List<Mailbox> to = new ArrayList<>();

  @Option(
      names = "--via",
      paramLabel = "HOST[:PORT]",
      description = {
        "deliver to this smart host, whose policy is the one that counts;",
        "in brackets: to the host itself, without asking for MX records"
      })
  Optional<NextHop> via = Optional.empty();

  @ArgGroup TlsChoice tls = new TlsChoice();

  /// What the sender wants of TLS (RFC 8689): one of the two, or neither.
  static final class TlsChoice {
    @Option(
        names = "--require-tls",
        description = "over verified TLS all the way (REQUIRETLS), or not at all")
    boolean required;

    @Option(
        names = "--tls-not-required",
        description = {
          "rather in clear than not at all, whatever the domain wants:",
          "adds the header field TLS-Required: No"
        })
    boolean notRequired;
  }

  @Mixin NoticeOptions notices = new NoticeOptions();

  @Parameters(paramLabel = "FILE|-", description = "the message, header and body; - for the input")
  String message = "-";

  @Override
  public ExitCode run(Terminal terminal) {
    if (to.size() > Envelope.RECIPIENTS_MAX) {
      throw new UsageException("--to: more than " + Envelope.RECIPIENTS_MAX + " recipients");
    }
    DsnRequest wanted = notices.wanted(from, tls.required);
    notices.advice().ifPresent(terminal::hint);
    Configuration configuration =
        network
            .over(common.inForce())
            .orElse(Settings.DNS_DNSSEC, DnssecMode.LOCAL, "send")
            .configuration();
    Outgoing outgoing =
        switch (Outgoing.open(configuration, network.rehearsal())) {
          case Outgoing.Opened.Unusable(String why) -> throw new UsageException(why);
          case Outgoing.Opened.Open(Outgoing out) -> out;
        };
    byte[] octets = read();
    if (octets.length > MESSAGE_MAX) {
      terminal.error(message + ": more than " + MESSAGE_MAX + " octets");
      return ExitCode.MESSAGE_UNUSABLE;
    }
    return switch (MessageBytes.parse(octets)) {
      case MessageBytes.Parsed.Invalid bad -> {
        terminal.error(message + ": " + bad.text());
        terminal.hint("all lines must end alike, in CRLF or in LF");
        yield ExitCode.MESSAGE_UNUSABLE;
      }
      case MessageBytes.Parsed.Valid(MessageBytes good) when tls.notRequired ->
          switch (TlsRequiredField.in(good)) {
            case NO -> send(configuration, outgoing, wanted, good, terminal);
            case ABSENT ->
                send(configuration, outgoing, wanted, good.with(TlsRequiredField.LINE), terminal);
            case UNCLEAR -> {
              terminal.error(message + ": its header fields TLS-Required are not one that says No");
              terminal.hint("a further one would be ignored with them (RFC 8689 §3): remove them");
              yield ExitCode.MESSAGE_UNUSABLE;
            }
          };
      case MessageBytes.Parsed.Valid(MessageBytes good) ->
          send(configuration, outgoing, wanted, good, terminal);
    };
  }

  private ExitCode send(
      Configuration configuration,
      Outgoing outgoing,
      DsnRequest wanted,
      MessageBytes good,
      Terminal terminal) {
    Optional<String> fault = outgoing.dnssecFault();
    if (fault.isPresent()) {
      terminal.error(fault.get());
      terminal.hint("--dnssec off sends without DANE");
      return ExitCode.UNDETERMINED;
    }
    SmtpTimeouts timeouts = SmtpTimeouts.rfc5321();
    timeouts = network.timeout.map(timeouts::atMost).orElse(timeouts);
    if (tls.required && hops().anyMatch(NextHop.Address.class::isInstance)) {
      terminal.hint("an address cannot be proven: name the host for --require-tls");
    }
    Envelope envelope = new Envelope(from, to, tls.required, wanted);
    Sent sent;
    try (Dispatch dispatch = Dispatch.of(configuration, outgoing, timeouts)) {
      Send send = dispatch.send();
      sent =
          via.map(hop -> send.sendVia(hop, envelope, good))
              .orElseGet(() -> send.send(envelope, good));
    }
    if (common.json) {
      terminal.say(SentJson.of(sent));
    } else {
      SentText.say(sent, terminal);
    }
    return switch (sent.overall()) {
      case DELIVERED -> ExitCode.OK;
      case DEFERRED -> ExitCode.DEFERRED;
      case FAILED -> ExitCode.BAD;
    };
  }

  private Stream<NextHop> hops() {
    return via.isPresent() ? via.stream() : to.stream().map(each -> NextHop.of(each.host()));
  }

  /// One octet more than may be, at the most.
  private byte[] read() {
    try (InputStream in =
        message.equals("-") ? System.in : Files.newInputStream(Path.of(message))) {
      return in.readNBytes(MESSAGE_MAX + 1);
    } catch (NoSuchFileException e) {
      throw new UsageException("no such file: " + message);
    } catch (IOException e) {
      throw new UsageException("cannot read " + message + ": " + IoReason.of(e));
    }
  }
}
