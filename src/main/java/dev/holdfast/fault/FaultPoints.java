package dev.holdfast.fault;

/**
 * The steps of a write, told one by one to whoever wants to stop the process there.
 *
 * <p>The program itself runs with {@link #NONE}; a test halts the process or throws at the step that it names.
 */
@FunctionalInterface
public interface FaultPoints {

    /** Nobody listens. */
    FaultPoints NONE = step -> {};

    /** Called right after the step was done; {@code step} is fixed text such as {@code env.temp.written}. */
    void reached(String step);
}
