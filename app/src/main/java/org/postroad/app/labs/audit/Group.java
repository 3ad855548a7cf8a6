package org.postroad.app.labs.audit;

/// What the cases of a group are about; in the order in which a report shows them.
public enum Group {
  RECORD("record", "The record"),
  POLICY_HOST("policy host", "The policy host"),
  POLICY_TEXT("policy text", "The text of the policy"),
  PATTERNS("patterns", "Patterns and names"),
  STATE("state", "State over time"),
  WIRE("wire", "On the wire"),
  DANE("dane", "DANE"),
  BOTH("both", "MTA-STS and DANE together"),
  REQUIRETLS("requiretls", "REQUIRETLS and TLS-Required"),
  ADDRESSES("addresses", "Addresses and IPv6"),
  PLAIN("plain", "Plain senders and servers");

  private final String text;
  private final String title;

  Group(String text, String title) {
    this.text = text;
    this.title = title;
  }

  /// In one or two words: `policy host`.
  public String text() {
    return text;
  }

  /// As a heading.
  public String title() {
    return title;
  }
}
