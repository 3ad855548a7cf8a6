package org.postroad.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/// Messages that were damaged on their way are read or refused; nothing is thrown.
class WireFuzzTest {

  private static final int RUNS = 20_000;
  private static final DomainName NAME = DomainName.of("example.com");
  private static final List<String> RECORDS =
      List.of(
          "example.com. 300 A 192.0.2.1",
          "example.com. 300 MX 10 mx.example.com.",
          "example.com. 300 TXT \"v=STSv1; id=1;\" \"x\"",
          "example.com. 300 AAAA 2001:db8::1",
          "example.com. 300 CNAME www.example.com.",
          "www.example.com. 300 CNAME example.com.",
          "com. 300 SOA ns.com. root.com. 1 2 3 4 5");

  @Test
  void damagedMessagesAreReadOrRefused() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    RecordType[] types = RecordType.values();
    for (int run = 0; run < RUNS; run++) {
      Question question = new Question(NAME, types[random.nextInt(types.length)]);
      int id = random.nextInt(1 << 16);
      Query asked = question.query(Query.Wanted.RECORDS);
      Message query = new Message(asked.octets(id, true));
      String[] records =
          RECORDS.stream().filter(_ -> random.nextInt(3) == 0).toArray(String[]::new);
      byte[] octets =
          FakeResolver.message(
              query, random.nextInt(4) == 0 ? Rcode.NXDOMAIN : Rcode.NOERROR, records);
      for (int i = random.nextInt(4); i > 0; i--) {
        octets[random.nextInt(octets.length)] = (byte) random.nextInt();
      }
      if (random.nextInt(5) == 0) {
        octets = Arrays.copyOf(octets, random.nextInt(octets.length + 10));
      }
      Optional<Reply> reply = Wire.read(asked, id, octets);
      if (reply.isPresent() && reply.get() instanceof Reply.Answered(Message message, int _)) {
        assertThat(
                new AnswerReader(question)
                    .read(message, Security.INSECURE, AnswerReader.POSITIVE_MAX))
            .as("seed %d, run %d", seed, run)
            .isNotNull();
      }
    }
  }
}
