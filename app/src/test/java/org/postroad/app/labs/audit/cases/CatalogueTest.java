package org.postroad.app.labs.audit.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.Expectation;
import org.postroad.app.labs.audit.Group;

class CatalogueTest {

  @Test
  void everyIdIsThereOnce() {
    assertThat(Catalogue.ids()).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(330);
  }

  @Test
  void everyCaseNamesItsSectionAndSaysWhyInASentence() {
    for (AuditCase one : Catalogue.ALL) {
      assertThat(one.section()).as(one.id()).matches("RFC \\d{4}( §.+)?");
      assertThat(one.why()).as(one.id()).matches("\\S.{10,150}\\.");
      assertThat(one.title()).as(one.id()).matches("\\S.{4,100}");
    }
  }

  @Test
  void everyGroupHasCases() {
    Set<Group> groups = Catalogue.ALL.stream().map(AuditCase::group).collect(Collectors.toSet());
    assertThat(groups).isEqualTo(EnumSet.allOf(Group.class));
  }

  /// An outcome that the RFC leaves open tells little: most cases have to decide.
  @Test
  void mostCasesAreDefinite() {
    long open = Catalogue.ALL.stream().filter(c -> c.expected() == Expectation.EITHER).count();
    assertThat(open).isLessThan(Catalogue.ALL.size() / 10);
  }
}
