package org.postroad.protocol.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DnsRecord.TxtRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.mtasts.RecordLookup.Reason;

/// RFC 8461 §3.1: exactly one record must count.
class RecordLookupTest {

  private static final Duration TTL = Duration.ofMinutes(5);

  @Test
  void oneAmongOtherTextRecordsCounts() {
    assertThat(look(txt("v=spf1 -all"), txt("v=STSv1; id=1;"), txt("v=STSv10; id=2;")))
        .isEqualTo(new RecordLookup.Found(new StsRecord("1"), TTL));
  }

  @Test
  void stringsOfOneRecordAreJoinedWithoutSpaces() {
    assertThat(look(new TxtRecord(List.of("v=STS", "v1; i", "d=1;"))))
        .isEqualTo(new RecordLookup.Found(new StsRecord("1"), TTL));
  }

  @Test
  void twoRecordsCountAsNone() {
    assertThat(look(txt("v=STSv1; id=1;"), txt("v=STSv1; id=1;")))
        .isInstanceOfSatisfying(
            RecordLookup.Absent.class,
            absent -> assertThat(absent.reason()).isEqualTo(Reason.SEVERAL_RECORDS));
  }

  @Test
  void brokenRecordBesideAGoodOneCountsAsASecond() {
    assertThat(look(txt("v=STSv1; id=1;"), txt("v=STSv1; id=;")))
        .isInstanceOfSatisfying(
            RecordLookup.Absent.class,
            absent -> assertThat(absent.reason()).isEqualTo(Reason.SEVERAL_RECORDS));
  }

  @Test
  void brokenRecordSaysWhy() {
    assertThat(look(txt("v=STSv1;")))
        .isEqualTo(new RecordLookup.Absent(Reason.INVALID_RECORD, "no id at 9", TTL));
  }

  @Test
  void onlyOtherTextRecordsAreNoRecord() {
    assertThat(look(txt("hello")))
        .isInstanceOfSatisfying(
            RecordLookup.Absent.class,
            absent -> assertThat(absent.reason()).isEqualTo(Reason.NO_RECORD));
  }

  @Test
  void bothNegativeAnswersAreAbsence() {
    for (Answer answer :
        List.of(
            new Answer.NoSuchName(Security.INSECURE, TTL),
            new Answer.NoData(Security.INSECURE, TTL))) {
      assertThat(RecordLookup.of(answer))
          .isInstanceOfSatisfying(
              RecordLookup.Absent.class,
              absent -> assertThat(absent.reason()).isEqualTo(Reason.NO_RECORD));
    }
  }

  @Test
  void unansweredIsNeverAbsent() {
    for (Answer.Why why : Answer.Why.values()) {
      assertThat(RecordLookup.of(new Answer.Failed(why, "x")))
          .isEqualTo(new RecordLookup.Unanswered(why, "x"));
    }
  }

  private static RecordLookup look(TxtRecord... records) {
    List<DnsRecord> list = Arrays.asList(records);
    return RecordLookup.of(
        new Answer.Found(list, DomainName.of("_mta-sts.example.com"), Security.INSECURE, TTL));
  }

  private static TxtRecord txt(String text) {
    return new TxtRecord(List.of(text));
  }
}
