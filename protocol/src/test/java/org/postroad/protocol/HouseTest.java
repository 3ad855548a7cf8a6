package org.postroad.protocol;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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
  void ofInputAndOutputOnlyWhatStaysInMemoryIsUsed() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.io..")
                .and(
                    not(
                        belongToAnyOf( // what the JDK's certificate classes are fed with, and throw
                            InputStream.class, ByteArrayInputStream.class, IOException.class))))
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
        .resideInAnyPackage(
            "..protocol.dns..",
            "..protocol.text..",
            "..protocol.mail..",
            "..protocol.certificate..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "..protocol.mtasts..",
            "..protocol.dane..",
            "..protocol.spf..",
            "..protocol.dkim..",
            "..protocol.dmarc..",
            "..protocol.bimi..",
            "..protocol.precedence..",
            "..protocol.tlsrpt..",
            "..protocol.smtp..",
            "..protocol.socketmap..",
            "..protocol.postfix..")
        .check(CLASSES);
  }

  @Test
  void theFirstFloorHasTheArrowsThatAreDrawn() {
    // tlsrpt -> mtasts, dane; precedence -> mtasts, dane, tlsrpt; postfix -> precedence and below
    noClasses()
        .that()
        .resideInAnyPackage(
            "..protocol.mtasts..",
            "..protocol.dane..",
            "..protocol.smtp..",
            "..protocol.socketmap..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "..protocol.tlsrpt..", "..protocol.precedence..", "..protocol.postfix..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAnyPackage("..protocol.tlsrpt..", "..protocol.precedence..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..protocol.postfix..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("..protocol.tlsrpt..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..protocol.precedence..")
        .check(CLASSES);
  }

  @Test
  void whoVouchesForASenderKnowsNothingOfTransport() {
    // dmarc -> spf, dkim; bimi -> dmarc
    noClasses()
        .that()
        .resideInAnyPackage("..protocol.spf..", "..protocol.dkim..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..protocol.dmarc..", "..protocol.bimi..")
        .allowEmptyShould(true)
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAnyPackage(
            "..protocol.spf..", "..protocol.dkim..", "..protocol.dmarc..", "..protocol.bimi..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "..protocol.mtasts..",
            "..protocol.dane..",
            "..protocol.tlsrpt..",
            "..protocol.smtp..",
            "..protocol.socketmap..",
            "..protocol.precedence..",
            "..protocol.postfix..")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("org.postroad.protocol.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
