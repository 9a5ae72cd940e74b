package dev.holdfast.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.holdfast.access.StoreReceipt;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.store.SecretStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Which package may know which, and who may do what only few may. */
final class ArchitectureTest {

    private static final String ROOT = "dev.holdfast.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.holdfast");

    /** The arrows, each package with those that it may know. A new arrow is a decision, and is written down here. */
    private static final Map<String, Set<String>> MAY_KNOW = new TreeMap<>(Map.ofEntries(
            Map.entry("secret", Set.of()),
            Map.entry("fault", Set.of()),
            Map.entry("health", Set.of()),
            Map.entry("sql", Set.of()),
            Map.entry("wire", Set.of()),
            Map.entry("client", Set.of("wire")),
            Map.entry("key", Set.of("secret")),
            Map.entry("mask", Set.of("secret")),
            Map.entry("policy", Set.of("secret")),
            Map.entry("agent", Set.of("policy", "secret")),
            Map.entry("redis", Set.of("key", "policy", "secret", "store.cached")),
            Map.entry("store", Set.of("secret")),
            Map.entry("input", Set.of("secret")),
            Map.entry("store.cached", Set.of("secret", "store")),
            Map.entry("store.embedded", Set.of("key", "secret", "sql", "store")),
            Map.entry("store.vault", Set.of("fault", "health", "key", "secret", "store")),
            Map.entry("audit", Set.of("agent", "policy", "secret")),
            Map.entry("audit.jdbc", Set.of("audit", "fault", "health", "policy", "secret", "sql")),
            Map.entry("backup", Set.of("access", "fault", "key")),
            Map.entry("state", Set.of("secret", "sql")),
            Map.entry("access", Set.of("agent", "audit", "fault", "policy", "secret", "store", "store.cached")),
            Map.entry("dotenv.detect", Set.of("secret")),
            Map.entry(
                    "dotenv", Set.of("access", "dotenv.detect", "fault", "policy", "secret", "sql", "state", "store")),
            Map.entry("run", Set.of("access", "dotenv", "mask", "secret")),
            Map.entry("grant", Set.of("access", "agent", "audit", "policy", "secret", "sql", "state", "store")),
            Map.entry("intake", Set.of("access", "dotenv", "policy", "secret", "store")),
            Map.entry("mcp", Set.of("access", "dotenv", "grant", "input", "policy", "secret", "store")),
            Map.entry("guard", Set.of("access", "dotenv", "policy", "secret")),
            Map.entry("setup", Set.of("mcp")),
            Map.entry("http", Set.of("access", "agent", "audit", "mcp", "secret")),
            Map.entry("metrics", Set.of("agent", "audit", "http", "store")),
            Map.entry(
                    "rest",
                    Set.of(
                            "access",
                            "agent",
                            "audit",
                            "grant",
                            "http",
                            "input",
                            "policy",
                            "secret",
                            "state",
                            "store",
                            "store.cached",
                            "wire")),
            Map.entry(
                    "config",
                    Set.of(
                            "agent",
                            "http",
                            "metrics",
                            "policy",
                            "redis",
                            "rest",
                            "secret",
                            "sql",
                            "store.cached",
                            "store.vault")),
            Map.entry(
                    "cli",
                    Set.of(
                            "access", "agent", "audit", "config", "dotenv", "grant", "health", "input", "intake", "mcp",
                            "policy", "run", "secret", "setup", "state", "store"))));

    @Test
    void packages_knowOnlyTheirArrows() {
        Map<String, Set<String>> forbidden = new TreeMap<>();
        for (JavaClass from : CLASSES) {
            String here = name(from);
            Set<String> allowed = here.equals("app") ? null : MAY_KNOW.getOrDefault(here, Set.of());
            from.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(target -> target.getPackageName().startsWith(ROOT))
                    .map(ArchitectureTest::name)
                    .filter(there -> !there.equals(here) && allowed != null && !allowed.contains(there))
                    .forEach(there -> forbidden
                            .computeIfAbsent(here, key -> new TreeSet<>())
                            .add(there));
        }
        assertThat(forbidden).isEmpty();
    }

    @Test
    void packages_areAllInTheTable_andHaveNoCycles() {
        Set<String> present =
                CLASSES.stream().map(ArchitectureTest::name).collect(Collectors.toCollection(TreeSet::new));
        Set<String> known = new TreeSet<>(MAY_KNOW.keySet());
        known.add("app");
        assertThat(present).isEqualTo(known);
        slices().matching("dev.holdfast.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void packages_areNullMarkedAndSayWhatTheyAre() {
        List<String> unmarked = new ArrayList<>();
        for (JavaPackage found : CLASSES.getDefaultPackage().getSubpackagesInTree()) {
            boolean ours = (found.getName() + ".").startsWith(ROOT);
            if (ours && !found.getClasses().isEmpty() && !found.isAnnotatedWith(NullMarked.class)) {
                unmarked.add(found.getName());
            }
        }
        assertThat(unmarked).isEmpty();
    }

    @Test
    void libraries_areKnownWhereTheyBelong() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..mcp..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.modelcontextprotocol..", "reactor..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("..sql..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.sqlite..", "org.postgresql..", "com.zaxxer..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("..store.vault..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "io.github.resilience4j..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("..audit.jdbc..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.flywaydb..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages("..cli..", "..app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("..config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml.jackson.dataformat..", "org.yaml..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages("..http..", "..mcp..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.servlet..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("..http..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages("..http..", "..redis..", "..rest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.github.bucket4j..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("..redis..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.lettuce..", "io.netty..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("..store.cached..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.github.benmanes..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("..agent..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.jsonwebtoken..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("..metrics..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micrometer..", "io.prometheus..")
                .check(CLASSES);
    }

    /** They are a jar of their own, which brings Jackson's core and nothing else. */
    @Test
    void client_needsTheJdkAndJacksonsCoreAlone() {
        noClasses()
                .that()
                .resideInAnyPackage("..client..", "..wire..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "java..",
                        "javax.crypto..",
                        "javax.net.ssl..",
                        "com.fasterxml.jackson.core..",
                        "org.jspecify..",
                        "dev.holdfast.client..",
                        "dev.holdfast.wire..")
                .check(CLASSES);
    }

    @Test
    void store_isHeldByTheDoorAlone() {
        noFields()
                .that()
                .areDeclaredInClassesThat()
                .haveNameNotMatching(
                        "dev\\.holdfast\\.(access\\.(SecretAccess|SecretKeeping|StoreMove)|app\\.OpenedStore|store\\.WatchedStore|store\\.cached\\..*|store\\.vault\\..*)")
                .should()
                .haveRawType(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "a store", type -> type.isAssignableTo(SecretStore.class)))
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages("..access..", "..store..", "..app..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(SecretStore.class)
                .check(CLASSES);
    }

    @Test
    void receipts_areMadeByTheDoorAlone() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.holdfast.access.SecretAccess")
                .should()
                .callConstructorWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                        com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                                com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo(
                                        StoreReceipt.class))))
                .check(CLASSES);
    }

    /** Who turns a value into bytes: sealing, proving, writing, looking, and the edges that print one. */
    private static final Set<String> REVEAL = Set.of(
            "app.Gate",
            "cli.RedeemCommand",
            "cli.TokenCommand",
            "dotenv.Baseline",
            "dotenv.EnvEncoder",
            "dotenv.detect.SecretLooks",
            "key.ValueMarks",
            "mask.SecretForms",
            "run.ChildEnvironment",
            "mcp.Field",
            "redis.SealedEntry",
            "rest.Json",
            "secret.ValueOverlap",
            "store.embedded.Envelope",
            "store.vault.KvData");

    @Test
    void values_areRevealedByFewClasses() {
        Set<String> callers = CLASSES.stream()
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().isEquivalentTo(SecretValue.class)
                        && call.getTarget().getName().equals("reveal"))
                .map(call -> call.getOriginOwner().getName().substring(ROOT.length()))
                .map(type -> type.contains("$") ? type.substring(0, type.indexOf('$')) : type)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(callers).isEqualTo(new TreeSet<>(REVEAL));
    }

    @Test
    void values_areInNoRecord() {
        noFields()
                .that()
                .areDeclaredInClassesThat()
                .areRecords()
                .should()
                .haveRawType(SecretValue.class)
                .check(CLASSES);
    }

    @Test
    void output_belongsToCommands() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..cli..", "..app..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CLASSES);
        noClasses().should().callMethod(Throwable.class, "printStackTrace").check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("..app..")
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
    }

    private static String name(JavaClass type) {
        String name = type.getPackageName();
        return name.length() < ROOT.length() ? "" : name.substring(ROOT.length());
    }
}
