package org.postroad.app.labs.audit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.postroad.app.labs.audit.Result.Verdict;
import org.postroad.app.labs.audit.Scene.Letter;
import org.postroad.lab.Sender;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.mx.SmtpVisit;
import org.postroad.lab.net.Journal;

/// Judges a case that was played: by what the exchangers received, not by what the sender says.
final class Judge {

  private static final List<String> ENVELOPE = List.of("MAIL ", "RCPT ");

  private final Scene scene;

  private Judge(Scene scene) {
    this.scene = scene;
  }

  static Result of(Scene scene) {
    return new Judge(scene).judge();
  }

  private Result judge() {
    List<Letter> letters = scene.letters();
    for (int i = 0; i < letters.size(); i++) {
      Letter letter = letters.get(i);
      Seen seen = seen(letter);
      Optional<String> wrong = fault(letter, seen);
      if (wrong.isPresent()) {
        String which = i == letters.size() - 1 ? "" : "message " + (i + 1) + " before it: ";
        return Result.failed(seen, which + wrong.get() + "; " + letter.words());
      }
    }
    Letter last = letters.getLast();
    Optional<String> complaint =
        scene.complaints().stream().findFirst().or(this::leak).or(this::pipelined);
    return complaint
        .map(what -> Result.failed(seen(last), what + "; " + last.words()))
        .orElseGet(() -> new Result(Verdict.OK, Optional.of(seen(last)), last.words()));
  }

  /// What is wrong with how a message ended.
  private Optional<String> fault(Letter letter, Seen seen) {
    boolean mayBeInClear = scene.played().mayBeInClear();
    boolean robbed = seen == Seen.ATTACKER || seen == Seen.ATTACKER_IN_CLEAR;
    boolean right = letter.due().map(due -> due.allows(seen, mayBeInClear)).orElse(!robbed);
    if (right) {
      return Optional.empty();
    }
    return Optional.of(seen.words() + letter.due().map(due -> ", not: " + due.words()).orElse(""));
  }

  private Seen seen(Letter letter) {
    List<ReceivedMail> stolen =
        Stream.concat(scene.strangers().stream().map(LabMx::messages), scene.loot().stream())
            .flatMap(journal -> copies(journal, letter).stream())
            .toList();
    List<ReceivedMail> received =
        scene.hosts().stream().flatMap(mx -> copies(mx.messages(), letter).stream()).toList();
    if (!stolen.isEmpty()) {
      boolean inClear = stolen.stream().anyMatch(ReceivedMail::inClear);
      return inClear ? Seen.ATTACKER_IN_CLEAR : Seen.ATTACKER;
    }
    if (!received.isEmpty()) {
      boolean inClear = received.stream().anyMatch(ReceivedMail::inClear);
      return inClear ? Seen.DELIVER_IN_CLEAR : Seen.DELIVER;
    }
    return letter.claim().map(Sender.Seen::outcome).map(Judge::claimed).orElse(Seen.SILENT);
  }

  private static Seen claimed(Sender.Outcome outcome) {
    return switch (outcome) {
      case DELIVERED -> Seen.LOST;
      case DEFERRED -> Seen.DELAY;
      case FAILED -> Seen.BOUNCE;
    };
  }

  private static List<ReceivedMail> copies(Journal<ReceivedMail> journal, Letter letter) {
    return journal.entries().stream()
        .filter(mail -> mail.data().contains(letter.post().mark()))
        .toList();
  }

  /// Sender and recipient are part of what a policy protects.
  private Optional<String> leak() {
    if (scene.played().mayBeInClear()) {
      return Optional.empty();
    }
    return visits()
        .filter(Judge::namesInClear)
        .findFirst()
        .map(visit -> "the envelope crossed in clear");
  }

  private static boolean namesInClear(SmtpVisit visit) {
    return visit.commands().stream()
        .limit(visit.commandsInClear())
        .map(line -> line.toUpperCase(Locale.ROOT))
        .anyMatch(line -> ENVELOPE.stream().anyMatch(line::startsWith));
  }

  /// RFC 3207 §4.2: what is said behind STARTTLS waits for the handshake.
  private Optional<String> pipelined() {
    return visits()
        .filter(visit -> !visit.pipelined().isEmpty())
        .findFirst()
        .map(visit -> "commands were sent behind STARTTLS, before the handshake");
  }

  private Stream<SmtpVisit> visits() {
    return Stream.concat(scene.hosts().stream(), scene.strangers().stream())
        .flatMap(mx -> mx.visits().entries().stream());
  }
}
