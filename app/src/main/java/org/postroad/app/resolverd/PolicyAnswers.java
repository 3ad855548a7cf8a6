package org.postroad.app.resolverd;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.postroad.app.output.Json;
import org.postroad.engine.dns.DnsClient;
import org.postroad.engine.dns.EventDns;
import org.postroad.engine.resolve.MxLookup;
import org.postroad.engine.resolve.PolicyResolver;
import org.postroad.engine.resolve.PolicyResolver.Resolved;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.Destination;
import org.postroad.protocol.mtasts.PolicyDomain;
import org.postroad.protocol.mtasts.PolicyMode;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.postfix.Dialect;
import org.postroad.protocol.postfix.LiveMx;
import org.postroad.protocol.postfix.PolicyOverride;
import org.postroad.protocol.postfix.TlsPolicyReply;
import org.postroad.protocol.precedence.DaneUse;
import org.postroad.protocol.precedence.DomainLevel;
import org.postroad.protocol.precedence.Precedence;
import org.postroad.protocol.socketmap.SocketmapReply;
import org.postroad.protocol.socketmap.SocketmapRequest;

/// The daemon's answers: warm ones from [WarmReplies], the others by way of the resolver, kept warm
/// for as long as they hold.
///
/// A reply under `enforce` names the live MX hosts, freshly looked up, for as long as their answer
/// counts. Where the DNS does not say within [#MX_WITHIN], the reply goes out with the policy's own
/// patterns, and the exact one takes its place when the answer is there: a new MX that the policy
/// covers gets its mail. An MX that the policy does not cover casts doubt on the cached policy,
/// which may then be fetched anew.
final class PolicyAnswers implements Replies, AutoCloseable {

  /// The maps beside the dialects': JSON and text for people and commands, by Unix socket or
  /// loopback.
  static final List<String> OTHER_MAPS = List.of("explain", "explain-text", "resolve");

  /// How long a question waits for the MX.
  private static final Duration MX_WITHIN = Duration.ofSeconds(1);

  private static final LiveMx UNKNOWN = new LiveMx.Unknown();

  private final WarmReplies warm;
  private final PolicyResolver resolver;
  private final Explainer explainer;
  private final Function<DomainName, Optional<PolicyOverride>> overrides;
  private final InstantSource clock;
  private final MxWatch mxWatch;
  private final Optional<MxLookup> dane;
  private final Optional<DnsClient> client;
  private Optional<EventDns> eventDns = Optional.empty(); // of the loop's thread

  /// @param dane looks up what DANE decides by, where it is switched on
  /// @param client what asks for records in the event loop, if anything may
  /// @param overrides those that count now
  PolicyAnswers(
      WarmReplies warm,
      PolicyResolver resolver,
      Dns dns,
      Optional<MxLookup> dane,
      Optional<DnsClient> client,
      Explainer explainer,
      Function<DomainName, Optional<PolicyOverride>> overrides,
      InstantSource clock) {
    this.warm = warm;
    this.resolver = resolver;
    this.dane = dane;
    this.client = client;
    this.explainer = explainer;
    this.overrides = overrides;
    this.clock = clock;
    this.mxWatch = new MxWatch(dns, this::mxAnswered);
  }

  @Override
  public void tick() {
    warm.tick();
  }

  @Override
  public boolean ready(byte[] request, int offset, int length, ByteBuffer out) {
    return warm.ready(request, offset, length, out);
  }

  @Override
  public void servedBy(EventDns.EventLoop loop) {
    // With DANE a domain without a record is not answered by that alone.
    eventDns = dane.isPresent() ? Optional.empty() : client.map(dns -> new EventDns(dns, loop));
  }

  @Override
  public void sweep() {
    eventDns.ifPresent(EventDns::sweep);
  }

