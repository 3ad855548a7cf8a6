package org.postroad.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postroad.lab.LabDomain;
import org.postroad.lab.LabInternet;
import org.postroad.lab.ca.Tlsa;
import org.postroad.lab.dns.Interference;
import org.postroad.protocol.dane.TlsaSet;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.dns.TlsaRecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/// TLSA records without data, which RFC 6698 §4.1 has count as unusable.
class EmptyTlsaTest {

  private static final TlsaRecord EMPTY = new TlsaRecord(3, 1, 1, "");
  private static final DomainName OWNER = DomainName.of("_25._tcp.mx.good.example");
  private static final int A_PRIVATE_TYPE = 0xff77;
  private static final int TLSA = 52; // RFC 6698 §7.1
  private static final int RUNS = 20_000;

  private final LabInternet internet = LabInternet.start();
  private final LabDomain domain = internet.domain("good.example").signed();

  @AfterEach
  void close() {
    internet.close();
  }

  private Answer lookup(Dnssec dnssec) {
    return new DnsClient(
            DnsClient.Options.of(List.of(internet.dns().address())).dnssec(dnssec),
            internet.clock())
        .lookup(OWNER, RecordType.TLSA);
  }

  private Dnssec local() {
    return switch (RootAnchors.parse(internet.dns().anchor().ds())) {
      case RootAnchors.Parsed.Valid(RootAnchors anchors) -> new Dnssec.Local(anchors, false);
      case RootAnchors.Parsed.Invalid(String why) -> throw new IllegalStateException(why);
    };
  }

  private static void assertSecure(Answer answer, TlsaRecord... records) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Found.class,
            found -> {
              assertThat(found.security()).isEqualTo(Security.SECURE);
              assertThat(found.records()).hasSameElementsAs(List.of(records));
            });
  }

  @Test
  void anEmptyRecordIsFoundValidatedAndUnusable() {
    domain.tlsa(EMPTY);

    assertSecure(lookup(local()), EMPTY);
    assertSecure(lookup(new Dnssec.Trusted()), EMPTY);
    assertThat(TlsaSet.of(List.of(EMPTY)).usable()).isEmpty();
  }

  @Test
  void aGoodRecordBesideAnEmptyOneCounts() {
    TlsaRecord good = Tlsa.ee(domain.mx().credential());
    domain.tlsa(EMPTY, good, new TlsaRecord(2, 0, 2, ""));

    assertSecure(lookup(local()), EMPTY, good, new TlsaRecord(2, 0, 2, ""));
  }

  @Test
  void forgerOfAnEmptyRecordMakesNoUnusableOneOfAGoodOne() {
    domain.tlsa(EMPTY);
    internet
        .dns()
        .interfere(
            OWNER.toString(),
            RecordType.TLSA,
            new Interference.Tampered(org.postroad.lab.zone.Fault.BOGUS_SIGNATURES));

    assertThat(lookup(local()))
        .isInstanceOfSatisfying(
            Answer.Failed.class, f -> assertThat(f.why()).isEqualTo(Answer.Why.BOGUS));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void whatHasNotEvenTheFieldsStaysUnreadable(int length) {
    assertThat(Wire.read(query(), 7, octets(length)))
        .get()
        .isInstanceOfSatisfying(
            Reply.Fault.class, f -> assertThat(f.why()).isEqualTo(Answer.Why.MALFORMED));
  }

  @Test
  void threeOctetsAreRead() {
    assertThat(Wire.read(query(), 7, octets(3)))
        .get()
        .isInstanceOfSatisfying(
            Reply.Answered.class,
            answered ->
                assertThat(answered.message().getSection(Section.ANSWER))
                    .singleElement()
                    .isInstanceOfSatisfying(
                        EmptyTlsa.class,
                        tlsa -> assertThat(tlsa.record()).isEqualTo(new TlsaRecord(0, 0, 0, ""))));
  }

  @Test
  void damagedMessagesAreReadOrRefused() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int run = 0; run < RUNS; run++) {
      byte[] octets = octets(3);
      for (int i = random.nextInt(4); i > 0; i--) {
        octets[random.nextInt(octets.length)] = (byte) random.nextInt();
      }
      octets = java.util.Arrays.copyOf(octets, octets.length - random.nextInt(3));
      Optional<Reply> reply = Wire.read(query(), 7, octets);
      assertThat(reply).as("seed %d, run %d", seed, run).isNotNull();
    }
  }

  private static Query query() {
    return new Question(OWNER, RecordType.TLSA).query(Query.Wanted.RECORDS);
  }

  /// An answer with one TLSA record of so many octets, all zero.
  private static byte[] octets(int length) {
    Message message = new Message(7);
    message.getHeader().setFlag(Flags.QR);
    Name owner = query().name();
    message.addRecord(Record.newRecord(owner, TLSA, DClass.IN), Section.QUESTION);
    message.addRecord(
        Record.newRecord(owner, A_PRIVATE_TYPE, DClass.IN, 300, new byte[length]), Section.ANSWER);
    byte[] octets = message.toWire();
    ByteBuffer.wrap(octets).putShort(octets.length - length - 10, (short) TLSA);
    return octets;
  }
}
