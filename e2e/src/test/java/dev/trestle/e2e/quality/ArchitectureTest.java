package dev.trestle.e2e.quality;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The fences between modules and packages, read from the compiled classes. */
class ArchitectureTest {

    private static final String ROOT = "dev.trestle.";
    private static final String EVERYWHERE = "dev.trestle..";

    /** Upper may use lower; never the other way round, never sideways into a cycle. */
    private static final List<String> COMPONENTS_TOP_DOWN = List.of(
            "accuracy",
            "fix",
            "run",
            "problem",
            "verdict",
            "history",
            "measure",
            "plan",
            "check",
            "kinds",
            "kind",
            "load",
            "content",
            "board",
            "engine");

    private static final List<String> ESTIMATOR_TOP_DOWN = List.of("estimate", "sheet", "formula", "fact", "quantity");

    /** What decides a run: the same seed must give the same bits on every machine. */
    private static final String[] DETERMINISTIC = {
        ROOT + "components.engine..",
        ROOT + "components.kinds..",
        ROOT + "components.load..",
        ROOT + "components.plan.."
    };

    /** Functions of java.lang.Math whose last bit may differ between machines; StrictMath has the same ones, fixed. */
    private static final Set<String> INEXACT = Set.of(
            "log", "log10", "log1p", "exp", "expm1", "pow", "sin", "cos", "tan", "asin", "acos", "atan", "atan2",
            "sinh", "cosh", "tanh", "cbrt", "hypot");

    /** All that people wrote; what jOOQ generates from the migrations has cycles of its own. */
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/trestle/db/gen/"))
            .importPackages("dev.trestle");

    @Test
    void everyModuleIsSeenByTheseRules() {
        for (String module : List.of("estimator", "components", "db", "server")) {
            assertFalse(
                    OURS.that(resideInAPackage(ROOT + module + "..")).isEmpty(),
                    "no class of " + module + " on the class path: the rules of this test would hold for nothing");
        }
    }

    @Test
    void noPackageCycles() {
        slices().matching("dev.trestle.(**)").should().beFreeOfCycles().check(OURS);
    }

    @Test
    void modulesDependOnlyDownwards() {
        check(only(ROOT + "estimator..", ROOT + "estimator.."));
        check(only(ROOT + "components..", ROOT + "components..", ROOT + "estimator.."));
        check(only(ROOT + "db..", ROOT + "db.."));
    }

    @Test
    void componentPackagesDependOnlyDownwards() {
        checkOrder("components", COMPONENTS_TOP_DOWN);
    }

    @Test
    void estimatorPackagesDependOnlyDownwards() {
        checkOrder("estimator", ESTIMATOR_TOP_DOWN);
    }

    @Test
    void theEngineUsesNothingOfOurs() {
        check(only(ROOT + "components.engine..", ROOT + "components.engine.."));
    }

    @Test
    void theEstimatorNeedsNothingButJava() {
        check(classes()
                .that()
                .resideInAPackage(ROOT + "estimator..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + "estimator..", "java.."));
    }

    @Test
    void theWebFrameworksStayInTheServer() {
        fence("server..", "io.javalin..", "org.thymeleaf..", "org.eclipse.jetty..", "jakarta.servlet..");
    }

    @Test
    void sqlStaysInTheDatabaseModule() {
        fence("db..", "org.jooq..", "java.sql..", "javax.sql..", "org.h2..", "org.flywaydb..", "com.zaxxer.hikari..");
    }

    @Test
    void jsonStaysWithTheBoardAndTheServer() {
        check(noClasses()
                .that()
                .resideInAPackage(EVERYWHERE)
                .and()
                .resideOutsideOfPackages(ROOT + "components.board..", ROOT + "server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml.jackson.."));
    }

    @Test
    void theCommandLineLibraryStaysInItsPackage() {
        check(noClasses()
                .that()
                .resideInAPackage(EVERYWHERE)
                .and()
                .resideOutsideOfPackages(ROOT + "server", ROOT + "server.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli.."));
    }

    @Test
    void aRunReadsNoClockAndStartsNoThread() {
        check(noClasses()
                .that()
                .resideInAnyPackage(DETERMINISTIC)
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.time.chrono", "java.util.concurrent..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Thread.class, java.time.Clock.class, java.time.Instant.class));
    }

    @Test
    void aRunDrawsOnlyFromItsOwnStreams() {
        check(noClasses()
                .that()
                .resideInAnyPackage(DETERMINISTIC)
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(java.util.Random.class, java.util.UUID.class, java.security.SecureRandom.class)
                .orShould()
                .callMethod(Math.class, "random"));
    }

    @Test
    void aRunUsesOnlyStrictArithmetic() {
        DescribedPredicate<JavaMethodCall> inexact = describe(
                "a function of Math that may differ between machines",
                call -> call.getTargetOwner().isEquivalentTo(Math.class) && INEXACT.contains(call.getName()));
        // The estimate's rates are the arrivals of a run, and a report is compared bit by bit: they belong to it.
        check(noClasses()
                .that()
                .resideInAnyPackage(ROOT + "estimator..", ROOT + "components..")
                .should()
                .callMethodWhere(inexact));
    }

    @Test
    void nothingIsNamedAfterWhatItIsNot() {
        check(noClasses()
                .that()
                .resideInAPackage(EVERYWHERE)
                .should()
                .haveNameMatching(".*(Utils?|Manager|Helper|Impl|DTO|Dto)$"));
    }

    private static void checkOrder(String module, List<String> topDown) {
        for (int i = 0; i < topDown.size(); i++) {
            String[] upper = topDown.subList(0, i).stream()
                    .map(name -> ROOT + module + "." + name + "..")
                    .toArray(String[]::new);
            if (upper.length > 0) {
                check(noClasses()
                        .that()
                        .resideInAPackage(ROOT + module + "." + topDown.get(i) + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(upper));
            }
        }
        String[] known =
                topDown.stream().map(name -> ROOT + module + "." + name + "..").toArray(String[]::new);
        check(classes().that().resideInAPackage(ROOT + module + "..").should().resideInAnyPackage(known));
    }

    /** Of our own classes, those in a package may use only those in these packages. */
    private static ArchRule only(String from, String... allowed) {
        DescribedPredicate<JavaClass> ours = resideInAPackage(EVERYWHERE);
        DescribedPredicate<JavaClass> permitted = describe(
                "in " + String.join(", ", allowed),
                type -> List.of(allowed).stream()
                        .anyMatch(name -> resideInAPackage(name).test(type)));
        return classes()
                .that()
                .resideInAPackage(from)
                .should()
                .onlyDependOnClassesThat(ours.negate().or(permitted));
    }

    private static void fence(String home, String... libraries) {
        check(noClasses()
                .that()
                .resideInAPackage(EVERYWHERE)
                .and()
                .resideOutsideOfPackage(ROOT + home)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries));
    }

    /** A package that is not written yet breaks no rule; {@link #everyModuleIsSeenByTheseRules} guards against rules on nothing. */
    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(OURS);
    }
}
