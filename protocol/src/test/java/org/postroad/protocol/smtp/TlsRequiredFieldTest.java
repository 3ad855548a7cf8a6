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
        "TLS-Required: No~~body                       | true  | as it is written",
        "TLS-Required:No~~body                        | true  | FWS is optional",
        "tls-required: NO~~body                       | true  | names and words know no case",
        "TLS-Required:~ No~~body                      | true  | folded",
        "Subject: a~TLS-Required: No~To: b~~body      | true  | among others",
        "TLS-Required: No~                            | true  | no body at all",
        "Subject: a~~TLS-Required: No~                | false | in the body",
        "Subject: a~ TLS-Required: No~~body           | false | in a folded line of another field",
        "TLS-Required: Yes~~body                      | false | no such value",
        "TLS-Required: No thanks~~body                | false | more than the word",
        "TLS-Required: No (comment)~~body             | false | the grammar has no comments",
        "TLS-Required:~~body                          | false | empty",
        "TLS-Required: No~TLS-Required: No~~body      | false | more than one MUST NOT appear",
        "TLS-Required: No~TLS-Required: Yes~~body     | false | one of two may mean anything",
        "X-TLS-Required: No~~body                     | false | another field",
        "TLS-Required~~body                           | false | no field",
        "''                                           | false | an empty message",
      })
  void countsOrNot(String text, boolean counts, String why) {
    byte[] octets = text.replace("~", "\r\n").getBytes(StandardCharsets.US_ASCII);
    MessageBytes message = ((MessageBytes.Parsed.Valid) MessageBytes.parse(octets)).message();
    assertThat(TlsRequiredField.isNo(message)).as(why).isEqualTo(counts);
  }
}
