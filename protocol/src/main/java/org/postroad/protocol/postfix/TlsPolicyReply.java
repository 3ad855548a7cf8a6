package org.postroad.protocol.postfix;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.mtasts.MxPattern;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.PolicyMode;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.precedence.DaneUse;
import org.postroad.protocol.precedence.DomainLevel;
import org.postroad.protocol.socketmap.SocketmapReply;

/// The reply to "what TLS policy has this domain", in the words of the one who asks.
///
/// `OK secure match=mail.example.com:.example.net servername=hostname` for a policy in `enforce`;
/// `NOTFOUND` where none is to be enforced, so that the sender's own level stands; `TEMP` where
/// that cannot be said yet.
///
/// A certificate must name what `match=` lists. Where the live MX is known, those are the MX hosts
/// that a pattern of the policy covers, which is exact. Where it is not known, or none is covered,
/// they are the patterns themselves: a wildcard is then as wide as Postfix reads it (any depth),
/// and if no host is covered, delivery fails at the certificate and is delayed. Of the patterns
/// that Postfix would read so wide that an uncovered MX host passes (`*.example.net` for
/// `a.b.example.net`), none goes out where it cannot tell them from exact ones itself.
///
/// A reply that would be too long sheds what the decision does not need, see [#published].
public final class TlsPolicyReply {

  private TlsPolicyReply() {}

  /// The reply for the policy domain `domain`.
  ///
  /// @param override one that is active now
  public static SocketmapReply of(
      DomainName domain,
      Resolution resolution,
      LiveMx mx,
      Dialect dialect,
      Optional<PolicyOverride> override) {
    return decree(override)
        .map(decree -> decreed(domain, decree, dialect))
        .orElseGet(() -> resolved(domain, resolution, mx, dialect));
  }

  /// The same where DANE is switched on: `level` is what DANE and the policy come to together.
  ///
  /// sendmail cannot be told of DANE by this map, and goes by TLSA records of its own accord: it
  /// hears of the policy alone.
  public static SocketmapReply of(
      DomainName domain,
      DomainLevel level,
      Resolution resolution,
      LiveMx mx,
      Dialect dialect,
      Optional<PolicyOverride> override) {
    Optional<PolicyOverride> decree = decree(override);
    if (decree.isPresent()) {
      return decreed(domain, decree.get(), dialect);
    }
    return dialect == Dialect.STS
        ? resolved(domain, resolution, mx, dialect)
        : levelled(domain, level, resolution, mx, dialect);
  }

  /// What the operator decrees for a domain as far as DANE goes.
  public static DaneUse daneUse(Optional<PolicyOverride> override) {
    return override.filter(decree -> decree.level() == PolicyOverride.Level.DANE_ONLY).isPresent()
        ? DaneUse.MANDATORY
        : DaneUse.OPPORTUNISTIC;
  }

  private static Optional<PolicyOverride> decree(Optional<PolicyOverride> override) {
    return override.filter(decree -> decree.level() != PolicyOverride.Level.POLICY);
  }

  private static SocketmapReply levelled(
      DomainName domain, DomainLevel level, Resolution resolution, LiveMx mx, Dialect dialect) {
    return switch (level) {
      case DomainLevel.DaneOnly some -> new SocketmapReply.Ok("dane-only");
      case DomainLevel.Dane all -> new SocketmapReply.Ok("dane");
      case DomainLevel.Secure(List<DomainName> leftOut) ->
          resolved(domain, resolution, mx, leftOut, dialect);
      case DomainLevel.Own own -> new SocketmapReply.NotFound();
      case DomainLevel.TryLater(String why) -> new SocketmapReply.Temp(why);
    };
  }

  private static SocketmapReply resolved(
      DomainName domain, Resolution resolution, LiveMx mx, Dialect dialect) {
    return resolved(domain, resolution, mx, List.of(), dialect);
  }

  private static SocketmapReply resolved(
      DomainName domain,
      Resolution resolution,
      LiveMx mx,
      List<DomainName> leftOut,
      Dialect dialect) {
    return switch (resolution) {
      case Resolution.NoPolicy none -> new SocketmapReply.NotFound();
      case Resolution.TryLater later ->
          new SocketmapReply.Temp("policy of " + domain + ": " + later.detail());
      case Resolution.Applies(var held, var source) ->
          // RFC 8461 §5: `testing` and `none` stop no delivery, and saying `may` for them would
          // lower the sender's own level.
          held.policy().mode() == PolicyMode.ENFORCE
              ? published(domain, held.policy(), mx, leftOut, dialect)
              : new SocketmapReply.NotFound();
    };
  }

