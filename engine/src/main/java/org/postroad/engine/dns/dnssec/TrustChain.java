package org.postroad.engine.dns.dnssec;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postroad.protocol.dns.Answer.Why;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

/// The resolver behind dnsjava's: gives it the statement that it is to judge, and the keys that it
/// asks for on the way.
final class TrustChain implements Resolver {

  private final KeyRecords keys;
  private final Supplier<SignatureRules> rules;

  TrustChain(KeyRecords keys, Supplier<SignatureRules> rules) {
    this.keys = keys;
    this.rules = rules;
  }

  @Override
  public CompletionStage<Message> sendAsync(Message query, Executor executor) {
    if (!(executor instanceof Lookup lookup)) {
      throw new IllegalStateException("a query that belongs to no look-up");
    }
    Record question = query.getQuestion();
    Optional<Message> stated = lookup.stated(question);
    if (stated.isPresent()) {
      return CompletableFuture.completedFuture(stated.get());
    }
    if (!lookup.mayAsk()) {
      return refused();
    }
    Optional<KeyMessage.Usable> remembered = keys.remembered(question);
    if (remembered.isPresent()) {
      lookup.remembered(question);
      return answer(remembered.get(), query, lookup);
    }
    // dnsjava goes on in a thread of a pool that all share, where nothing may wait.
    CompletableFuture<Message> later = new CompletableFuture<>();
    lookup.execute(
        () -> {
          try {
            later.complete(asked(query, lookup).toCompletableFuture().join());
          } catch (RuntimeException e) {
            later.completeExceptionally(e);
          }
        });
    return later;
  }

  private CompletionStage<Message> asked(Message query, Lookup lookup) {
    Record question = query.getQuestion();
    return switch (keys.ask(question, rules.get(), lookup.deadline())) {
      case KeyMessage.Refused(Why why, String detail) -> {
        lookup.fail(
            why, question.getName() + " " + Type.string(question.getType()) + ": " + detail);
        yield refused();
      }
      case KeyMessage.Usable usable -> answer(usable, query, lookup);
    };
  }

  private static CompletionStage<Message> answer(
      KeyMessage.Usable usable, Message query, Lookup lookup) {
    return lookup.pay(usable.signatures())
        ? CompletableFuture.completedFuture(usable.message(query))
        : refused();
  }

  private static CompletionStage<Message> refused() {
    return CompletableFuture.failedFuture(new IOException("see what the look-up says"));
  }

  // What dnsjava would set about a transport of its own.

  @Override
  public void setPort(int port) {}

  @Override
  public void setTCP(boolean flag) {}

  @Override
  public void setIgnoreTruncation(boolean flag) {}

  @Override
  public void setEDNS(int version, int payloadSize, int flags, List<EDNSOption> options) {}

  @Override
  public void setTSIGKey(@Nullable TSIG key) {}

  @Override
  public void setTimeout(Duration timeout) {}
}
