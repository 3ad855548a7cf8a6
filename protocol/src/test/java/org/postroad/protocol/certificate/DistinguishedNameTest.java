package org.postroad.protocol.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;

class DistinguishedNameTest {

  @Test
  void readsAsPeopleWriteIt() {
    assertThat(text("CN=\"Root, intermediate\"")).isEqualTo("CN=Root, intermediate");
    assertThat(text("O=GoDaddy.com\\, Inc., C=US")).isEqualTo("O=GoDaddy.com, Inc.,C=US");
    assertThat(text("CN=\"a+b <c> \\\"d\\\"\"")).isEqualTo("CN=a+b <c> \"d\"");
  }

  @Test
  void whatCannotBePrintedIsEscapedOnce() {
    assertThat(text("CN=caf\u00e9")).isEqualTo("CN=caf\\xe9");
    assertThat(text("CN=a\\\\b")).as("a real backslash").isEqualTo("CN=a\\\\b");
  }

  @Test
  void isShownAtNoEndlessLength() {
    assertThat(text("CN=" + "x".repeat(500))).hasSizeLessThan(130).endsWith("...");
  }

  private static String text(String name) {
    return DistinguishedName.text(new X500Principal(name));
  }
}
