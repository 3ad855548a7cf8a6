package org.postroad.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrappedTest {

  @Test
  void wordsFillLinesOfTheWidthAndNoMore() {
    assertThat(Wrapped.lines("one two three four", 9)).containsExactly("one two", "three", "four");
    assertThat(Wrapped.lines("one two", 7)).containsExactly("one two");
  }

  @Test
  void aLongWordIsNeverCut() {
    assertThat(Wrapped.lines("see mta-sts.example.com now", 8))
        .containsExactly("see", "mta-sts.example.com", "now");
  }

  @Test
  void linesOfTheTextStay() {
    assertThat(Wrapped.lines("one\ntwo", 20)).containsExactly("one", "two");
    assertThat(Wrapped.lines("", 20)).containsExactly("");
  }
}
