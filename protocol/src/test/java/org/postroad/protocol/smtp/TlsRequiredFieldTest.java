package org.postroad.protocol.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The grammar of RFC 8689 §3, and what does not count.
class TlsRequiredFieldTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "TLS-Required: No~~body                       | NO      | as it is written",
        "TLS-Required:No~~body                        | NO      | FWS is optional",
        "tls-required: NO~~body                       | NO      | names and words know no case",
        "TLS-Required:~ No~~body                      | NO      | folded",
        "Subject: a~TLS-Required: No~To: b~~body      | NO      | among others",
        "TLS-Required: No~                            | NO      | no body at all",
        "Subject: a~~TLS-Required: No~                | ABSENT  | in the body",
        "Subject: a~ TLS-Required: No~~body           | ABSENT  | in a folded line of another field",
        "TLS-Required: Yes~~body                      | UNCLEAR | no such value",
        "TLS-Required: No thanks~~body                | UNCLEAR | more than the word",
        "TLS-Required: No (comment)~~body             | UNCLEAR | the grammar has no comments",
        "TLS-Required:~~body                          | UNCLEAR | empty",
        "TLS-Required: No~TLS-Required: No~~body      | UNCLEAR | more than one MUST NOT appear",
        "TLS-Required: No~TLS-Required: Yes~~body     | UNCLEAR | one of two may mean anything",
        "Hello Bob,~TLS-Required: No~~body            | ABSENT| text, and no header at all",
        "Subject: a~Hello Bob,~TLS-Required: No~      | ABSENT| behind the end of the header",
        "TLS-Required : No~~body                      | ABSENT| the grammar has no blank there",
        "TLS-Required: No ~~body                      | UNCLEAR| nor there",
        "X-TLS-Required: No~~body                     | ABSENT  | another field",
        "TLS-Required~~body                           | ABSENT  | no field",
        "''                                           | ABSENT  | an empty message",
      })
  void saysNoOrNothingOrSomethingElse(String text, TlsRequiredField.Found found, String why) {
    byte[] octets = text.replace("~", "\r\n").getBytes(StandardCharsets.US_ASCII);
    MessageBytes message = ((MessageBytes.Parsed.Valid) MessageBytes.parse(octets)).message();
    assertThat(TlsRequiredField.in(message)).as(why).isEqualTo(found);
    assertThat(TlsRequiredField.isNo(message)).isEqualTo(found == TlsRequiredField.Found.NO);
  }
}