  /// For the domains that were never asked for, of which most have no policy.
  @Override
  public boolean begin(SocketmapRequest request, Consumer<Optional<SocketmapReply>> done) {
    Optional<Dialect> dialect = eventDns.isPresent() ? Dialect.of(request.map()) : Optional.empty();
    if (dialect.isEmpty()
        || !(Destination.parse(request.key()) instanceof Destination.Parsed.Named(var to))
        || !(PolicyDomain.of(to.name()) instanceof PolicyDomain.Parsed.Domain(var domain))
        || overridden(domain)) {
      return false;
    }
    long mark = warm.mark();
    return resolver.firstLook(
        domain,
        eventDns.get(),
        resolved -> done.accept(resolved.map(known -> reply(mark, to, known, dialect.get()))));
  }

  @Override
  public SocketmapReply answer(SocketmapRequest request, Asker asker) {
    Optional<Dialect> dialect = Dialect.of(request.map());
    if (dialect.isEmpty()) {
      return asker.local()
          ? explain(request)
          : new SocketmapReply.Perm("map " + request.map() + " is answered to local clients only");
    }
    return switch (Destination.parse(request.key())) {
      case Destination.Parsed.None none -> new SocketmapReply.NotFound();
      case Destination.Parsed.Named(Destination to) ->
          switch (PolicyDomain.of(to.name())) {
            case PolicyDomain.Parsed.Domain domain -> policy(to, dialect.get());
            case PolicyDomain.Parsed.None(String why) -> withoutPolicy(to, why, dialect.get());
          };
    };
  }

  @Override
  public void close() {
    mxWatch.close();
    eventDns.ifPresent(EventDns::close);
  }

  /// A name that can have no policy, but MX and TLSA records of its own.
  private SocketmapReply withoutPolicy(Destination to, String why, Dialect dialect) {
    Resolution none = new Resolution.NoPolicy(Resolution.Reason.NOT_A_DOMAIN, why);
    return reply(
        warm.mark(), to, new Resolved(none, clock.instant().plus(MxWatch.TTL_MAX)), dialect);
  }

  private SocketmapReply policy(Destination to, Dialect dialect) {
    DomainName domain = to.name();
    long mark = warm.mark();
    Optional<PolicyOverride> override = overrides.apply(domain);
    if (override.filter(o -> o.level() != PolicyOverride.Level.POLICY).isPresent()) {
      Resolution nobodyAsked = new Resolution.NoPolicy(Resolution.Reason.NO_RECORD, "overridden");
      SocketmapReply reply = TlsPolicyReply.of(domain, nobodyAsked, UNKNOWN, dialect, override);
      Instant hour = clock.instant().plus(MxWatch.TTL_MAX);
      Instant until = override.get().until().filter(hour::isAfter).orElse(hour);
      warm.put(mark, dialect, to, reply, until);
      return reply;
    }
    Resolved resolved = resolver.resolved(domain);
    if (isFetched(resolved.resolution()) && resolved.until().isAfter(clock.instant())) {
      // The fetch made everything before it forgotten, our mark too: once more, from the cache.
      mark = warm.mark();
      resolved = resolver.resolved(domain);
    }
    return reply(mark, to, resolved, dialect);
  }

  private SocketmapReply reply(long mark, Destination to, Resolved resolved, Dialect dialect) {
    if (dane.isPresent() && dialect != Dialect.STS) { // which cannot be told of DANE
      return withDane(dane.get(), mark, to, resolved, dialect);
    }
    if (!isEnforced(resolved.resolution())) {
      return keep(mark, dialect, to, resolved, UNKNOWN, resolved.until());
    }
    if (to.bracketed()) { // its own road
      return keep(mark, dialect, to, resolved, LiveMxOf.ITSELF, resolved.until());
    }
    return mxWatch
        .ask(to.name(), MX_WITHIN)
        .map(answer -> enforced(mark, to, resolved, answer, dialect))
        .orElseGet(() -> keep(mark, dialect, to, resolved, UNKNOWN, soon(resolved.until())));
  }

  /// The reply to one dialect, from the hosts that the MX answer names.
  private SocketmapReply enforced(
      long mark, Destination to, Resolved resolved, Answer answer, Dialect dialect) {
    LiveMx live = LiveMxOf.answer(answer);
    Instant until = earlier(resolved.until(), clock.instant().plus(MxWatch.counts(answer)));
    doubtIfForeign(to.name(), resolved.resolution(), live);
    return keep(mark, dialect, to, resolved, live, until);
  }

