package org.postroad.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// Roles and commands of the top floor never import each other, nor the roof.
class HouseTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.postroad.app");

  @Test
  void theDaemonOnAMailHostNeedsNoLab() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..app.resolverd..", "..app.config..", "..app.output..", "..app.store..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.postroad.lab..", "..app.labs..", "..app.send..", "..app.cli..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void whatFeaturesShareKnowsNoFeature() {
    noClasses()
        .that()
        .resideInAnyPackage("..app.config..", "..app.output..", "..app.store..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..app.resolverd..", "..app.labs..", "..app.send..", "..app.cli..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }
}