  /// The first of these that is short enough: all of it; without the text of the policy; with those
  /// patterns only that cover a live MX host; without what Postfix knows only since 3.10. Of each,
  /// the one with exact hosts comes before the one with patterns. Nothing is cut off that would let
  /// another host through, or stop a covered one: the last is what older releases always get.
  ///
  /// @param leftOut hosts that must not pass; then there are exact hosts, or no reply but TEMP
  private static SocketmapReply published(
      DomainName domain, Policy policy, LiveMx mx, List<DomainName> leftOut, Dialect dialect) {
    List<DomainName> covered =
        covered(domain, policy, mx).stream().filter(host -> !leftOut.contains(host)).toList();
    String exact = match(covered.stream().flatMap(host -> MatchName.host(host).stream()));
    List<MatchName> patterns =
        policy.mx().stream().flatMap(p -> MatchName.pattern(p).stream()).toList();
    List<DomainName> strangers =
        dialect == Dialect.POSTFIX
            ? hosts(domain, mx).filter(host -> !policy.covers(host)).toList()
            : List.of(); // the others hold the MX against the patterns themselves
    String wide =
        match(patterns.stream().filter(p -> strangers.stream().noneMatch(p::letsThrough)));
    List<String> matches =
        (leftOut.isEmpty() ? Stream.of(exact, wide) : Stream.of(exact))
            .filter(match -> !match.isEmpty())
            .toList();
    if (matches.isEmpty()) {
      return new SocketmapReply.Temp(
          "policy of "
              + domain
              + (patterns.isEmpty()
                  ? " names no host that can match"
                  : " covers no host of its MX"
                      + (leftOut.isEmpty() ? "" : " that can be looked up")));
    }
    List<Supplier<String>> attributes = new ArrayList<>();
    if (dialect == Dialect.POSTFIX_3_10) {
      StsAttributes all = StsAttributes.of(domain, policy);
      attributes.add(all::text);
      attributes.add(() -> all.withoutText().text());
      attributes.add(() -> all.withoutText().coveringOnly(covered).text());
    }
    attributes.add(() -> "");
    for (Supplier<String> attribute : attributes) {
      for (String match : matches) {
        String data = secure(match) + attribute.get();
        if (SocketmapReply.Ok.fits(data)) {
          return new SocketmapReply.Ok(data);
        }
      }
    }
    return new SocketmapReply.Temp("policy of " + domain + " is too long for a reply");
  }

  /// The MX hosts that a pattern covers, in the order in which they are tried.
  private static List<DomainName> covered(DomainName domain, Policy policy, LiveMx mx) {
    return hosts(domain, mx).filter(policy::covers).distinct().toList();
  }

  /// The MX hosts as far as they are known, in the order in which they are tried.
  private static Stream<DomainName> hosts(DomainName domain, LiveMx mx) {
    return switch (mx) {
      case LiveMx.Unknown unknown -> Stream.of();
      case LiveMx.Known(List<MxRecord> records) when records.isEmpty() ->
          Stream.of(domain); // RFC 5321 §5.1: the implicit MX
      case LiveMx.Known(List<MxRecord> records) ->
          records.stream().sorted(MxRecord.byPreference()).map(MxRecord::exchange);
    };
  }

  private static SocketmapReply decreed(DomainName domain, PolicyOverride decree, Dialect dialect) {
    PolicyOverride.Level level = decree.level();
    return switch (level) {
      case NONE, POLICY -> new SocketmapReply.NotFound();
      case SECURE -> {
        List<MatchName> names = decree.match();
        String match = match(names.isEmpty() ? domainAndBelow(domain) : names.stream());
        String data = secure(match);
        yield !match.isEmpty() && SocketmapReply.Ok.fits(data)
            ? new SocketmapReply.Ok(data)
            : new SocketmapReply.Temp("override for " + domain + " names no host that can match");
      }
      // sendmail's STS rules know `secure` only. Without a policy it takes TLS if offered, which is
      // `may`; the others it cannot be told, and nothing weaker may stand in for them.
      case MAY ->
          dialect == Dialect.STS
              ? new SocketmapReply.NotFound()
              : new SocketmapReply.Ok(level.text());
      case ENCRYPT, DANE_ONLY ->
          dialect == Dialect.STS
              ? new SocketmapReply.Temp(
                  "override for " + domain + ": map sts cannot say " + level.text())
              : new SocketmapReply.Ok(level.text());
    };
  }

  private static Stream<MatchName> domainAndBelow(DomainName domain) {
    return Stream.of(MatchName.host(domain), MatchName.pattern(new MxPattern.Wildcard(domain)))
        .flatMap(Optional::stream);
  }

  private static String match(Stream<MatchName> names) {
    return names.map(MatchName::text).distinct().collect(Collectors.joining(":"));
  }

  /// RFC 8461 §7.1 wants SNI with the name of the MX host, which is what `hostname` stands for. It
  /// is the last word, for sendmail knows it only there.
  private static String secure(String match) {
    return "secure match=" + match + " servername=hostname";
  }
}
