package org.postroad.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The ground and the first floor stay pure, and imports run downwards (docs/architecture.md).
class HouseTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.postroad.protocol");

  @Test
  void nothingTouchesTheWorld() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..",
            "java.nio.file..",
            "java.nio.channels..",
            "java.util.logging..",
            "java.util.concurrent..",
            "javax.net..",
            "java.sql..",
            "org.slf4j..")
        .check(CLASSES);
  }

  @Test
  void nothingReadsAClockOrDrawsAtRandom() {
    noClasses()
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(java.util.Random.class, java.net.Socket.class, java.net.IDN.class)
        .check(CLASSES);
  }

  @Test
  void theGroundKnowsNothingAboveIt() {
    noClasses()
        .that()
        .resideInAnyPackage("..protocol.dns..", "..protocol.text..", "..protocol.mail..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "..protocol.mtasts..",
            "..protocol.tlsrpt..",
            "..protocol.smtp..",
            "..protocol.socketmap..",
            "..protocol.postfix..")
        .check(CLASSES);
  }

  @Test
  void theFirstFloorHasTheArrowsThatAreDrawn() {
    noClasses()
        .that()
        .resideInAnyPackage("..protocol.mtasts..", "..protocol.smtp..", "..protocol.socketmap..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..protocol.tlsrpt..", "..protocol.postfix..")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("org.postroad.protocol.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
