package org.postroad.protocol.tlsrpt;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.postroad.protocol.text.Fault;
import org.postroad.protocol.text.Printable;
import org.postroad.protocol.text.ReportUri;

/// Reads the fields behind the version by the ABNF of RFC 8460 §3: `name=value`, without blanks but
/// around the semicolons and commas.
final class TlsRptReader {

  private static final int FIELDS_MAX = 100;
  private static final int SHOWN_MAX = 60;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,31}");

  private final String text;
  private final List<ReportUri> rua = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();
  private final List<Fault> notes = new ArrayList<>();
  private int at;
  private int fields;
  private boolean seen;

  TlsRptReader(String text, int from) {
    this.text = text;
    this.at = text.indexOf(';', from) + 1;
  }

  TlsRptRecord.Parsed read() {
    while (at < text.length()) {
      int semicolon = text.indexOf(';', at);
      int end = semicolon < 0 ? text.length() : semicolon;
      if (++fields > FIELDS_MAX) {
        faults.add(new Fault("more than " + FIELDS_MAX + " fields", at + 1));
        break;
      }
      String field = text.substring(at, end);
      int start = at + field.length() - field.stripLeading().length();
      if (!field.isBlank()) {
        field(field.strip(), start);
      } else if (semicolon >= 0) {
        faults.add(new Fault("nothing before the semicolon", end + 1));
      }
      at = end + 1;
    }
    if (!seen) {
      faults.add(new Fault("no rua=", text.length() + 1));
    } else if (rua.isEmpty() && faults.isEmpty()) {
      faults.add(new Fault("no target by mailto: or https:", text.length() + 1));
    }
    return faults.isEmpty()
        ? new TlsRptRecord.Parsed.Valid(new TlsRptRecord(rua), notes)
        : new TlsRptRecord.Parsed.Invalid(faults);
  }

  private void field(String field, int start) {
    int equals = field.indexOf('=');
    String name = equals < 0 ? field : field.substring(0, equals);
    if (equals < 0 || !NAME.matcher(name).matches()) {
      String shown = Printable.of(field, SHOWN_MAX);
      faults.add(new Fault("not name=value: \"" + shown + "\"", start + 1));
      return;
    }
    String value = field.substring(equals + 1);
    int valueAt = start + equals + 2;
    if (!name.equals("rua")) {
      extension(name, value, start, valueAt);
    } else if (seen) {
      faults.add(new Fault("a second rua=; one lists all, with commas", start + 1));
    } else {
      seen = true;
      targets(value, valueAt);
    }
  }

  private void targets(String value, int valueAt) {
    ReportUri.Listed listed = ReportUri.list(value, valueAt, false);
    for (ReportUri uri : listed.uris()) {
      if (uri instanceof ReportUri.Unsupported(String written, String scheme)) {
        notes.add(new Fault("nobody reports by " + scheme + ":", valueAt));
      } else {
        rua.add(uri);
      }
    }
    faults.addAll(listed.faults());
  }

  private void extension(String name, String value, int start, int valueAt) {
    if (value.isEmpty() || value.chars().anyMatch(c -> c <= 0x20 || c > 0x7e || c == '=')) {
      faults.add(new Fault("not the value of a field: " + name, valueAt));
    } else {
      String meant = name.equalsIgnoreCase("rua") || name.equals("ruf") ? "; rua is meant" : "";
      notes.add(new Fault("unknown field " + name + meant, start + 1));
    }
  }
}
