package org.postroad.protocol.text;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postroad.protocol.dns.DomainName;

/// Reads lists of URIs to which reports go.
final class UriReader {

  private static final Pattern SIZE = Pattern.compile("![0-9]+[kmgtKMGT]?$");
  private static final int SHOWN_MAX = 100;

  private final String value;
  private final int at;
  private final boolean sized;
  private final List<ReportUri> uris = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();

  UriReader(String value, int at, boolean sized) {
    this.value = value;
    this.at = at;
    this.sized = sized;
  }

  ReportUri.Listed read() {
    int from = 0;
    while (from <= value.length()) {
      int comma = value.indexOf(',', from);
      int end = comma < 0 ? value.length() : comma;
      if (uris.size() + faults.size() >= ReportUri.URIS_MAX) {
        faults.add(new Fault("more than " + ReportUri.URIS_MAX + " URIs", at + from));
        break;
      }
      int start = from;
      while (start < end && TagList.isBlank(value.charAt(start))) {
        start++;
      }
      String written = value.substring(start, end).strip();
      String text = sized ? SIZE.matcher(written).replaceFirst("") : written;
      Optional<String> fault = uri(text);
      if (fault.isPresent()) {
        String shown = Printable.of(written, SHOWN_MAX);
        faults.add(new Fault(fault.get() + ": \"" + shown + "\"", at + start));
      }
      from = end + 1;
    }
    return new ReportUri.Listed(uris, faults);
  }

  private Optional<String> uri(String text) {
    if (text.isEmpty()) {
      return Optional.of("expected a URI");
    }
    if (text.indexOf('!') >= 0) {
      return Optional.of("! not encoded as %21");
    }
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      return Optional.of("not a URI");
    }
    if (uri.getScheme() == null) {
      return Optional.of(text.indexOf('@') >= 0 ? "no mailto: before it" : "a URI without scheme");
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "mailto" -> mailto(text);
      case "https" -> https(text, uri);
      default -> {
        uris.add(new ReportUri.Unsupported(text, scheme));
        yield Optional.empty();
      }
    };
  }

  private Optional<String> mailto(String text) {
    String coded = text.substring("mailto:".length());
    int query = coded.indexOf('?');
    String address = decoded(query < 0 ? coded : coded.substring(0, query));
    int sign = address.lastIndexOf('@');
    if (sign <= 0 || address.chars().anyMatch(c -> c <= 0x20 || c == 0x7f || c == ',')) {
      return Optional.of("not one mail address");
    }
    Optional<DomainName> host = host(address.substring(sign + 1));
    host.ifPresent(name -> uris.add(new ReportUri.Mailto(text, address, name)));
    return host.isPresent() ? Optional.empty() : Optional.of("not the domain of a mail address");
  }

  private Optional<String> https(String text, URI uri) {
    Optional<DomainName> host = uri.getHost() == null ? Optional.empty() : host(uri.getHost());
    host.ifPresent(name -> uris.add(new ReportUri.Https(text, name)));
    return host.isPresent() ? Optional.empty() : Optional.of("no host");
  }

  private static Optional<DomainName> host(String text) {
    return Idna.toAscii(text) instanceof Idna.Result.Ascii(String ascii)
            && DomainName.parse(ascii) instanceof DomainName.Parsed.Valid(DomainName name)
            && !name.isRoot()
        ? Optional.of(name)
        : Optional.empty();
  }

  /// The grammar of a URI has been checked: two digits follow each percent sign.
  private static String decoded(String coded) {
    StringBuilder octets = new StringBuilder();
    for (int i = 0; i < coded.length(); i++) {
      boolean escape = coded.charAt(i) == '%' && i + 2 < coded.length();
      octets.append(
          escape ? (char) Integer.parseInt(coded.substring(i + 1, i + 3), 16) : coded.charAt(i));
      i += escape ? 2 : 0;
    }
    boolean ascii = coded.chars().allMatch(c -> c < 0x80);
    return ascii
        ? new String(
            octets.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
        : octets.toString();
  }
}
