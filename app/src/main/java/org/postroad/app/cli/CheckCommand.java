package org.postroad.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.app.checks.check.CheckJson;
import org.postroad.app.checks.check.CheckPage;
import org.postroad.app.checks.check.CheckProgress;
import org.postroad.app.checks.check.CheckText;
import org.postroad.app.checks.check.Checked;
import org.postroad.app.checks.check.DomainChecks;
import org.postroad.app.checks.check.FactsFiles;
import org.postroad.app.config.Configuration;
import org.postroad.app.config.DnssecMode;
import org.postroad.app.config.Settings;
import org.postroad.app.outgoing.Outgoing;
import org.postroad.app.output.IoReason;
import org.postroad.app.output.Nearest;
import org.postroad.app.output.NewFile;
import org.postroad.app.output.Terminal;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.check.diagnosis.Severity;
import org.postroad.engine.check.diagnosis.Verdict;
import org.postroad.protocol.dkim.Selectors;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.PolicyDomain;
import org.postroad.protocol.text.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postroad check DOMAIN…`: what is wrong with a domain, why, and what to do.
@Command(
    name = "check",
    description = {
      "Looks at a domain from the record to the certificate of every mail exchanger, and says what",
      "is wrong, why, and what to do. Ends with 1 if there is an error, 3 if it could not be told."
    },
    footer = {
      "",
      "Example:",
      "  postroad check example.com",
      "  postroad check --html report.html --facts facts.json example.com"
    })
final class CheckCommand implements Subcommand {

  /// More are a survey.
  private static final int DOMAINS_MAX = 1_000;

  /// What ends the command with 1.
  enum FailOn {
    ERROR,
    WARNING
  }

  @Mixin CommonOptions common = new CommonOptions();
  @Mixin NetworkOptions network = new NetworkOptions();

  @Option(names = "--html", paramLabel = "FILE", description = "write the result as a page too")
  Optional<Path> html = Optional.empty();

  @Option(
      names = "--facts",
      paramLabel = "PATH",
      description = "keep what was seen: in a file, or of several domains in a folder")
  Optional<Path> facts = Optional.empty();

  @Option(
      names = "--replay",
      paramLabel = "PATH",
      description = "judge what --facts kept, and ask nobody")
  Optional<Path> replay = Optional.empty();

  @Option(
      names = "--selector",
      paramLabel = "NAME",
      description = "a DKIM selector of the domain (repeatable; default: usual names)")
  List<String> selectors = new ArrayList<>();

  @Option(names = "--no-smtp", description = "do not connect to mail exchangers and mail services")
  boolean noSmtp;

  @Option(
      names = "--blocklist",
      paramLabel = "ZONE",
      description = "ask this DNS blocklist about the exchangers' addresses (repeatable)")
  List<DomainName> blocklists = new ArrayList<>();

  @Option(
      names = "--fail-on",
      paramLabel = "error|warning",
      description = "end with 1 from this severity on (default: error)")
  FailOn failOn = FailOn.ERROR;

  @Option(
      names = "--deadline",
      paramLabel = "DURATION",
      description = "for all that is asked about a domain (default: 60s)")
  Optional<Duration> deadline = Optional.empty();

  @Parameters(arity = "0..*", paramLabel = "DOMAIN", description = "example.com")
  List<String> named = new ArrayList<>();

  @Override
  public ExitCode run(Terminal terminal) throws InterruptedException {
    List<DomainName> domains = named.stream().map(CheckCommand::domain).distinct().toList();
    Optional<String> barred = html.flatMap(NewFile::fault);
    if (barred.isPresent()) {
      terminal.error("--html: " + barred.get());
      return ExitCode.IO_ERROR;
    }
    if (replay.isPresent()) {
      return replayed(replay.get(), domains, terminal);
    }
    if (domains.isEmpty()) {
      throw new UsageException("check: which domain?", "postroad check example.com");
    }
    if (domains.size() > DOMAINS_MAX) {
      throw new UsageException(
          "check: more than " + DOMAINS_MAX + " domains, which are a survey",
          "postroad survey --out answers.jsonl domains.txt");
    }
    if (deadline.filter(time -> !time.isPositive()).isPresent()) {
      throw new UsageException("--deadline: must be more than nothing");
    }
    makeFolder(domains.size());
    Configuration configuration =
        network
            .over(common.inForce())
            .orElse(Settings.DNS_DNSSEC, DnssecMode.LOCAL, "check")
            .configuration();
    Outgoing outgoing =
        switch (Outgoing.open(configuration, network.rehearsal())) {
          case Outgoing.Opened.Unusable(String why) -> throw new UsageException(why);
          case Outgoing.Opened.Open(Outgoing out) -> out;
        };
    Optional<String> fault = outgoing.dnssecFault();
    if (fault.isPresent()) {
      terminal.error(fault.get());
      terminal.hint("--dnssec off checks without DNSSEC");
      return ExitCode.UNDETERMINED;
    }
    Shown shown = new Shown(domains, terminal);
    try (CheckProgress progress = new CheckProgress(domains, terminal)) {
      new DomainChecks(configuration, outgoing, wishes(), "postroad/" + Version.number(), progress)
          .each(domains, seen -> progress.done(() -> shown.take(seen, Checked.of(seen))));
    }
    if (shown.all.stream().allMatch(Checked::isUnanswered)) {
      terminal.hint("no question to the DNS was answered: does the resolver work?");
    }
    return shown.end();
  }

  /// What was seen before, judged for then, or for `--now`.
  private ExitCode replayed(Path path, List<DomainName> domains, Terminal terminal) {
    if (facts.isPresent() || noSmtp || deadline.isPresent()) {
      throw new UsageException(
          "--replay asks nobody: it does not go with --facts, --no-smtp and --deadline");
    }
    if (!selectors.isEmpty() || !blocklists.isEmpty()) {
      throw new UsageException(
          "--replay asks nobody: it does not go with --selector and --blocklist");
    }
    List<DomainFacts> read =
        switch (FactsFiles.read(path)) {
          case FactsFiles.Read.Facts(List<DomainFacts> all) -> all;
          case FactsFiles.Read.Unusable(String why) -> throw new UsageException("--replay: " + why);
        };
    List<String> known = read.stream().map(seen -> seen.domain().text()).toList();
    for (DomainName domain : domains) {
      if (!known.contains(domain.text())) {
        throw new UsageException(
            "--replay: no facts of " + domain + " in " + path,
            Nearest.of(domain.text(), known)
                .map(near -> "did you mean " + near + "?")
                .orElse("there are those of " + known.getFirst()));
      }
    }
    List<DomainFacts> wanted =
        read.stream().filter(f -> domains.isEmpty() || domains.contains(f.domain())).toList();
    Shown shown = new Shown(wanted.stream().map(DomainFacts::domain).toList(), terminal);
    Optional<Instant> now = network.now;
    wanted.forEach(
        seen ->
            shown.take(
                seen, now.map(at -> Checked.at(seen, at)).orElseGet(() -> Checked.of(seen))));
    return shown.end();
  }

  private static DomainName domain(String text) {
    return switch (PolicyDomain.of(text)) {
      case PolicyDomain.Parsed.Domain(DomainName name) -> name;
      case PolicyDomain.Parsed.None(String why) ->
          throw new UsageException(
              "not a mail domain: \"" + Printable.of(text, 100) + "\": " + why);
    };
  }

  /// What is looked at, and how long, where nobody says otherwise.
  static DomainChecks.Wishes usual() {
    return new CheckCommand().wishes();
  }

  private DomainChecks.Wishes wishes() {
    return new DomainChecks.Wishes(
        deadline.orElse(Duration.ofSeconds(60)),
        network.timeout,
        !noSmtp,
        selectors.isEmpty() ? Selectors.NAMES : selectors,
        blocklists);
  }

  /// Before anything is asked, so that a minute of asking is not in vain.
  private void makeFolder(int domains) {
    if (facts.isEmpty()) {
      return;
    }
    Path path = facts.get();
    try {
      if (domains > 1) {
        Path _ = Files.createDirectories(path);
      } else if (!Files.isDirectory(path.toAbsolutePath().resolveSibling("."))) {
        throw new UsageException("--facts: no such folder for " + path);
      }
    } catch (IOException e) {
      throw new UsageException("--facts: " + IoReason.withFile(e));
    }
  }

  /// What is shown as it comes, and at the end.
  private final class Shown {
    private final boolean alone;
    private final int width;
    private final Terminal terminal;
    private final List<Checked> all = new ArrayList<>();
    private Optional<ExitCode> broken = Optional.empty();

    Shown(List<DomainName> domains, Terminal terminal) {
      this.alone = domains.size() == 1;
      this.width = domains.stream().mapToInt(domain -> domain.text().length()).max().orElse(0);
      this.terminal = terminal;
    }

    void take(DomainFacts seen, Checked checked) {
      all.add(checked);
      if (facts.isPresent()) {
        try {
          FactsFiles.write(facts.get(), seen);
        } catch (IOException e) {
          unwritable(facts.get(), e);
        }
      }
      if (!common.json && alone) {
        CheckText.of(checked, terminal).forEach(terminal::say);
      } else if (!common.json) {
        terminal.say(CheckText.line(checked, width, terminal));
      }
    }

    ExitCode end() {
      if (common.json) {
        terminal.say(CheckJson.of(all));
      } else if (!alone) {
        terminal.say("");
        terminal.say(CheckText.sum(all));
      }
      if (html.isPresent()) {
        try {
          Files.writeString(html.get(), CheckPage.of(all));
        } catch (IOException e) {
          unwritable(html.get(), e);
        }
      }
      return broken.orElseGet(this::code);
    }

    private ExitCode code() {
      boolean bad =
          all.stream()
              .anyMatch(
                  one ->
                      one.has(Severity.ERROR)
                          || (failOn == FailOn.WARNING && one.has(Severity.WARNING)));
      boolean unknown = all.stream().anyMatch(one -> one.diagnosis().verdict() == Verdict.UNKNOWN);
      return bad ? ExitCode.BAD : unknown ? ExitCode.UNDETERMINED : ExitCode.OK;
    }

    private void unwritable(Path file, IOException e) {
      terminal.error("cannot write " + file + ": " + IoReason.of(e));
      broken = Optional.of(ExitCode.IO_ERROR);
    }
  }
}
