package org.postroad.app.cli;

import org.postroad.app.resolverd.Enquiry;
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
  String schema() {
    return "postroad.explain/1";
  }

  @Override
  Enquiry.Answer json(Enquiry enquiry, String domain) {
    return enquiry.explainJson(domain);
  }

  @Override
  Enquiry.Answer text(Enquiry enquiry, String domain) {
    return enquiry.explainText(domain);
  }

  @Override
  String shown(String domain, String text) {
    return text.stripTrailing();
  }
}
