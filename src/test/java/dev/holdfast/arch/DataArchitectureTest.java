package dev.holdfast.arch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.holdfast.secret.SecretValue;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where statements are run, and that no field of text holds a secret. */
final class DataArchitectureTest {

    /** The product alone: all that lies where its words lie. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(SecretValue.class.getProtectionDomain().getCodeSource().getLocation());

    /** Statements and connections; the rest may at the most catch what they throw. */
    @Test
    void statements_areRunByThePackagesWithTables() {
        noClasses()
                .that(not(resideInAnyPackage(
                        "dev.holdfast.sql",
                        "dev.holdfast.store.embedded",
                        "dev.holdfast.audit.jdbc",
                        "dev.holdfast.state")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.sql", "javax.sql").and(not(type(SQLException.class))))
                .check(CLASSES);
    }

    /** A secret is bytes in a {@link SecretValue}. The one token that is text is told once, in a reply. */
    @Test
    void fields_ofText_holdNoSecret() {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            for (JavaField field : type.getFields()) {
                boolean text = Stream.of(String.class, CharSequence.class, StringBuilder.class)
                        .anyMatch(kind -> field.getRawType().isEquivalentTo(kind));
                boolean constant = field.getModifiers().containsAll(Set.of(JavaModifier.STATIC, JavaModifier.FINAL));
                if (text && !constant && sounds(field.getName())) {
                    found.add(field.getFullName());
                }
            }
        }
        assertThat(found).containsExactly("dev.holdfast.grant.Grant.accessToken");
    }

    private static boolean sounds(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Stream.of("value", "secret", "token", "password", "plain", "masterkey")
                .anyMatch(lower::contains);
    }
}
