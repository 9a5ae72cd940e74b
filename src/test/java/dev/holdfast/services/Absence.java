package dev.holdfast.services;

import org.junit.jupiter.api.Assumptions;

/** What becomes of a test whose server is missing: a failure in CI, a skip that nobody overlooks elsewhere. */
final class Absence {

    private Absence() {}

    /**
     * Says aloud what is missing.
     *
     * @return the same text, for the report of the skip
     * @throws AssertionError in CI, where nothing may be skipped
     */
    static String report(String missing) {
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(missing);
        }
        System.err.println("SKIPPED: " + missing);
        return missing;
    }

    /** Ends the test that runs: fails it in CI, skips it elsewhere. */
    static AssertionError end(String missing) {
        Assumptions.abort(report(missing));
        return new AssertionError(missing);
    }
}
