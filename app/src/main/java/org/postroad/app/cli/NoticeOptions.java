package org.postroad.app.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postroad.protocol.smtp.DsnRequest;
import org.postroad.protocol.smtp.EnvelopeId;
import org.postroad.protocol.smtp.Notify;
import org.postroad.protocol.smtp.ReturnOfContent;
import org.postroad.protocol.smtp.ReversePath;
import org.postroad.protocol.text.Printable;
import picocli.CommandLine.Option;

/// What the sender of a message wants to hear of it (DSN, RFC 3461).
final class NoticeOptions {

  private static final int SHOWN_MAX = 80;

  @Option(
      names = "--notify",
      paramLabel = "success|failure|delay|never",
      description = {
        "of what the servers are to notify the sender (repeatable);",
        "never stands alone"
      })
  List<String> notify = new ArrayList<>();

  @Option(
      names = "--ret",
      paramLabel = "full|hdrs",
      description = "how much of the message comes back with a notice of failure")
  Optional<String> returned = Optional.empty();

  @Option(
      names = "--envid",
      paramLabel = "TEXT",
      description = "what notices are to call this transmission")
  Optional<String> envelopeId = Optional.empty();

  @Option(
      names = "--orcpt",
      description = "let each recipient's address stay with the message if it is rewritten")
  boolean originalRecipients;

  /// The options as a wish.
  ///
  /// @param requiresTls such a message never comes back whole (RFC 8689 §5)
  DsnRequest wanted(ReversePath from, boolean requiresTls) {
    DsnRequest wanted =
        new DsnRequest(
            notification(), returned.map(NoticeOptions::returned), id(), originalRecipients);
    if (requiresTls && wanted.returned().filter(ReturnOfContent.FULL::equals).isPresent()) {
      throw new UsageException(
          "--ret full: a message that requires TLS comes back with its header only (RFC 8689 §5)");
    }
    Optional<String> fault = wanted.fault(from);
    if (fault.isPresent()) {
      throw new UsageException("--ret, --notify: " + fault.get() + " (RFC 3461 §6.1)");
    }
    return wanted;
  }

  /// What is allowed and may go wrong elsewhere.
  Optional<String> advice() {
    return id().map(id -> id.encoded().length())
        .filter(length -> length > EnvelopeId.ADVISED_MAX)
        .map(
            length ->
                "--envid: "
                    + length
                    + " characters; RFC 3461 §5.4 advises "
                    + EnvelopeId.ADVISED_MAX
                    + " at most");
  }

  private Optional<Notify> notification() {
    if (notify.isEmpty()) {
      return Optional.empty();
    }
    Set<Notify.Condition> on = EnumSet.noneOf(Notify.Condition.class);
    for (String word : notify) {
      switch (word) {
        case "success" -> on.add(Notify.Condition.SUCCESS);
        case "failure" -> on.add(Notify.Condition.FAILURE);
        case "delay" -> on.add(Notify.Condition.DELAY);
        case "never" -> {
          if (notify.size() > 1) {
            throw new UsageException("--notify: never stands alone");
          }
        }
        default ->
            throw new UsageException(
                "--notify: not success, failure, delay or never: " + shown(word));
      }
    }
    return Optional.of(new Notify(on));
  }

  private static ReturnOfContent returned(String word) {
    return switch (word) {
      case "full" -> ReturnOfContent.FULL;
      case "hdrs" -> ReturnOfContent.HDRS;
      default -> throw new UsageException("--ret: neither full nor hdrs: " + shown(word));
    };
  }

  private Optional<EnvelopeId> id() {
    return envelopeId.map(
        text ->
            switch (EnvelopeId.parse(text)) {
              case EnvelopeId.Parsed.Valid(EnvelopeId id) -> id;
              case EnvelopeId.Parsed.Invalid(String why) ->
                  throw new UsageException("--envid: " + why + ": " + shown(text));
            });
  }

  private static String shown(String text) {
    return "\"" + Printable.of(text, SHOWN_MAX) + "\"";
  }
}
