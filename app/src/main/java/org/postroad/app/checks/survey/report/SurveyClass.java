package org.postroad.app.checks.survey.report;

import java.util.Optional;
import org.postroad.app.checks.survey.Surveyed;
import org.postroad.engine.check.diagnosis.FindingCode;

/// A class of domains, as a report names and groups it.
///
/// @param name as it stands in the answers: `policy-host-expired`
public record SurveyClass(String name) {

  /// Where on the road the fault is, in the order of the report.
  public enum Group {
    GOOD("good", Kind.GOOD),
    RECORD("the record", Kind.FAULT),
    HOST_DNS("policy host: DNS", Kind.FAULT),
    HOST_TCP("policy host: TCP", Kind.FAULT),
    HOST_TLS("policy host: TLS", Kind.FAULT),
    HOST_HTTP("policy host: HTTP", Kind.FAULT),
    POLICY("policy text", Kind.FAULT),
    POLICY_MX("policy against MX records", Kind.FAULT),
    MX("exchangers", Kind.FAULT),
    DANE("DANE", Kind.FAULT),
    DNS("the DNS itself", Kind.FAULT),
    OTHER("others", Kind.FAULT),
    UNKNOWN("could not be found out", Kind.UNKNOWN),
    NONE("no record", Kind.NONE),
    INVALID("no domain name", Kind.NONE);

    private final String title;
    private final Kind kind;

    Group(String title, Kind kind) {
      this.title = title;
      this.kind = kind;
    }

    public String title() {
      return title;
    }

    public Kind kind() {
      return kind;
    }
  }

  /// What a group says of its domains.
  public enum Kind {
    GOOD,
    FAULT,
    UNKNOWN,
    /// They have nothing that could be right or wrong.
    NONE
  }

  public Group group() {
    return switch (name) {
      case Surveyed.GOOD -> Group.GOOD;
      case Surveyed.NONE -> Group.NONE;
      case Surveyed.UNKNOWN -> Group.UNKNOWN;
      case Surveyed.INVALID -> Group.INVALID;
      default -> code().map(SurveyClass::group).orElse(Group.OTHER);
    };
  }

  /// In a few words; empty where the name says it.
  public String title() {
    return code().map(FindingCode::title).orElse("");
  }

  private Optional<FindingCode> code() {
    return FindingCode.of(name);
  }

  private static Group group(FindingCode code) {
    return switch (code.area()) {
      case RECORD -> Group.RECORD;
      case POLICY_HOST -> hostGroup(code);
      case POLICY -> Group.POLICY;
      case POLICY_MX -> Group.POLICY_MX;
      case MX -> Group.MX;
      case DANE -> Group.DANE;
      case DNS -> Group.DNS;
      case REPORTS, SENDER, CLIENT -> Group.OTHER;
    };
  }

  /// What stands between the policy host and its policy, layer by layer.
  private static Group hostGroup(FindingCode code) {
    return switch (code) {
      case POLICY_HOST_DANGLING_ALIAS,
          POLICY_HOST_NO_SUCH_NAME,
          POLICY_HOST_NO_ADDRESS,
          POLICY_HOST_DNS_FAILED ->
          Group.HOST_DNS;
      case POLICY_HOST_NOT_REACHED,
          POLICY_HOST_REFUSED,
          POLICY_HOST_TIMED_OUT,
          POLICY_HOST_IPV6_BROKEN,
          POLICY_HOST_ADDRESS_BROKEN ->
          Group.HOST_TCP;
      case POLICY_HOST_REDIRECT,
          POLICY_HOST_NOT_FOUND,
          POLICY_HOST_STATUS,
          POLICY_HOST_HTTP_FAILED,
          POLICY_HOST_CONTENT_TYPE,
          POLICY_HOST_ANSWERS_DIFFER ->
          Group.HOST_HTTP;
      default -> Group.HOST_TLS; // all others are about the handshake and its certificate
    };
  }
}
