package org.postroad.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The second floor: adapters below, what resolves and delivers above, and nothing of lab or app.
class HouseTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.postroad.engine");

  @Test
  void theEngineKnowsNeitherLabNorApp() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.postroad.lab..", "org.postroad.app..")
        .check(CLASSES);
  }

  @Test
  void adaptersKnowNothingOfWhatStandsOnThem() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..engine.net..",
            "..engine.dns..",
            "..engine.tls..",
            "..engine.policyhost..",
            "..engine.smtpclient..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..engine.resolve..", "..engine.deliver..", "..engine.check..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("org.postroad.engine.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
