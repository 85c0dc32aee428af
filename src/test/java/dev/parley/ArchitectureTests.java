package dev.parley;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** What may know what. */
@AnalyzeClasses(packages = "dev.parley", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

  @ArchTest
  static final ArchRule coreIsPlainJava =
      classes()
          .that()
          .resideInAPackage("dev.parley.chat..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.parley.chat..",
              "java.lang..",
              "java.util..",
              "java.time..",
              "java.text..",
              "java.security..",
              "java.nio.charset..",
              "org.jspecify.annotations..");

  @ArchTest
  static final ArchRule springIntegrationIsInTcpAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.parley.tcp..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.springframework.integration..");

  @ArchTest
  static final ArchRule protocolsKnowOfNettyOnlyItsBuffers =
      noClasses()
          .that()
          .resideInAnyPackage("dev.parley.line..", "dev.parley.raw..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.netty.channel..", "io.netty.handler..", "java.net..", "java.sql..");

  @ArchTest
  static final ArchRule protocolsDoNotKnowEachOther =
      slices()
          .matching("dev.parley.(line|raw|admin|log)..")
          .should()
          .notDependOnEachOther()
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.parley.(*)..").should().beFreeOfCycles();

  @Test
  void modulesDependOnlyOnWhatTheyMay() {
    ApplicationModules.of(ParleyApplication.class).verify();
  }
}
