package org.postroad.app.checks.check;

import java.util.List;

/// DKIM selectors to ask for where nobody names any (`--selector`). A key at a selector that is not
/// among them stays unseen: the DNS does not list them.
public final class GuessedSelectors {

  /// Those of large providers and of usual guides. man/postroad-check.1 has the same list.
  public static final List<String> ALL =
      List.of(
          "default",
          "dkim",
          "mail",
          "email",
          "smtp",
          "key1",
          "google", // Google Workspace
          "selector1", // Microsoft 365
          "selector2",
          "s1", // SendGrid and others
          "s2",
          "k1", // Mailchimp
          "k2",
          "k3",
          "fm1", // Fastmail
          "fm2",
          "fm3",
          "protonmail",
          "protonmail2",
          "protonmail3",
          "zoho",
          "mxvault",
          "20230601" // Gmail
          );

  private GuessedSelectors() {}
}
