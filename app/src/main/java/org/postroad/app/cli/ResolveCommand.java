package org.postroad.app.cli;

import org.postroad.app.resolverd.Enquiry;
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
      description = "the map whose reply is printed: postfix, postfix-3.10, sts; JSON has all")
  String map = "postfix";

  @Override
  String schema() {
    return "postroad.resolve/1";
  }

  @Override
  Enquiry.Answer json(Enquiry enquiry, String domain) {
    return Enquiry.noMap(map)
        .<Enquiry.Answer>map(none -> none)
        .orElseGet(() -> enquiry.resolveJson(domain));
  }

  @Override
  Enquiry.Answer text(Enquiry enquiry, String domain) {
    return enquiry.reply(map, domain);
  }

  @Override
  String shown(String domain, String text) {
    return domain + "\t" + text;
  }
}
