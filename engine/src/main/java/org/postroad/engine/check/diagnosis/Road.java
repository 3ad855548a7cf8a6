package org.postroad.engine.check.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postroad.engine.check.diagnosis.FindingCode.Area;
import org.postroad.engine.check.diagnosis.NextStep.PolicyFile;
import org.postroad.engine.check.diagnosis.NextStep.ZoneRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.PolicyMode;
import org.postroad.protocol.mtasts.StsRecord;

/// The road TLS-RPT, MX certificates, testing, a week of watching, enforce, from where a domain
/// stands.
///
/// What is published is made from the live MX records. A policy that is in force stays so while the
/// exchangers can keep it; everything new begins in testing.
final class Road {

  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Duration WATCH = Duration.ofDays(7);
  private static final long TESTING_SECONDS = Duration.ofDays(1).toSeconds();
  private static final long ENFORCE_SECONDS =
      Duration.ofDays(14).toSeconds(); // RFC 8461 §3.2: weeks

  /// Faults of the file, or of what it lists, that a new file mends; a warning among them.
  private static final Set<FindingCode> MENDED_BY_FILE =
      Set.of(
          FindingCode.POLICY_MAX_AGE_SHORT,
          FindingCode.POLICY_HOST_NOT_FOUND,
          FindingCode.POLICY_HOST_ANSWERS_DIFFER);

  private final DomainView view;
  private final List<Finding> findings;

  private Road(DomainView view, List<Finding> findings) {
    this.view = view;
    this.findings = findings;
  }

  /// The road of the domain's mail; then what stands beside it.
  static List<NextStep> ahead(DomainView view, List<Finding> findings) {
    Road road = new Road(view, findings);
    List<NextStep> steps = new ArrayList<>(road.steps());
    road.mend(Area.SENDER).ifPresent(steps::add);
    road.mend(Area.CLIENT).ifPresent(steps::add);
    return steps;
  }

  /// A record with an id that no earlier one had: the time.
  static StsRecord newRecord(Instant now) {
    return new StsRecord(ID.format(now));
  }

  private List<NextStep> steps() {
    boolean leaving = view.mode().filter(mode -> mode == PolicyMode.NONE).isPresent();
    List<NextStep> steps = new ArrayList<>();
    mend(Area.DNS).ifPresent(steps::add);
    if (view.mxHosts().isEmpty()) {
      mend(Area.MX).ifPresent(steps::add);
      return steps;
    }
    if (leaving || !view.canHavePolicy()) {
      return steps;
    }
    reports().ifPresent(steps::add);
    mend(Area.MX).ifPresent(steps::add);
    mend(Area.DANE).ifPresent(steps::add);
    mend(Area.POLICY_HOST).ifPresent(steps::add);
    if (policyIsUnknown() || lines().isEmpty()) {
      return steps; // whatever is served may be better than what could be published blindly
    }
    PolicyMode mode = mode();
    boolean file = needsFile();
    if (file || needsRecord()) {
      steps.add(publish(mode, file));
    }
    if (mode == PolicyMode.TESTING) {
      Optional<Instant> watched = watchedSince().filter(_ -> steps.isEmpty());
      if (watched.isEmpty()) {
        steps.add(watch());
      }
      steps.add(enforce(watched));
    }
    return steps;
  }

  /// Faults that no record mends: what to do, in the words of the findings.
  private Optional<NextStep> mend(Area area) {
    List<Finding> roots =
        findings.stream()
            .filter(finding -> mendedWith(finding.code()) == area && finding.isRoot())
            .filter(finding -> !MENDED_BY_FILE.contains(finding.code()))
            .toList();
    if (roots.isEmpty()) {
      return Optional.empty();
    }
    String title =
        switch (area) {
          case DNS -> "mend the name service";
          case MX -> "mend the exchangers";
          case DANE -> "mend the TLSA records";
          case SENDER -> "say who may send in your name";
          case CLIENT -> "mend the services for mail programs";
          default -> "mend the policy host";
        };
    String text =
        String.join(
            "\n", roots.stream().map(one -> one.subject() + ": " + one.cure()).distinct().toList());
    List<ZoneRecord> records = area == Area.DANE ? TlsaAdvice.records(view) : List.of();
    return Optional.of(new NextStep(title, text, records, Optional.empty()));
  }

