package org.postroad.app.labs.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Our socketmap and the real Postfix 3.7, 3.10 and 3.11, in a namespace of their own: see
/// [InsideClaims].
class RealPostfixTest {

  private static final Duration ALL_MAX = Duration.ofMinutes(3);

  @TestFactory
  Stream<DynamicTest> postfix37ObeysUs() throws Exception {
    return claims(PostfixSuite.BOOKWORM);
  }

  @TestFactory
  Stream<DynamicTest> postfix310ObeysUs() throws Exception {
    return claims(PostfixSuite.TRIXIE);
  }

  @TestFactory
  Stream<DynamicTest> postfix311ObeysUs() throws Exception {
    return claims(PostfixSuite.FORKY);
  }

  private static Stream<DynamicTest> claims(PostfixSuite suite)
      throws IOException, InterruptedException {
    RealRoots.needNamespaces();
    PostfixRoot root = RealRoots.root(suite);
    Process inside =
        Namespace.process(InsideClaims.class, List.of(suite.name()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      List<String> lines =
          new String(inside.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> line.startsWith("ok ") || line.startsWith("not ok "))
              .toList();
      assertThat(inside.waitFor(ALL_MAX.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(inside.exitValue()).isZero();
      assertThat(lines).as("claims about Postfix " + root.version()).hasSizeGreaterThan(5);
      return lines.stream()
          .map(line -> DynamicTest.dynamicTest(line, () -> assertThat(line).startsWith("ok ")));
    } finally {
      inside.descendants().forEach(ProcessHandle::destroyForcibly);
      inside.destroyForcibly();
    }
  }
}
