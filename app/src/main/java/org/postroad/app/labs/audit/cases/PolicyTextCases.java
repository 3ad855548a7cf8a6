package org.postroad.app.labs.audit.cases;

import static org.postroad.app.labs.audit.cases.Acts.policy;
import static org.postroad.app.labs.audit.cases.Acts.twice;
import static org.postroad.app.labs.audit.cases.Acts.untrusted;

import java.util.List;
import java.util.stream.Stream;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.Group;
import org.postroad.lab.LabDomain;
import org.postroad.protocol.mtasts.PolicyMode;

/// The text of the policy (RFC 8461 §3.2): what is one, and what is none.
final class PolicyTextCases {

  private static final int LARGE = 60_000; // characters
  private static final String HEAD = "version: STSv1\nmode: enforce\n";
  private static final String MX = "mx: MX\n";
  private static final String AGE = "max_age: 604800\n";

  static final List<AuditCase> ALL =
      Stream.of(forms(), fields(), ages(), names()).flatMap(List::stream).toList();

  private PolicyTextCases() {}

  private static List<AuditCase> forms() {
    return List.of(
        of("text-lf", "Lines that end in LF", "LF ends a line as well as CRLF does.")
            .delays(policy(HEAD + MX + AGE)),
        of(
                "text-no-final-line-end",
                "No end of the last line",
                "The end of the last line is optional.")
            .delays(policy(HEAD + MX + "max_age: 604800")),
        of(
                "text-blanks-after-value",
                "Blanks and tabs after the values",
                "Blanks after a value are allowed.")
            .delays(policy("version: STSv1 \nmode: enforce\t\nmx: MX  \nmax_age: 604800 \t\n")),
        of(
                "text-no-blank-after-colon",
                "No blank after the colon, or a tab",
                "Blanks after the colon are optional, and tabs are blanks.")
            .delays(policy("version:STSv1\nmode:\tenforce\nmx:MX\nmax_age:604800\n")),
        of("text-any-order", "The version last", "The order of the fields does not matter.")
            .delays(policy("max_age: 604800\nmx: MX\nmode: enforce\nversion: STSv1\n")),
        of(
                "text-bom",
                "A byte order mark in front",
                "The mark is no part of the grammar: there is no version, so there is no policy.")
            .delivers(policy("\uFEFF" + HEAD + MX + AGE)),
        of(
                "text-blank-line",
                "An empty line in the middle",
                "The grammar has no empty lines, and the RFC does not say to refuse them.")
            .mayDeliver(policy(HEAD + "\n" + MX + AGE)),
        of(
                "text-leading-blanks",
                "Blanks before the keys",
                "The grammar has no blanks there, and the RFC does not say to refuse them.")
            .mayDeliver(policy(" version: STSv1\n mode: enforce\n mx: MX\n max_age: 604800\n")),
        of(
                "text-html",
                "A web page as text/plain",
                "A page without the fields of a policy is none.")
            .delivers(policy("<!doctype html>\n<title>Welcome</title>\n<p>mx: MX\n")),
        of(
                "text-large",
                "A policy of 60 KB, the right pattern last",
                "A policy of less than 64 KB is served, fetched and obeyed like a small one.")
            .delivers(
                twice(
                    (scene, domain) -> {
                      String others = filled(HEAD, "mail-", domain);
                      domain.publish(others + "mx: " + domain.mxName() + "\n" + AGE);
                    })),
        of(
                "text-large-bad-host",
                "A policy of 60 KB, and an untrusted exchanger",
                "A large policy protects like a small one.")
            .delays(
                untrusted(
                    (scene, domain) ->
                        domain.publish(
                            filled(HEAD + "mx: " + domain.mxName() + "\n", "*.m", domain) + AGE))));
  }

  private static List<AuditCase> fields() {
    return List.of(
        of("text-duplicate-mode", "enforce, and then none", "Of a repeated field the first counts.")
            .delays(policy(HEAD + "mode: none\n" + MX + AGE)),
        of(
                "text-duplicate-mode-testing",
                "testing, and then enforce",
                "Of a repeated field the first counts.")
            .delivers(policy("version: STSv1\nmode: testing\nmode: enforce\n" + MX + AGE)),
        of(
                "text-unknown-field",
                "Fields that nobody knows yet",
                "Unknown fields are ignored, in UTF-8 too.")
            .delays(policy(HEAD + "x-note.1: hello: wörld = fine\n" + MX + AGE)),
        of("text-no-mode", "No mode", "The mode is required; nothing is to be filled in for it.")
            .delivers(policy("version: STSv1\n" + MX + AGE)),
        of(
                "text-no-version",
                "No version",
                "The version is required; without it this is no policy.")
            .delivers(policy("mode: enforce\n" + MX + AGE)),
        of("text-wrong-version", "Version STSv2", "Another version is not this one.")
            .delivers(policy("version: STSv2\nmode: enforce\n" + MX + AGE)),
        of(
                "text-mode-unknown",
                "A mode in brackets",
                "There are three modes, and this is none of them.")
            .delivers(policy("version: STSv1\nmode: [enforce]\n" + MX + AGE)),
        of("text-mode-case", "Mode Enforce", "The values of version and mode are case-sensitive.")
            .delivers(policy("version: STSv1\nmode: Enforce\n" + MX + AGE)),
        of("text-key-case", "Key Mode", "Keys are case-sensitive, so the mode is missing here.")
            .delivers(policy("version: STSv1\nMode: enforce\n" + MX + AGE)),
        of(
                "text-no-mx",
                "enforce without an mx",
                "At least one mx is required unless the mode is none.")
            .delivers(policy(HEAD + AGE)),
        of(
                "text-none-without-mx",
                "none without an mx",
                "A policy of mode none needs no mx, and demands nothing.")
            .delivers(policy("version: STSv1\nmode: none\n" + AGE)),
        of("text-none", "Mode none", "The domain is treated as though it had no policy.")
            .delivers(policy("version: STSv1\nmode: none\n" + MX + AGE)),
        of("text-testing", "Mode testing", "What fails in testing is reported, and delivered.")
            .delivers(policy("version: STSv1\nmode: testing\n" + MX + AGE)));
  }