  /// Where a fault is mended: mostly where it was seen.
  private static Area mendedWith(FindingCode code) {
    return switch (code) {
      case STS_RECORD_DIFFERS -> Area.DNS; // a record that was published anew may differ, too
      case POLICY_PROVIDER_LEFT -> Area.POLICY_HOST; // no file of ours can be put there
      default -> code.area();
    };
  }

  private Optional<NextStep> reports() {
    boolean wanted =
        findings.stream()
            .anyMatch(
                finding ->
                    finding.code().area() == Area.REPORTS
                        && finding.severity() != Severity.UNKNOWN
                        && finding.severity() != Severity.INFO);
    DomainName name = view.domain().child("_smtp._tls");
    return wanted
        ? Optional.of(
            new NextStep(
                "ask for TLS reports",
                "Publish this as the only TXT record of its name, and have the mailbox"
                    + " tls-reports@"
                    + view.domain()
                    + " taken in by a program: large senders then report every day what they saw."
                    + " Do it first: reports say what testing would.",
                List.of(txt(name, "v=TLSRPTv1; rua=mailto:tls-reports@" + view.domain())),
                Optional.empty()))
        : Optional.empty();
  }

  /// The mode to publish now.
  private PolicyMode mode() {
    boolean enforced =
        view.mode().filter(mode -> mode == PolicyMode.ENFORCE).isPresent() || meantEnforce();
    return enforced && announced() && (!fileIsBroken() || exchangersKeepIt())
        ? PolicyMode.ENFORCE
        : PolicyMode.TESTING;
  }

  /// A file that cannot be read, and in which somebody wrote `enforce`.
  private boolean meantEnforce() {
    return view.policy().isEmpty()
        && view.facts().policyVisits().stream()
            .anyMatch(
                visit ->
                    visit.http() instanceof org.postroad.engine.check.Http.Answered answered
                        && answered.body().lines().anyMatch(Road::saysEnforce));
  }

  private static boolean saysEnforce(String line) {
    return line.strip().replaceAll("\\s", "").equals("mode:enforce");
  }

  /// Whether all exchangers were seen, and mail would reach them under `enforce`. A policy that
  /// nobody could read held no mail back: that it arrives says nothing of the certificates.
  private boolean exchangersKeepIt() {
    return findings.stream()
        .filter(finding -> finding.code().area() == Area.MX)
        .noneMatch(
            finding ->
                finding.severity() == Severity.ERROR
                    || finding.severity() == Severity.UNKNOWN
                    || (finding.severity() != Severity.INFO
                        && ExchangerTlsRules.isCertificateFault(finding.code())));
  }

  /// Whether nobody knows what the policy host serves, nor that it fails: its name was not answered
  /// for, it was not visited, or not to the end.
  private boolean policyIsUnknown() {
    boolean fails =
        findings.stream()
            .anyMatch(
                finding ->
                    finding.severity() == Severity.ERROR
                        && (finding.code().area() == Area.POLICY_HOST
                            || finding.code().area() == Area.POLICY));
    return view.policy().isEmpty() && announced() && !fails;
  }

  /// Whether a policy may have been served until lately by a host that is broken now.
  private boolean policyWasNotSeen() {
    return announced()
        && view.facts().policyVisits().stream()
            .noneMatch(visit -> DomainView.parsed(visit).isPresent());
  }

  private boolean announced() {
    return findings.stream().noneMatch(one -> one.code() == FindingCode.STS_RECORD_ABSENT);
  }

  private boolean needsFile() {
    return fileIsBroken() || !view.mode().equals(Optional.of(mode()));
  }

