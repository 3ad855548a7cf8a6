package org.postroad.app.cli;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.postroad.app.checks.survey.Depth;
import org.postroad.app.checks.survey.Rate;
import org.postroad.app.config.DnsServer;
import org.postroad.app.config.DnssecMode;
import org.postroad.app.config.Durations;
import org.postroad.app.config.HostPort;
import org.postroad.app.config.Parsed;
import org.postroad.app.config.SocketmapEndpoint;
import org.postroad.engine.deliver.NextHop;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.PolicyDomain;
import org.postroad.protocol.smtp.Mailbox;
import org.postroad.protocol.smtp.ReversePath;
import picocli.CommandLine;

/// How options become values: the same readers as the configuration file's.
final class Converters {

  private Converters() {}

  static CommandLine register(CommandLine line) {
    return line.registerConverter(Duration.class, by(Durations::parse))
        .registerConverter(SocketmapEndpoint.class, by(SocketmapEndpoint::parse))
        .registerConverter(HostPort.class, by(HostPort::parse))
        .registerConverter(InetAddress.class, by(DnsServer::address))
        .registerConverter(DnsServer.class, by(DnsServer::parse))
        .registerConverter(Instant.class, by(Converters::instant))
        .registerConverter(DomainName.class, by(Converters::domain))
        .registerConverter(Mailbox.class, by(Converters::mailbox))
        .registerConverter(ReversePath.class, by(Converters::reversePath))
        .registerConverter(NextHop.class, by(Converters::nextHop))
        .registerConverter(Rate.class, by(Rate::parse))
        .registerConverter(Depth.class, by(text -> word(Depth.class, text)))
        .registerConverter(
            CheckCommand.FailOn.class, by(text -> word(CheckCommand.FailOn.class, text)))
        .registerConverter(DnssecMode.class, by(text -> word(DnssecMode.class, text)));
  }

  private static <T> CommandLine.ITypeConverter<T> by(Function<String, Parsed<T>> reader) {
    return text ->
        switch (reader.apply(text)) {
          case Parsed.Valid<T>(T value) -> value;
          case Parsed.Invalid<T>(String why) -> throw new CommandLine.TypeConversionException(why);
        };
  }

  /// One of a few words, which are written as the pages write them.
  private static <E extends Enum<E>> Parsed<E> word(Class<E> kind, String text) {
    List<E> known = List.of(kind.getEnumConstants());
    return known.stream()
        .filter(each -> written(each).equalsIgnoreCase(text))
        .findFirst()
        .<Parsed<E>>map(Parsed.Valid::new)
        .orElseGet(
            () ->
                new Parsed.Invalid<>(
                    "not one of "
                        + String.join(", ", known.stream().map(Converters::written).toList())
                        + ": \""
                        + text
                        + "\""));
  }

  private static String written(Enum<?> each) {
    return each.name().toLowerCase(Locale.ROOT);
  }

  private static Parsed<Instant> instant(String text) {
    try {
      return new Parsed.Valid<>(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return new Parsed.Invalid<>("not a time such as 2026-01-31T12:00:00Z: \"" + text + "\"");
    }
  }

  /// A policy domain, as the `DOMAIN` of the commands: U-labels are welcome.
  private static Parsed<DomainName> domain(String text) {
    return switch (PolicyDomain.of(text)) {
      case PolicyDomain.Parsed.Domain(DomainName name) -> new Parsed.Valid<>(name);
      case PolicyDomain.Parsed.None(String why) ->
          new Parsed.Invalid<>("not a mail domain: \"" + text + "\": " + why);
    };
  }

  private static Parsed<Mailbox> mailbox(String text) {
    return switch (Mailbox.parse(text)) {
      case Mailbox.Parsed.Valid(Mailbox mailbox) -> new Parsed.Valid<>(mailbox);
      case Mailbox.Parsed.Invalid(String why) -> new Parsed.Invalid<>(why);
    };
  }

  /// An address, or `<>` for nobody. Nothing is neither: a script's variable may be empty.
  private static Parsed<ReversePath> reversePath(String text) {
    if (text.equals("<>")) {
      return new Parsed.Valid<>(new ReversePath.Nobody());
    }
    if (text.isEmpty()) {
      return new Parsed.Invalid<>("no address; where nobody is meant, write <>");
    }
    return switch (Mailbox.parse(text)) {
      case Mailbox.Parsed.Valid(Mailbox mailbox) ->
          new Parsed.Valid<>(new ReversePath.Sender(mailbox));
      case Mailbox.Parsed.Invalid(String why) -> new Parsed.Invalid<>(why);
    };
  }

  private static Parsed<NextHop> nextHop(String text) {
    return switch (NextHop.parse(text)) {
      case NextHop.Parsed.Valid(NextHop hop) -> new Parsed.Valid<>(hop);
      case NextHop.Parsed.Invalid(String why) -> new Parsed.Invalid<>(why);
    };
  }
}
