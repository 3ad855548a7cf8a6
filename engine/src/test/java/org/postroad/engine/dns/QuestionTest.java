package org.postroad.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.xbill.DNS.Name;

/// Names on their way to the wire.
class QuestionTest {

  @Test
  void aNameThatAMacroComposedGoesOutOctetByOctet() {
    DomainName.Parsed parsed = DomainName.ofOctets("a:b/c d.example");
    assertThat(parsed).isInstanceOf(DomainName.Parsed.Valid.class);
    Name name = new Question(((DomainName.Parsed.Valid) parsed).name(), RecordType.A).wireName();
    assertThat(new String(name.getLabel(0), 1, 7, StandardCharsets.US_ASCII)).isEqualTo("a:b/c d");
    assertThat(name.labels()).isEqualTo(3);
  }
}
