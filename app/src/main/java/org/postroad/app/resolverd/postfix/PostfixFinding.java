package org.postroad.app.resolverd.postfix;

/// Something about a Postfix that its operator should know.
///
/// @param code stable, for scripts: `no-trust-anchors`
/// @param subject where: `main.cf`, or the service of master.cf: `master.cf relay/unix`
/// @param seen what is there, and what it does to the mail
/// @param cure the line to add or what else to do
public record PostfixFinding(
    String code, Severity severity, String subject, String seen, String cure) {

  /// How bad it is, the worst first.
  public enum Severity {
    /// Policies are not enforced, or mail is delayed that should not be.
    ERROR,
    /// It works, but protects less than it could or will break.
    WARNING,
    /// Good to know.
    INFO
  }

  static PostfixFinding error(String code, String subject, String seen, String cure) {
    return new PostfixFinding(code, Severity.ERROR, subject, seen, cure);
  }

  static PostfixFinding warning(String code, String subject, String seen, String cure) {
    return new PostfixFinding(code, Severity.WARNING, subject, seen, cure);
  }

  static PostfixFinding info(String code, String subject, String seen, String cure) {
    return new PostfixFinding(code, Severity.INFO, subject, seen, cure);
  }
}
