package org.postroad.lab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The garden knows nothing of engine or app: whoever is tested in it did not help to build it.
class HouseTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.postroad.lab");

  @Test
  void theLabKnowsNeitherEngineNorApp() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.postroad.engine..", "org.postroad.app..")
        .check(CLASSES);
  }

  @Test
  void partsKnowNothingOfTheWholeNorOfAttackers() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..lab.ca..",
            "..lab.dns..",
            "..lab.dnssec..",
            "..lab.mx..",
            "..lab.net..",
            "..lab.policyhost..",
            "..lab.tls..",
            "..lab.zone..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.postroad.lab",
            "org.postroad.lab.attacker..",
            "org.postroad.lab.faults..",
            "org.postroad.lab.scenario..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("org.postroad.lab")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.postroad.lab.attacker..",
            "org.postroad.lab.faults..",
            "org.postroad.lab.scenario..")
        .check(CLASSES);
  }

  @Test
  void partsFormNoCycles() {
    slices().matching("org.postroad.lab.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