  private static List<AuditCase> ages() {
    return List.of(
        of(
                "text-no-max-age",
                "No max_age",
                "max_age is required; nothing is to be filled in for it.")
            .delivers(policy(HEAD + MX)),
        of("text-max-age-words", "max_age in words", "max_age is a number of seconds.")
            .delivers(policy(HEAD + MX + "max_age: 1 week\n")),
        of("text-max-age-negative", "A negative max_age", "max_age is not negative.")
            .delivers(policy(HEAD + MX + "max_age: -1\n")),
        of("text-max-age-eleven-digits", "max_age of 11 digits", "max_age has at most ten digits.")
            .delivers(policy(HEAD + MX + "max_age: 10000000000\n")),
        of(
                "text-max-age-year",
                "max_age of a year",
                "31557600 seconds is the longest life, and allowed.")
            .delays(policy(HEAD + MX + "max_age: 31557600\n")),
        of(
                "text-max-age-beyond",
                "max_age of ten digits, beyond a year",
                "It is beyond the maximum; whether to cut it or to refuse it is not said.")
            .mayDeliver(policy(HEAD + MX + "max_age: 4294967296\n")),
        of(
                "text-max-age-zero",
                "max_age 0",
                "It may count for this message, or not at all: the RFC does not say.")
            .mayDeliver(policy(HEAD + MX + "max_age: 0\n")));
  }

  private static List<AuditCase> names() {
    return List.of(
        of(
                "text-mx-address",
                "An IPv4 address for an mx",
                "It has the form of a name, so the policy is valid, and no exchanger has that name.")
            .delays(unreachable("mx: 192.0.2.1\n")),
        of(
                "text-mx-address-beside",
                "An IPv4 address beside a good mx",
                "One pattern that matches nothing does not spoil the others.")
            .delays(policy(HEAD + "mx: 192.0.2.1\n" + MX + AGE)),
        of(
                "text-mx-literal",
                "[192.0.2.1] for an mx",
                "A literal is no name; the policy is invalid.")
            .delivers(policy(HEAD + "mx: [192.0.2.1]\n" + MX + AGE)),
        of(
                "text-mx-mail-address",
                "An e-mail address for an mx",
                "An address is no name; the policy is invalid.")
            .delivers(policy(HEAD + "mx: postmaster@MX\n" + MX + AGE)),
        of(
                "text-mx-two-wildcards",
                "*.*.DOMAIN for an mx",
                "Only one label may be a wildcard; the policy is invalid.")
            .delivers(policy(HEAD + "mx: *.*.DOMAIN\n" + MX + AGE)),
        of(
                "text-mx-inner-wildcard",
                "mx*.DOMAIN for an mx",
                "A wildcard is a whole label; the policy is invalid.")
            .delivers(policy(HEAD + "mx: m*.DOMAIN\n" + MX + AGE)),
        of(
                "text-mx-u-label",
                "A U-label for an mx",
                "Internationalized names are written as A-labels; the policy is invalid.")
            .delivers(policy(HEAD + "mx: mü.DOMAIN\n" + MX + AGE)),
        of(
                "text-mx-final-dot",
                "A dot at the end of an mx",
                "The grammar has no dot there, and the RFC does not say to refuse it.")
            .mayDeliver(policy(HEAD + "mx: MX.\n" + AGE)),
        of(
                "text-mx-comma",
                "Two names in one mx",
                "Each mx has a line of its own; the policy is invalid.")
            .delivers(policy(HEAD + "mx: MX, mx2.DOMAIN\n" + AGE)));
  }

  /// With a policy that no exchanger of the domain can match: nothing ever arrives.
  private static AuditCase.Script unreachable(String mx) {
    return scene -> {
      LabDomain domain = scene.domain(PolicyMode.ENFORCE);
      domain.publish(HEAD + mx + AGE);
      scene.tries(domain);
      scene.decides(domain);
    };
  }

  /// The beginning of a policy, filled up with patterns.
  ///
  /// @param label what they begin with, before a number
  private static String filled(String begin, String label, LabDomain domain) {
    StringBuilder text = new StringBuilder(begin);
    for (int i = 0; text.length() < LARGE; i++) {
      text.append("mx: ").append(label).append(i).append('.').append(domain.name()).append('\n');
    }
    return text.toString();
  }

  private static AuditCase.Draft of(String id, String title, String why) {
    return AuditCase.draft(Group.POLICY_TEXT, id, title, "RFC 8461 §3.2", why);
  }
}
