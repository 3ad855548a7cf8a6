package org.postroad.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postroad.engine.dns.dnssec.SignedTree;
import org.postroad.engine.dns.dnssec.SignedZone;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.RecordType;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Whoever takes genuine messages apart and puts them together anew gets the truth out of a signed
/// zone, or nothing: never another answer, and never an insecure one.
class DnssecFuzzTest {

  private static final int RUNS = 600;
  private static final String[] ZONES = {"nsec.example.", "nsec3.example.", "plain.example."};
  private static final String[] NAMES = {
    "",
    "mx.",
    "_25._tcp.mx.",
    "_tcp.mx.",
    "no.",
    "x.wild.",
    "a.wild.",
    "alias.",
    "_25._tcp.no.",
    "x.wa.",
    "away."
  };
  private static final RecordType[] TYPES = {
    RecordType.A, RecordType.MX, RecordType.TLSA, RecordType.TXT
  };

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  private static SignedZone[] zones() {
    return new SignedZone[] {
      SignedZone.of("."),
      SignedZone.of("example."),
      filled(SignedZone.of("nsec.example.")),
      filled(SignedZone.of("nsec3.example.").nsec3(0, false)),
      filled(SignedZone.unsigned("plain.example."))
    };
  }

  private static SignedZone filled(SignedZone zone) {
    return zone.record("@ 300 MX 1 mx")
        .record("mx 300 A 192.0.2.1")
        .record("_25._tcp.mx 300 TLSA 3 1 1 " + "00".repeat(32))
        .record("*.wild 300 A 192.0.2.2")
        .record("a.wild 300 TXT \"x\"")
        .record("alias 300 CNAME mx")
        .record("*.wa 300 CNAME mx")
        .record("mx.wa 300 A 192.0.2.3")
        .record("away 300 CNAME mx.nsec.example.");
  }

  @Test
  void nothingButTheTruthComesOfGenuineMessagesPutTogetherAnew() throws IOException {
    SignedTree tree = new SignedTree(zones());
    try (DnssecWorld world = new DnssecWorld(zones())) {
      int refused = 0;
      for (int run = 0; run < RUNS; run++) {
        String zone = ZONES[random.nextInt(2)];
        String name = NAMES[random.nextInt(NAMES.length)] + zone;
        String asked = name.substring(0, name.length() - 1);
        RecordType type = TYPES[random.nextInt(TYPES.length)];
        world.tampering((_, honest) -> honest);
        Answer truth = world.lookup(asked, type);
        boolean keysToo = random.nextInt(4) == 0;
        world.tampering(
            (query, honest) ->
                keysToo || query.getQuestion().getName().equals(SignedZone.name(name))
                    ? tampered(tree, query, honest)
                    : honest);
        Answer answer = world.lookup(asked, type);
        String as = "seed " + seed + ", run " + run + ": " + name + " " + type;
        if (answer instanceof Answer.Failed) {
          refused++;
        } else {
          assertThat(withoutTtl(answer)).as(as).isEqualTo(withoutTtl(truth));
        }
      }
      assertThat(refused).as("seed " + seed).isGreaterThan(RUNS / 5);
    }
  }

  private static String withoutTtl(Answer answer) {
    return answer.toString().replaceAll(", ttl=[^]]*", "");
  }

  private Message tampered(SignedTree tree, Message query, Message honest) {
    Message message = honest;
    for (int i = random.nextInt(3); i >= 0; i--) {
      message = tamperedOnce(tree, query, message);
    }
    return message;
  }

  private Message tamperedOnce(SignedTree tree, Message query, Message message) {
    switch (random.nextInt(9)) {
      case 0 -> message.getHeader().setRcode(random.nextBoolean() ? Rcode.NOERROR : Rcode.NXDOMAIN);
      case 1 -> message.getHeader().setFlag(Flags.AD);
      case 2 -> any(message).ifPresent(at -> message.removeRecord(at.record(), at.section()));
      case 3 -> any(message).ifPresent(at -> message.addRecord(at.record(), 3 - at.section()));
      case 4 ->
          any(message)
              .ifPresent(
                  at -> {
                    message.removeRecord(at.record(), at.section());
                    message.addRecord(changed(at.record()), at.section());
                  });
      case 5 -> {
        return with(query, other(tree), random.nextBoolean());
      }
      default -> {
        Message from = other(tree);
        any(from).ifPresent(at -> addWithSignatures(message, from, at, query));
      }
    }
    return message;
  }

  private record At(Record record, int section) {}

  private Optional<At> any(Message message) {
    List<At> all = new ArrayList<>();
    for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
      message.getSection(section).forEach(record -> all.add(new At(record, section)));
    }
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
  }

  private Message other(SignedTree tree) {
    Name name =
        SignedZone.name(NAMES[random.nextInt(NAMES.length)] + ZONES[random.nextInt(ZONES.length)]);
    int type = random.nextInt(5) == 0 ? Type.DS : Type.value(TYPES[random.nextInt(4)].name());
    Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
    query.addRecord(new OPTRecord(4096, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
    return tree.answer(query);
  }

  private static Message with(Message query, Message other, boolean renamed) {
    Name from = other.getQuestion().getName();
    Message message = new Message(query.getHeader().getID());
    message.getHeader().setFlag(Flags.QR);
    message.getHeader().setRcode(other.getRcode());
    message.addRecord(query.getQuestion(), Section.QUESTION);
    for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
      for (Record record : other.getSection(section)) {
        message.addRecord(
            renamed && record.getName().equals(from)
                ? record.withName(query.getQuestion().getName())
                : record,
            section);
      }
    }
    return message;
  }

  private void addWithSignatures(Message message, Message from, At at, Message query) {
    Name owner = at.record().getName();
    boolean renamed = random.nextInt(3) == 0;
    for (Record record : from.getSection(at.section())) {
      boolean same =
          record.getName().equals(owner)
              && (record.getType() == at.record().getType()
                  || (record instanceof RRSIGRecord sig
                      && sig.getTypeCovered() == at.record().getType()));
      if (same) {
        message.addRecord(
            renamed ? record.withName(query.getQuestion().getName()) : record, at.section());
      }
    }
  }

  private Record changed(Record record) {
    if (record instanceof RRSIGRecord sig && random.nextBoolean()) {
      return AttackedZones.by(sig, SignedZone.name(ZONES[random.nextInt(ZONES.length)]));
    }
    byte[] data = record.rdataToWireCanonical();
    data[random.nextInt(data.length)] ^= (byte) (1 << random.nextInt(8));
    try {
      Record other = Record.newRecord(record.getName(), record.getType(), DClass.IN, 300, data);
      return other.toWire(Section.ANSWER).length > 0 ? other : record;
    } catch (RuntimeException e) {
      return record;
    }
  }
}
