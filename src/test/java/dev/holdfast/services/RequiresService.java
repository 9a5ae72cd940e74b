package dev.holdfast.services;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The servers without which a test class shows nothing.
 *
 * <p>Each is looked for as an address in the environment, as a program on this machine, and in Docker. Where none is
 * found the class fails if {@code CI} is {@code true}, and is skipped with a line on standard error elsewhere. What is
 * found starts at its first use and ends with the JVM.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ServiceExtension.class)
public @interface RequiresService {

    /** The servers. */
    Service[] value();
}
