package org.postroad.lab.policyhost;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/// A reply over HTTP/1. `HttpReply.policy(text)` is a good one; each of the other methods returns a
/// copy with one thing changed: `HttpReply.policy(text).status(404)`.
///
/// @param version `HTTP/1.1` or `HTTP/1.0`
/// @param headers whole lines; the length of the body is not among them, it follows from `framing`
public record HttpReply(
    String version, int status, List<String> headers, Body body, Framing framing) {

  private static final String MEDIA_TYPE = "Content-Type: ";

  /// What is sent behind the head.
  public sealed interface Body {
    /// The text, as UTF-8.
    record Text(String text) implements Body {}

    /// Each character as one octet.
    record Octets(String octets) implements Body {}

    /// The text, and then `x` up to that many octets in all: a gigabyte costs no memory.
    record Filled(String text, long octets) implements Body {}

    /// The text, one octet at a time with a pause before each.
    record Dripped(String text, Duration pause) implements Body {}

    /// The first octets of the text; then the connection is cut, without a word of TLS.
    record Cut(String text, int after) implements Body {}
  }

  /// How the client learns where the body ends.
  public enum Framing {
    /// `Content-Length`.
    LENGTH,
    /// `Transfer-Encoding: chunked`, with chunks of at most 16 octets.
    CHUNKED,
    /// The connection ends.
    UNTIL_CLOSE
  }

  public HttpReply {
    headers = List.copyOf(headers);
  }

  /// The policy as RFC 8461 §3.2 wants it: status 200, `text/plain`.
  public static HttpReply policy(String text) {
    return new HttpReply(
        "HTTP/1.1", 200, List.of(MEDIA_TYPE + "text/plain"), new Body.Text(text), Framing.LENGTH);
  }

  /// A redirect to another URL.
  public static HttpReply redirect(int status, String location) {
    return policy("moved\r\n").status(status).header("Location: " + location);
  }

  /// Status 200 and a body of nothing.
  public static HttpReply empty() {
    return policy("");
  }

  public HttpReply status(int other) {
    return new HttpReply(version, other, headers, body, framing);
  }

  /// With another media type, parameters and all: `text/plain; charset=utf-8`.
  public HttpReply mediaType(String type) {
    return withoutMediaType().header(MEDIA_TYPE + type);
  }

  public HttpReply withoutMediaType() {
    List<String> others = headers.stream().filter(line -> !line.startsWith(MEDIA_TYPE)).toList();
    return new HttpReply(version, status, others, body, framing);
  }

  /// With one more header line.
  public HttpReply header(String line) {
    List<String> more = new ArrayList<>(headers);
    more.add(line);
    return new HttpReply(version, status, more, body, framing);
  }

  /// With the time at which the file was changed last.
  public HttpReply lastModified(Instant time) {
    return header(
        "Last-Modified: "
            + DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC)));
  }

  public HttpReply chunked() {
    return new HttpReply(version, status, headers, body, Framing.CHUNKED);
  }

  public HttpReply untilClose() {
    return new HttpReply(version, status, headers, body, Framing.UNTIL_CLOSE);
  }

  public HttpReply http10() {
    return new HttpReply("HTTP/1.0", status, headers, body, Framing.UNTIL_CLOSE);
  }

  /// Filled up to that many octets.
  public HttpReply filledTo(long octets) {
    return new HttpReply(version, status, headers, new Body.Filled(text(), octets), framing);
  }

  /// One octet at a time.
  public HttpReply dripped(Duration pause) {
    return new HttpReply(version, status, headers, new Body.Dripped(text(), pause), framing);
  }

  /// Cut in the middle of the body.
  public HttpReply cutAfter(int octets) {
    return new HttpReply(version, status, headers, new Body.Cut(text(), octets), framing);
  }

  private String text() {
    return switch (body) {
      case Body.Text(String text) -> text;
      case Body.Octets(String octets) -> octets;
      case Body.Filled(String text, var _) -> text;
      case Body.Dripped(String text, var _) -> text;
      case Body.Cut(String text, var _) -> text;
    };
  }
}
