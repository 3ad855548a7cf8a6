package org.postroad.protocol.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.protocol.Fuzz;

/// RFC 1035 §2.3.4 and the one form in which names are kept.
class DomainNameTest {

  @ParameterizedTest
  @CsvSource({
    "example.com, example.com",
    "Example.COM., example.com",
    "_mta-sts.example.com, _mta-sts.example.com",
    "a, a",
    "., ''",
  })
  void nameIsLowerCaseWithoutTheFinalDot(String written, String text) {
    assertThat(DomainName.of(written).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "'', empty name",
    "a..b, empty label at 3",
    ".a, empty label at 1",
    "a.., empty label at 3",
    "a b, character not allowed in a name at 2",
    "*.a, character not allowed in a name at 1",
    "bücher.example, character not allowed in a name at 2",
  })
  void whatIsNoNameSaysWhy(String written, String why) {
    assertThat(DomainName.parse(written)).isEqualTo(new DomainName.Parsed.Invalid(why));
  }

  @ParameterizedTest
  @CsvSource({
    "foo:bar/baz.Example.com, foo\\058bar\\047baz.example.com",
    "a b.example, a\\032b.example",
    "a\\b.example, a\\092b.example",
    "\u00e9.example, \\233.example",
  })
  void aNameOfOtherOctetsCanBeAskedForAndHasOneForm(String octets, String text) {
    assertThat(DomainName.ofOctets(octets))
        .isEqualTo(new DomainName.Parsed.Valid(new DomainName(text)));
    assertThat(DomainName.parse(text)).isInstanceOf(DomainName.Parsed.Invalid.class);
    assertThat(new DomainName(text).octets()).isEqualTo(octets.toLowerCase(Locale.ROOT));
  }

  @Test
  void octetsAreCountedAsOneWhateverTheyAreWrittenAs() {
    assertThat(DomainName.ofOctets(":".repeat(63) + ".example"))
        .isInstanceOf(DomainName.Parsed.Valid.class);
    assertThat(DomainName.ofOctets(":".repeat(64) + ".example"))
        .isEqualTo(new DomainName.Parsed.Invalid("label of 64 octets, at most 63"));
    assertThat(DomainName.ofOctets("a..b")).isInstanceOf(DomainName.Parsed.Invalid.class);
    assertThatThrownBy(() -> new DomainName("a\\098")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void labelsHaveSixtyThreeOctetsAtMost() {
    assertThat(DomainName.of("a".repeat(63)).labels()).hasSize(1);
    assertThat(DomainName.parse("a".repeat(64)))
        .isEqualTo(new DomainName.Parsed.Invalid("label of 64 octets, at most 63"));
  }

  @Test
  void namesHave253CharactersAtMost() {
    String longest = ("a".repeat(62) + ".").repeat(4) + "b";
    assertThat(longest).hasSize(253);
    DomainName name = DomainName.of(longest);
    assertThat(name.hasRoomFor("c")).isFalse();
    assertThatThrownBy(() -> name.child("c")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void parentsEndAtTheRoot() {
    DomainName name = DomainName.of("a.b");
    assertThat(name.parent()).contains(DomainName.of("b"));
    assertThat(DomainName.of("b").parent()).contains(DomainName.ROOT);
    assertThat(DomainName.ROOT.parent()).isEmpty();
    assertThat(DomainName.ROOT.child("b")).isEqualTo(DomainName.of("b"));
  }

  @Test
  void noTextMakesTheParserFailAndWhatItTakesStays() {
    Random random = Fuzz.random("DomainName fuzz");
    for (int i = 0; i < 100_000; i++) {
      String text = Fuzz.text(random, "abAZ09-_..*é ", 0, 20);
      if (DomainName.parse(text) instanceof DomainName.Parsed.Valid(DomainName name)) {
        assertThat(DomainName.of(name.toString())).isEqualTo(name);
        assertThat(String.join(".", name.labels())).isEqualTo(name.text());
      }
    }
  }
}
