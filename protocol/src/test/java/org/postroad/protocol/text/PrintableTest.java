package org.postroad.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

  @Test
  void controlCharactersCannotForgeALogLineOrDriveATerminal() {
    assertThat(Printable.of("a\r\nb\u001b[2Jc\u007f", 80)).isEqualTo("a\\x0d\\x0ab\\x1b[2Jc\\x7f");
  }

  @Test
  void nonAsciiAndBackslashesAreEscapedSoThatEscapesAreUnambiguous() {
    assertThat(Printable.of("\\x0a \u00e9 \u20ac \u202e", 80))
        .isEqualTo("\\\\x0a \\xe9 \\u20ac \\u202e");
  }

  @Test
  void longTextIsCutAndMarked() {
    assertThat(Printable.of("abcdef", 3)).isEqualTo("abc...");
    assertThat(Printable.of("abc", 3)).isEqualTo("abc");
  }
}
