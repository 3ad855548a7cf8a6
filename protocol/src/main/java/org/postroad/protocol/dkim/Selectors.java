package org.postroad.protocol.dkim;

import java.util.List;

/// Selectors to try where nobody says which ones a domain uses.
///
/// Nothing in the DNS lists them: they stand in signatures only. A guess that finds a key has found
/// one; that none finds any says nothing.
public final class Selectors {

  private Selectors() {}

  /// A name to try, and who is known to use it, by the provider's own instructions for setting up
  /// DKIM or as the default of a program.
  public record Guess(String selector, String usedBy) {}

  /// The guesses, the likeliest first. Each costs a question, so the list is short on purpose;
  /// selectors that are made up for each customer or month cannot be guessed.
  public static final List<Guess> GUESSES =
      List.of(
          new Guess("google", "Google Workspace"),
          new Guess("selector1", "Microsoft 365"),
          new Guess("selector2", "Microsoft 365"),
          new Guess("default", "OpenDKIM's examples, cPanel"),
          new Guess("dkim", "Rspamd's default"),
          new Guess("mail", "common in guides"),
          new Guess("k1", "Mailchimp, Mailgun"),
          new Guess("k2", "Mailchimp"),
          new Guess("k3", "Mailchimp"),
          new Guess("s1", "SendGrid"),
          new Guess("s2", "SendGrid"),
          new Guess("fm1", "Fastmail"),
          new Guess("fm2", "Fastmail"),
          new Guess("fm3", "Fastmail"),
          new Guess("protonmail", "Proton Mail"),
          new Guess("protonmail2", "Proton Mail"),
          new Guess("protonmail3", "Proton Mail"),
          new Guess("sig1", "iCloud Mail"),
          new Guess("zoho", "Zoho Mail"),
          new Guess("zmail", "Zoho Mail"),
          new Guess("mandrill", "Mailchimp Transactional"),
          new Guess("mailjet", "Mailjet"),
          new Guess("kl", "Klaviyo"),
          new Guess("kl2", "Klaviyo"),
          new Guess("cm", "Campaign Monitor"),
          new Guess("smtp", "Mailgun's elder set-ups, guides"),
          new Guess("key1", "common in guides"),
          new Guess("key2", "common in guides"),
          new Guess("dkim1", "common in guides"),
          new Guess("dkim2", "common in guides"),
          new Guess("email", "common in guides"),
          new Guess("mxvault", "Global Micro"),
          new Guess("20230601", "Gmail"));

  /// Their names alone.
  public static final List<String> NAMES = GUESSES.stream().map(Guess::selector).toList();
}
