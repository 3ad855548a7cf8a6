package org.postroad.app.cli;

import java.util.ArrayList;
import java.util.List;
import org.postroad.app.output.Terminal;
import org.postroad.app.resolverd.Enquiry.Answer;
import picocli.CommandLine.Command;

/// `postroad explain DOMAIN…`: how an answer came about, step by step.
@Command(
    name = "explain",
    description = {
      "Shows step by step why a domain's mail is treated as it is: record, fetch, certificate,",
      "policy, cache, and what each MX host would get. Ends with 3 if it could not be determined."
    },
    footer = {"", "Example:", "  postroad explain example.com"})
final class ExplainCommand extends Asking {

  @Override
  public ExitCode run(Terminal terminal) {
    List<String> documents = new ArrayList<>();
    ExitCode code =
        ask(
            terminal,
            (enquiry, domain) -> {
              Answer answer =
                  common.json ? enquiry.explainJson(domain) : enquiry.explainText(domain);
              return switch (answer) {
                case Answer.Said(String text, boolean undetermined) -> {
                  if (common.json) {
                    documents.add(text.strip());
                  } else {
                    terminal.say(text.stripTrailing());
                  }
                  yield undetermined;
                }
                case Answer.Unanswered(String why) -> {
                  terminal.error(domain + ": " + why);
                  yield true;
                }
              };
            });
    if (common.json && code != ExitCode.USAGE) {
      terminal.say("[" + String.join(",\n", documents) + "]");
    }
    return code;
  }
}
