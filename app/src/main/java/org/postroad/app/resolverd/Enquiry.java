package org.postroad.app.resolverd;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.postroad.app.config.Configuration;
import org.postroad.app.config.SocketmapEndpoint;
import org.postroad.app.output.Json;
import org.postroad.engine.policyhost.PolicySource;
import org.postroad.engine.resolve.MemoryPolicyCache;
import org.postroad.engine.resolve.MxLookup;
import org.postroad.engine.resolve.PolicyResolver;
import org.postroad.engine.resolve.ResolverEvents;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.mtasts.PolicyRules;
import org.postroad.protocol.postfix.Dialect;
import org.postroad.protocol.socketmap.SocketmapReply;
import org.postroad.protocol.socketmap.SocketmapRequest;

/// Asks about domains, a running daemon or the network itself: the core of `resolve` and `explain`.
public sealed interface Enquiry extends AutoCloseable {

  /// What was said, or why nothing was.
  sealed interface Answer {
    /// @param undetermined nobody can say yet
    record Said(String text, boolean undetermined) implements Answer {}

    record Unanswered(String why) implements Answer {}

    /// The question itself was wrong: a map that is not there, a name that is none.
    record Refused(String why) implements Answer {}
  }

  /// Why a map cannot be asked; empty if there is one of that name.
  static Optional<Answer.Refused> noMap(String map) {
    return Dialect.mapNames().contains(map)
        ? Optional.empty()
        : Optional.of(
            new Answer.Refused(
                "no map " + map + ", known are " + String.join(", ", Dialect.mapNames())));
  }

  /// The reply of a map.
  Answer reply(String map, String domain);

  /// The object of `resolve --json`.
  Answer resolveJson(String domain);

  /// The object of `explain --json`.
  Answer explainJson(String domain);

  /// The explanation for a person.
  Answer explainText(String domain);

  @Override
  void close();

  /// Asks the daemon that listens there.
  static Enquiry ofDaemon(SocketmapEndpoint endpoint, Duration within) {
    return new OfDaemon(endpoint, within);
  }

  /// Asks the network, with an empty cache and the overrides of the configuration.
  ///
  /// @param dane whether DANE decides beside the policies; `dns` must validate then
  static Enquiry ofNetwork(
      Configuration configuration,
      Dns dns,
      boolean dane,
      PolicySource source,
      InstantSource clock) {
    return new OfNetwork(configuration, dns, dane, source, clock);
  }

  /// By socketmap.
  record OfDaemon(SocketmapEndpoint endpoint, Duration within) implements Enquiry {
    /// In the JSON of the daemon, and in its text.
    private static final Pattern UNDETERMINED =
        Pattern.compile("\"result\" ?: ?\"try_later\"|^  postfix +TEMP ", Pattern.MULTILINE);

    @Override
    public Answer reply(String map, String domain) {
      return ask(map, domain, false);
    }

    @Override
    public Answer resolveJson(String domain) {
      return ask("resolve", domain, true);
    }

    @Override
    public Answer explainJson(String domain) {
      return ask("explain", domain, true);
    }

    @Override
    public Answer explainText(String domain) {
      return ask("explain-text", domain, true);
    }

    @Override
    public void close() {}

    /// @param dataOnly whether the text is the data behind `OK`, not the whole reply
    private Answer ask(String map, String domain, boolean dataOnly) {
      SocketmapRequest request;
      try {
        request = new SocketmapRequest(map, domain);
      } catch (IllegalArgumentException e) {
        return new Answer.Refused("not a map name: " + map);
      }
      return switch (SocketmapClient.ask(endpoint, request, within)) {
        case SocketmapClient.Asked.Unanswered(String why) -> new Answer.Unanswered(why);
        case SocketmapClient.Asked.Replied replied -> answer(replied.reply(), dataOnly);
      };
    }

    private static Answer answer(SocketmapReply reply, boolean dataOnly) {
      return switch (reply) {
        case SocketmapReply.Ok(String data) when dataOnly ->
            new Answer.Said(data, UNDETERMINED.matcher(data).find());
        case SocketmapReply.Ok ok -> new Answer.Said(reply.text(), false);
        case SocketmapReply.NotFound none -> new Answer.Said(reply.text(), false);
        case SocketmapReply.Perm(String reason) -> new Answer.Refused(reason);
        case SocketmapReply.Temp(String reason) when dataOnly -> new Answer.Unanswered(reason);
        case SocketmapReply.Temp temp -> new Answer.Said(reply.text(), true);
        case SocketmapReply.Timeout timeout -> new Answer.Said(reply.text(), true);
      };
    }
  }

  /// By a resolver of our own.
  final class OfNetwork implements Enquiry {
    private static final int REMEMBERED = 10_000;

    private final PolicyResolver resolver;
    private final Explainer explainer;

    OfNetwork(
        Configuration configuration,
        Dns dns,
        boolean dane,
        PolicySource source,
        InstantSource clock) {
      MemoryPolicyCache cache = new MemoryPolicyCache(REMEMBERED);
      StepRecorder recorder = new StepRecorder(ResolverEvents.NONE);
      PolicyRules rules = new PolicyRules(configuration.resolver().deferUnanswered());
      // Somebody waits for just this: until the fetch has its own end.
      PolicyResolver.Limits limits =
          new PolicyResolver.Limits(
              configuration.fetch().timeout().plus(configuration.dns().timeout()), 10, 10);
      resolver = new PolicyResolver(dns, source, cache, rules, clock, limits, recorder);
      explainer =
          new Explainer(
              resolver,
              cache,
              dns,
              dane ? Optional.of(MxLookup.forMail(dns, limits.answerWithin())) : Optional.empty(),
              recorder,
              domain -> {
                Instant now = clock.instant();
                return Optional.ofNullable(configuration.overrides().get(domain))
                    .filter(override -> override.activeAt(now));
              },
              clock);
    }

    @Override
    public Answer reply(String map, String domain) {
      Optional<Answer.Refused> none = noMap(map);
      if (none.isPresent()) {
        return none.get();
      }
      Explanation explanation = explainer.explain(domain);
      String reply = Objects.requireNonNull(explanation.replies().get(map), map);
      return new Answer.Said(reply, explanation.isUndetermined());
    }

    @Override
    public Answer resolveJson(String domain) {
      return said(domain, it -> Json.document("postroad.resolve/1", it::resolveKeys));
    }

    @Override
    public Answer explainJson(String domain) {
      return said(domain, it -> Json.document("postroad.explain/1", it::explainKeys));
    }

    @Override
    public Answer explainText(String domain) {
      return said(domain, Explanation::text);
    }

    private Answer said(String domain, Function<Explanation, String> words) {
      Explanation explanation = explainer.explain(domain);
      return new Answer.Said(words.apply(explanation), explanation.isUndetermined());
    }

    @Override
    public void close() {
      resolver.close();
    }
  }
}
