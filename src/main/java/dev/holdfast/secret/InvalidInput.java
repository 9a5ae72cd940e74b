package dev.holdfast.secret;

/**
 * What is said when a key path, a description or a value breaks a rule: the rule, and the way out.
 *
 * <p>Both sentences are fixed text; at the most a repaired key path is built into the hint. What the caller wrote is
 * never repeated. Carries no stack trace: it is an answer, not a fault.
 */
public final class InvalidInput extends RuntimeException {

    /** Which word broke its rule. */
    public enum Subject {
        KEY_PATH,
        DESCRIPTION,
        VALUE,
        ARGUMENT
    }

    private final Subject subject;
    private final String problem;
    private final String hint;

    private InvalidInput(Subject subject, String problem, String hint) {
        super(problem, null, false, false);
        this.subject = subject;
        this.problem = problem;
        this.hint = hint;
    }

    public static InvalidInput keyPath(String problem, String hint) {
        return new InvalidInput(Subject.KEY_PATH, problem, hint);
    }

    public static InvalidInput description(String problem, String hint) {
        return new InvalidInput(Subject.DESCRIPTION, problem, hint);
    }

    public static InvalidInput value(String problem, String hint) {
        return new InvalidInput(Subject.VALUE, problem, hint);
    }

    public static InvalidInput argument(String problem, String hint) {
        return new InvalidInput(Subject.ARGUMENT, problem, hint);
    }

    public Subject subject() {
        return subject;
    }

    /** What is wrong: one sentence of fixed text. */
    public String problem() {
        return problem;
    }

    /** What to do next: one sentence. */
    public String hint() {
        return hint;
    }
}
