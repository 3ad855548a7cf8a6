package org.postroad.app.cli;

import java.util.ArrayList;
import java.util.List;
import org.postroad.app.output.Terminal;
import org.postroad.app.resolverd.Enquiry.Answer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `postroad resolve DOMAIN…`: what an MTA would be told.
@Command(
    name = "resolve",
    description = {
      "Prints what an MTA would be told of each domain: DOMAIN, a tab, the reply.",
      "Ends with 3 if any of them could not be determined."
    },
    footer = {"", "Example:", "  postroad resolve --socket inet:127.0.0.1:8461 example.com"})
final class ResolveCommand extends Asking {

  @Option(
      names = "--map",
      paramLabel = "NAME",
      description = "the map whose reply is printed: postfix, postfix-3.10, sts")
  String map = "postfix";

  @Override
  public ExitCode run(Terminal terminal) {
    List<String> documents = new ArrayList<>();
    ExitCode code =
        ask(
            terminal,
            (enquiry, domain) -> {
              Answer answer =
                  common.json ? enquiry.resolveJson(domain) : enquiry.reply(map, domain);
              return switch (answer) {
                case Answer.Said(String text, boolean undetermined) -> {
                  if (common.json) {
                    documents.add(text.strip());
                  } else {
                    terminal.say(domain + "\t" + text);
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
