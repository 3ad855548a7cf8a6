package org.postroad.lab.mx;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.postroad.lab.tls.ServerTls;

/// How a mail exchanger behaves. `MxConduct.honest()` is as it should be; each of the other methods
/// returns a copy with one thing changed.
///
/// Parameters of MAIL and RCPT that belong to no extension offered are refused with 555, messages
/// above an offered `SIZE` with 552. CHUNKING cannot be offered.
///
/// @param extensions EHLO keywords offered at any time, besides STARTTLS
/// @param extensionsInClear those offered before TLS only
/// @param extensionsUnderTls those offered under TLS only
/// @param replies what it answers instead of the usual
/// @param greylists whether it turns each pair of sender and recipient away in the first
///   conversation
/// @param demandsTls whether it takes mail under TLS only
/// @param tlsVersions as JSSE names them
public record MxConduct(
    StartTls startTls,
    List<String> extensions,
    List<String> extensionsInClear,
    List<String> extensionsUnderTls,
    Map<Stage, SmtpReply> replies,
    boolean greylists,
    boolean demandsTls,
    List<String> tlsVersions) {

  private static final List<String> USUAL =
      List.of("PIPELINING", "8BITMIME", "ENHANCEDSTATUSCODES", "SIZE " + LabMx.MESSAGE_MAX);

  public MxConduct {
    extensions = List.copyOf(extensions);
    extensionsInClear = List.copyOf(extensionsInClear);
    extensionsUnderTls = List.copyOf(extensionsUnderTls);
    replies = Map.copyOf(replies);
    tlsVersions = List.copyOf(tlsVersions);
  }

  /// Offers STARTTLS and takes every message.
  public static MxConduct honest() {
    return new MxConduct(
        new StartTls.Offered(),
        USUAL,
        List.of(),
        List.of(),
        Map.of(),
        false,
        false,
        ServerTls.VERSIONS);
  }

  /// Offers all that a modern server does: DSN and SMTPUTF8 besides the usual, and REQUIRETLS.
  public static MxConduct modern() {
    return honest().offering("DSN", "SMTPUTF8").offeringRequireTls();
  }

  /// Offers STARTTLS and nothing else.
  public static MxConduct bare() {
    return honest().extensions(List.of(), List.of(), List.of());
  }

  public MxConduct startTls(StartTls other) {
    return with(other, replies, greylists, demandsTls, tlsVersions);
  }

  /// A server of old: no STARTTLS.
  public MxConduct withoutStartTls() {
    return startTls(new StartTls.NotOffered());
  }

  /// Offers these besides the usual ones.
  public MxConduct offering(String... more) {
    return extensions(plus(extensions, more), extensionsInClear, extensionsUnderTls);
  }

  /// Offers these before TLS only.
  public MxConduct offeringInClear(String... more) {
    return extensions(extensions, plus(extensionsInClear, more), extensionsUnderTls);
  }

  /// Offers these under TLS only.
  public MxConduct offeringUnderTls(String... more) {
    return extensions(extensions, extensionsInClear, plus(extensionsUnderTls, more));
  }

  /// Offers none of these at any time: `without("PIPELINING", "SIZE")`.
  public MxConduct without(String... keywords) {
    List<String> names = List.of(keywords);
    return extensions(
        minus(extensions, names),
        minus(extensionsInClear, names),
        minus(extensionsUnderTls, names));
  }

  /// Takes messages of that many octets at most, and says so.
  public MxConduct sizeMax(long octets) {
    return without("SIZE").offering("SIZE " + octets);
  }

  /// Offers REQUIRETLS as RFC 8689 §2 wants it: under TLS only.
  public MxConduct offeringRequireTls() {
    return offeringUnderTls("REQUIRETLS");
  }

  /// Answers this at that stage.
  public MxConduct answering(Stage stage, SmtpReply reply) {
    Map<Stage, SmtpReply> more = new EnumMap<>(Stage.class);
    more.putAll(replies);
    more.put(stage, reply);
    return with(startTls, more, greylists, demandsTls, tlsVersions);
  }

  public MxConduct greylisting() {
    return with(startTls, replies, true, demandsTls, tlsVersions);
  }

  public MxConduct demandingTls() {
    return with(startTls, replies, greylists, true, tlsVersions);
  }

  public MxConduct tlsVersions(String... versions) {
    return with(startTls, replies, greylists, demandsTls, List.of(versions));
  }

  private MxConduct with(
      StartTls starting,
      Map<Stage, SmtpReply> answers,
      boolean greylisting,
      boolean demanding,
      List<String> versions) {
    return new MxConduct(
        starting,
        extensions,
        extensionsInClear,
        extensionsUnderTls,
        answers,
        greylisting,
        demanding,
        versions);
  }

  private MxConduct extensions(List<String> any, List<String> inClear, List<String> underTls) {
    return new MxConduct(
        startTls, any, inClear, underTls, replies, greylists, demandsTls, tlsVersions);
  }

  private static List<String> minus(List<String> some, List<String> names) {
    return some.stream().filter(keyword -> !names.contains(keyword.split(" ", 2)[0])).toList();
  }

  private static List<String> plus(List<String> some, String... more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return all;
  }
}
