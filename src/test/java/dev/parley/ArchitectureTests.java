package dev.parley;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModuleDetectionStrategy;
import org.springframework.modulith.core.ApplicationModuleInformation;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.core.JavaPackage;
import org.springframework.modulith.core.NamedInterfaces;

/** Checks the dependencies between packages. */
@AnalyzeClasses(
    packages = "dev.parley",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ArchitectureTests.DoNotIncludeGenerated.class
    })
class ArchitectureTests {

  private static final String STRATEGY = "spring.modulith.detection-strategy";

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
              "javax.crypto..",
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
          .resideInAnyPackage(
              "dev.parley.dialect..", "dev.parley.line..", "dev.parley.raw..", "dev.parley.irc..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.netty.channel..", "io.netty.handler..", "java.net..", "java.sql..");

  @ArchTest
  static final ArchRule protocolsDoNotKnowEachOther =
      slices()
          .matching("dev.parley.(line|raw|web|irc|http|store)..")
          .should()
          .notDependOnEachOther()
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.parley.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule partsOfPackagesHaveNoCycles =
      slices().matching("dev.parley.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule partsOfTheCoreDoNotKnowIt =
      noClasses()
          .that()
          .resideInAPackage("dev.parley.chat.*")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.parley.chat");

  /** A package of more types is divided. */
  private static final int MOST_TYPES = 25;

  @ArchTest
  static void packagesAreSmall(JavaClasses classes) {
    Map<String, Long> types =
        topLevel(classes)
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
    assertThat(types)
        .allSatisfy((name, count) -> assertThat(count).isLessThanOrEqualTo(MOST_TYPES));
  }

  @ArchTest
  static void namesAreUsedOnce(JavaClasses classes) {
    assertThat(topLevel(classes).map(JavaClass::getSimpleName)).doesNotHaveDuplicates();
  }

  private static Stream<JavaClass> topLevel(JavaClasses classes) {
    return classes.stream()
        .filter(JavaClass::isTopLevelClass)
        .filter(type -> !type.getSimpleName().equals("package-info"));
  }

  @Test
  void modulesDependOnlyOnWhatTheyMay() {
    System.setProperty(STRATEGY, NamedByFolder.class.getName());
    try {
      ApplicationModules.of("dev.parley").verify();
    } finally {
      System.clearProperty(STRATEGY);
    }
  }

  /** Without what is generated for the start, and left from the last time it was packaged. */
  static final class DoNotIncludeGenerated implements ImportOption {

    @Override
    public boolean includes(Location location) {
      return !location.contains("__");
    }
  }

  /**
   * A module's packages are interfaces by the names of their folders, {@code chat :: name}, to be
   * allowed one by one: the core has no annotation that would say so.
   */
  static final class NamedByFolder implements ApplicationModuleDetectionStrategy {

    @Override
    public Stream<JavaPackage> getModuleBasePackages(JavaPackage root) {
      return ApplicationModuleDetectionStrategy.directSubPackage().getModuleBasePackages(root);
    }

    @Override
    public NamedInterfaces detectNamedInterfaces(
        JavaPackage module, ApplicationModuleInformation information) {
      return NamedInterfaces.builder(module).including(_ -> true).build();
    }
  }
}
