package org.postroad.app.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {

  enum Result {
    TRY_LATER
  }

  @Test
  void theSchemaComesFirst() {
    assertThat(Json.document("postroad.lab/1", json -> json.flag("ok", true)))
        .isEqualTo("{\"schema\":\"postroad.lab/1\",\"ok\":true}");
  }

  @Test
  void eachObjectOfAnArrayHasItsSchema() {
    assertThat(
            Json.documents(
                "postroad.resolve/1", List.of("a.example", "b.example"), (j, d) -> j.text("d", d)))
        .isEqualTo(
            "[{\"schema\":\"postroad.resolve/1\",\"d\":\"a.example\"},"
                + "{\"schema\":\"postroad.resolve/1\",\"d\":\"b.example\"}]");
  }

  @Test
  void whatIsAbsentIsLeftOutAndAnEmptyArrayIsNot() {
    assertThat(
            Json.line(
                json ->
                    json.text("a", "")
                        .text("b", Optional.empty())
                        .time("c", Optional.empty())
                        .seconds("d", Optional.empty())
                        .texts("e", List.of())))
        .isEqualTo("{\"e\":[]}");
  }

  @Test
  void timesAreUtcAndDurationsSeconds() {
    assertThat(
            Json.line(
                json ->
                    json.time("at", Instant.parse("2026-11-01T00:00:00Z"))
                        .seconds("a", Duration.ofMillis(250))
                        .seconds("b", Duration.ofDays(1))
                        .seconds("c", Duration.ZERO)
                        .number("ms", 1.2345, 2)))
        .isEqualTo("{\"at\":\"2026-11-01T00:00:00Z\",\"a\":0.25,\"b\":86400,\"c\":0,\"ms\":1.23}");
  }

  @Test
  void wordsOfEnumsAreInSnakeCase() {
    assertThat(Json.line(json -> json.word("result", Result.TRY_LATER)))
        .isEqualTo("{\"result\":\"try_later\"}");
  }

  @Test
  void namesOfTheWorldMayBeKeysWhereTheySayWhatTheyAre() {
    assertThat(Json.line(json -> json.textsByName("replies", Map.of("postfix-3.10", "OK secure"))))
        .isEqualTo("{\"replies\":{\"postfix-3.10\":\"OK secure\"}}");
  }

  @Test
  void textFromStrangersCannotBreakOut() {
    assertThat(Json.line(json -> json.text("text", "a\"}\n\u0000\u001b[2J")))
        .isEqualTo("{\"text\":\"a\\\"}\\n\\u0000\\u001B[2J\"}");
  }

  @Test
  void aKeyThatIsNotSnakeCaseIsABug() {
    for (String key : List.of("maxAge", "max-age", "_a", "a_", "a__b", "", "1a")) {
      assertThatThrownBy(() -> Json.line(json -> json.flag(key, true)))
          .as(key)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