  private boolean fileIsBroken() {
    return view.policy().isEmpty()
        || findings.stream()
            .anyMatch(
                finding ->
                    MENDED_BY_FILE.contains(finding.code())
                        || (finding.severity() == Severity.ERROR
                            && (finding.code().area() == Area.POLICY
                                || finding.code().area() == Area.POLICY_MX)));
  }

  private boolean needsRecord() {
    return findings.stream()
        .anyMatch(
            finding ->
                finding.code() == FindingCode.POLICY_CHANGED_AFTER_ID
                    || (mendedWith(finding.code()) == Area.RECORD
                        && finding.severity() != Severity.UNKNOWN));
  }

  private NextStep publish(PolicyMode mode, boolean file) {
    String host = view.policyHost().toString();
    String serve =
        "Serve the file as text/plain at its URL: "
            + host
            + " needs an address, a web server and a certificate for that name, and no redirect."
            + " Look at it, and only then publish the record.";
    String before =
        file && policyWasNotSeen()
            ? " If a policy was served there until lately, serve that one again in place of this"
                + " file and leave the record: senders that know it still keep to it."
            : "";
    String record =
        " The record must be the only one of its name; it takes the place of what stands there now,"
            + " an alias too.";
    String title =
        !file
            ? "publish the record anew"
            : mode == PolicyMode.TESTING
                ? "publish a policy in testing"
                : "publish the policy anew";
    return new NextStep(
        title,
        (file ? serve : "The policy can stay as it is.") + record + before,
        List.of(record(view.now())),
        file ? Optional.of(file(mode)) : Optional.empty());
  }

  private NextStep watch() {
    return new NextStep(
        "watch for a week at least",
        "Read the TLS reports of a whole week, better two. Every failure in them is mail that would"
            + " not arrive under enforce: mend what they name, and wait again. See that every"
            + " exchanger's certificate is renewed by itself.",
        List.of(),
        Optional.empty());
  }

  /// Since when the policy has been watched, if that is long enough.
  private Optional<Instant> watchedSince() {
    return PolicyDates.unchangedSince(view).filter(since -> !since.plus(WATCH).isAfter(view.now()));
  }

  private NextStep enforce(Optional<Instant> watched) {
    String reports =
        watched
            .map(
                since ->
                    "By its id and its file the policy has been in testing since "
                        + Words.day(since)
                        + ", for "
                        + Words.span(Duration.between(since, view.now()))
                        + ". When the reports of that time show no failure")
            .orElse("When a week of reports shows no failure");
    return new NextStep(
        "enforce",
        reports
            + " and this check is good from a host that reaches"
            + " port 25: serve this file, look at it, then publish the record with its new id. From"
            + " then on tell whoever changes MX records that the policy comes first.",
        List.of(record(watched.isPresent() ? view.now() : view.now().plus(WATCH))),
        Optional.of(file(PolicyMode.ENFORCE)));
  }

  private ZoneRecord record(Instant at) {
    return txt(view.recordName(), newRecord(at).text());
  }

  private static ZoneRecord txt(DomainName name, String text) {
    return new ZoneRecord(name, RecordType.TXT, "\"" + text + "\"");
  }

  private List<String> lines() {
    return view.mxHosts().stream()
        .flatMap(host -> PolicyLine.of(host).stream())
        .distinct()
        .toList();
  }

  private PolicyFile file(PolicyMode mode) {
    long kept = view.policy().map(Policy::maxAge).map(Duration::toSeconds).orElse(0L);
    long maxAge = mode == PolicyMode.TESTING ? TESTING_SECONDS : Math.max(kept, ENFORCE_SECONDS);
    StringBuilder text = new StringBuilder("version: STSv1\r\nmode: " + mode.text() + "\r\n");
    lines().forEach(line -> text.append("mx: ").append(line).append("\r\n"));
    text.append("max_age: ").append(maxAge).append("\r\n");
    return new PolicyFile(PolicyHttpRules.url(view), text.toString());
  }
}