  /// DANE and the policy together. All hosts are waited for: what one of them may have decides.
  private SocketmapReply withDane(
      MxLookup lookup, long mark, Destination to, Resolved resolved, Dialect dialect) {
    DomainName domain = to.name();
    MxLookup.Gathered gathered = lookup.of(to, resolved.resolution(), DaneUse.OPPORTUNISTIC);
    LiveMx live = LiveMxOf.answer(gathered.mx());
    doubtIfForeign(domain, resolved.resolution(), live);
    DomainLevel level =
        Precedence.decide(gathered.facts(), resolved.resolution(), DaneUse.OPPORTUNISTIC).level();
    SocketmapReply reply =
        TlsPolicyReply.of(domain, level, resolved.resolution(), live, dialect, Optional.empty());
    if (!(level instanceof DomainLevel.TryLater)) {
      Instant mx = clock.instant().plus(MxWatch.within(gathered.holds()));
      // Where DANE decides alone, a policy that is not known yet is no reason to ask again.
      Instant until =
          resolved.resolution() instanceof Resolution.TryLater
              ? earlier(mx, clock.instant().plus(MxWatch.TTL_MIN))
              : earlier(mx, resolved.until());
      warm.put(mark, dialect, to, reply, until);
    }
    return reply;
  }

  /// An MX host that the policy does not cover: the policy may be old.
  private void doubtIfForeign(DomainName domain, Resolution resolution, LiveMx live) {
    if (resolution instanceof Resolution.Applies(CachedPolicy held, var source)
        && held.policy().mode() == PolicyMode.ENFORCE
        && live instanceof LiveMx.Known(List<MxRecord> records)
        && !records.stream().map(MxRecord::exchange).allMatch(held.policy()::covers)) {
      resolver.doubt(domain);
    }
  }

  /// An MX answer that came too late for a question: the exact replies take the place of those with
  /// patterns.
  private void mxAnswered(DomainName domain, Answer answer) {
    long mark = warm.mark();
    Destination to = Destination.of(domain);
    if (resolver.cached(domain).isEmpty() || overridden(domain)) {
      return;
    }
    Resolved resolved = resolver.resolved(domain); // from the cache, at once
    if (isEnforced(resolved.resolution())) {
      for (Dialect dialect : Dialect.values()) {
        var _ = enforced(mark, to, resolved, answer, dialect);
      }
    }
  }

  private SocketmapReply keep(
      long mark, Dialect dialect, Destination to, Resolved resolved, LiveMx live, Instant until) {
    SocketmapReply reply =
        TlsPolicyReply.of(to.name(), resolved.resolution(), live, dialect, Optional.empty());
    warm.put(mark, dialect, to, reply, until);
    return reply;
  }

  private Instant soon(Instant until) {
    return earlier(until, clock.instant().plus(MxWatch.TTL_MIN));
  }

  private boolean overridden(DomainName domain) {
    return overrides
        .apply(domain)
        .filter(o -> o.level() != PolicyOverride.Level.POLICY)
        .isPresent();
  }

  private SocketmapReply explain(SocketmapRequest request) {
    Explanation explanation = explainer.explain(request.key());
    String text =
        switch (request.map()) {
          case "resolve" -> Json.document("postroad.resolve/1", explanation::resolveKeys);
          case "explain" -> Json.document("postroad.explain/1", explanation::explainKeys);
          default -> explanation.text();
        };
    return SocketmapReply.Ok.fits(text)
        ? new SocketmapReply.Ok(text)
        : new SocketmapReply.Temp("explanation of " + text.length() + " bytes is too long");
  }

  private static boolean isFetched(Resolution resolution) {
    return resolution instanceof Resolution.Applies(CachedPolicy held, var source)
        && source == Resolution.Source.FETCHED;
  }

  private static boolean isEnforced(Resolution resolution) {
    return resolution instanceof Resolution.Applies(CachedPolicy held, var source)
        && held.policy().mode() == PolicyMode.ENFORCE;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
