package org.postroad.app.checks.survey;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postroad.app.output.Json;
import org.postroad.protocol.dns.DomainName;

/// The answer to one line of the input, as one line of JSON.
///
/// @param line of the input, counted from 1
/// @param domain empty if the line holds none
/// @param asked when the look at it began
/// @param depth of that look
public record AnswerLine(
    long line, Optional<DomainName> domain, Surveyed surveyed, Instant asked, Depth depth) {

  static final String SCHEMA = "postroad.survey/1";
  private static final int FINDINGS_MAX = 30;

  /// Without the line's end.
  public String text() {
    List<Surveyed.Found> findings = surveyed.findings();
    return Json.document(
        SCHEMA,
        json ->
            json.number("line", line)
                .text("domain", domain.map(DomainName::text))
                .text("class", surveyed.sort())
                .text("policy_mode", surveyed.policyMode())
                .objects(
                    "findings",
                    findings.subList(0, Math.min(findings.size(), FINDINGS_MAX)),
                    AnswerLine::finding)
                .time("asked", asked)
                .text("depth", depth.text()));
  }

  private static void finding(Json json, Surveyed.Found found) {
    json.text("code", found.code())
        .text("severity", found.severity())
        .text("subject", found.subject())
        .text("seen", found.seen())
        .text("because", found.because());
  }
}
