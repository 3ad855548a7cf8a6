package org.postroad.app.labs.audit.cases;

import static org.postroad.app.labs.audit.cases.Acts.records;
import static org.postroad.app.labs.audit.cases.Acts.untrusted;
import static org.postroad.app.labs.audit.cases.Acts.untrustedAtOnce;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.Group;
import org.postroad.lab.dns.Interference;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyMode;

/// The TXT record at `_mta-sts` (RFC 8461 §3.1): when there is one, and when there is none.
final class RecordCases {

  private static final int BESIDE = 60; // so many do not fit into a datagram

  static final List<AuditCase> ALL =
      List.of(
          of(
                  "record-good",
                  "A record as it should be",
                  "§3.1",
                  "The plain case: the policy applies.")
              .delays(untrusted((scene, domain) -> {})),
          of(
                  "record-absent",
                  "No record, but a policy host",
                  "§3.1",
                  "Without a record there is no policy, whatever the policy host serves.")
              .delivers(untrusted((scene, domain) -> domain.withdrawRecord())),
          of(
                  "record-no-data",
                  "The name exists and has no TXT record",
                  "§3.1",
                  "No record is no policy, whichever way the DNS says so.")
              .delivers(
                  untrusted(
                      (scene, domain) -> {
                        domain.withdrawRecord();
                        scene.dns().set(domain.recordName(), RecordType.A, "192.0.2.99");
                      })),
          of(
                  "record-two",
                  "Two records",
                  "§3.1",
                  "Where not exactly one record counts, there is no policy.")
              .delivers(records("\"v=STSv1; id=1;\"", "\"v=STSv1; id=2;\"")),
          of(
                  "record-other-txt",
                  "Other TXT records beside it",
                  "§3.1",
                  "Records that do not begin with v=STSv1; are discarded and not counted.")
              .delays(
                  records(
                      "\"v=spf1 -all\"", "\"v=STSv1; id=1;\"", "\"site-verification=0123456789\"")),
          of(
                  "record-strings",
                  "One record in several strings",
                  "§3.1",
                  "The strings of one record are joined without blanks between them.")
              .delays(records("\"v=ST\" \"Sv1; i\" \"d=20160831\" \"085700Z;\"")),
          of(
                  "record-blank-before-semicolon",
                  "A blank before the semicolon",
                  "§3.1",
                  "The grammar allows the blank, the text about counting does not: both are right.")
              .mayDeliver(records("\"v=STSv1 ; id=1;\"")),
          of(
                  "record-without-id",
                  "No id",
                  "§3.1",
                  "The id is required; a record without it is invalid and there is no policy.")
              .delivers(records("\"v=STSv1;\"")),
          of(
                  "record-id-empty",
                  "An empty id",
                  "§3.1",
                  "An id has 1 to 32 characters; an invalid record is no policy.")
              .delivers(records("\"v=STSv1; id=;\"")),
          of(
                  "record-id-too-long",
                  "An id of 33 characters",
                  "§3.1",
                  "An id has 1 to 32 characters; an invalid record is no policy.")
              .delivers(records("\"v=STSv1; id=" + "1".repeat(33) + ";\"")),
          of(
                  "record-id-longest",
                  "An id of 32 characters",
                  "§3.1",
                  "32 letters and digits are allowed.")
              .delays(records("\"v=STSv1; id=" + "aB9x".repeat(8) + ";\"")),
          of(
                  "record-id-hyphens",
                  "A date with hyphens for an id",
                  "§3.1",
                  "An id is letters and digits; an invalid record is no policy.")
              .delivers(records("\"v=STSv1; id=2026-11-21;\"")),
          of(
                  "record-extra-fields",
                  "Fields that nobody knows yet",
                  "§3.2",
                  "Unknown fields are ignored and do not make a record invalid.")
              .delays(records("\"v=STSv1; a-b.c=x,y; id=1; z=!;\"")),
          of(
                  "record-without-blanks",
                  "No blanks, no semicolon at the end",
                  "§3.1",
                  "Blanks around the semicolons and the last one are optional.")
              .delays(records("\"v=STSv1;id=1\"")),
          of(
                  "record-broken-field",
                  "A field without a name",
                  "§3.1",
                  "A record that breaks the grammar is no policy.")
              .delivers(records("\"v=STSv1; id=1; =x;\"")),
          of(
                  "record-upper-case",
                  "The version in other letters",
                  "§3.1",
                  "The version is case-sensitive, so this record does not count.")
              .delivers(records("\"V=STSV1; id=1;\"")),
          of(
                  "record-leading-blank",
                  "A blank before the version",
                  "§3.1",
                  "A record that does not begin with the version does not count.")
              .delivers(records("\" v=STSv1; id=1;\"")),
          of(
                  "record-version-last",
                  "The id before the version",
                  "§3.1",
                  "A record that does not begin with the version does not count.")
              .delivers(records("\"id=1; v=STSv1;\"")),
          of(
                  "record-version-ten",
                  "A record of version STSv10",
                  "§3.1",
                  "Another version is not this one, though its name begins alike.")
              .delivers(records("\"v=STSv10; id=1;\"")),
          of(
                  "record-version-ten-beside",
                  "STSv1 and STSv10",
                  "§3.1",
                  "Only one of the two begins with v=STSv1; and so it counts.")
              .delays(records("\"v=STSv10; id=1;\"", "\"v=STSv1; id=2;\"")),
          of(
                  "record-cname",
                  "The record by CNAME in another zone",
                  "§3.1",
                  "CNAMEs at _mta-sts must be followed: that is how policies are delegated.")
              .delays(
                  untrusted(
                      (scene, domain) -> {
                        String provider = scene.name("provider");
                        domain.withdrawRecord();
                        scene.net().zone(provider, "_mta-sts TXT \"v=STSv1; id=7;\"");
                        scene
                            .dns()
                            .set(domain.recordName(), RecordType.CNAME, "_mta-sts." + provider);
                      })),
          of(
                  "record-over-tcp",
                  "So many TXT records that the answer needs TCP",
                  "§3.1",
                  "A truncated answer is asked for again; a record in it counts like any other.")
              .delays(
                  records(
                      Stream.concat(
                              IntStream.range(0, BESIDE)
                                  .mapToObj(i -> "\"verification-" + i + "=0123456789abcdef\""),
                              Stream.of("\"v=STSv1; id=1;\""))
                          .toArray(String[]::new))),
          of(
                  "record-wildcard",
                  "A wildcard TXT record of the domain",
                  "§3.1",
                  "What a wildcard answers at _mta-sts is no record of MTA-STS.")
              .delivers(
                  untrusted(
                      (scene, domain) -> {
                        domain.withdrawRecord();
                        scene.dns().set("*." + domain.name(), RecordType.TXT, "\"v=spf1 -all\"");
                      })),
          of(
                  "record-of-parent",
                  "A record of the parent domain",
                  "§3.4",
                  "A policy is never fetched from the parent zone.")
              .delivers(
                  scene -> {
                    scene.domain(PolicyMode.ENFORCE);
                    var sub = scene.known(scene.net().domain("sub." + scene.name()));
                    scene.arrives(sub);
                    scene.distrust(sub.mx());
                    scene.decides(sub);
                  }),
          of(
                  "record-servfail",
                  "The record goes unanswered: SERVFAIL",
                  "§10.2",
                  "At first contact nothing is known; to wait and to deliver are both allowed.")
              .mayDeliver(
                  untrustedAtOnce(
                      (scene, domain) ->
                          scene.interfereAt(domain.recordName(), Interference.servfail()))),
          of(
                  "record-silent",
                  "The record goes unanswered: silence",
                  "§10.2",
                  "At first contact nothing is known; to wait and to deliver are both allowed.")
              .mayDeliver(
                  untrustedAtOnce(
                      (scene, domain) ->
                          scene.interfereAt(domain.recordName(), Interference.silent()))),
          of(
                  "record-without-policy-host",
                  "A record, and no policy host",
                  "§3.3",
                  "A policy that cannot be fetched is none: the message must be delivered.")
              .delivers(
                  scene -> {
                    var domain = scene.domain();
                    domain.record("1");
                    scene.arrives(domain);
                    scene.distrust(domain.mx());
                    scene.decides(domain);
                  }));

  private RecordCases() {}

  private static AuditCase.Draft of(String id, String title, String section, String why) {
    return AuditCase.draft(Group.RECORD, id, title, "RFC 8461 " + section, why);
  }
}
