package org.postroad.lab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

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
}
