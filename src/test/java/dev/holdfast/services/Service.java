package dev.holdfast.services;

/** A server that tests run against. */
public enum Service {
    /** OpenBao, for the contract of Vault's KV v2 as well. */
    OPENBAO(
            "OpenBao",
            "HOLDFAST_TEST_OPENBAO",
            "put bao 2.7 on the PATH, set BAO_BIN to it, set HOLDFAST_TEST_OPENBAO and HOLDFAST_TEST_OPENBAO_TOKEN,"
                    + " or start Docker"),

    /** PostgreSQL. */
    POSTGRESQL(
            "PostgreSQL",
            "HOLDFAST_TEST_POSTGRESQL",
            "install Debian's package postgresql, set PG_BIN to the folder of its programs, set"
                    + " HOLDFAST_TEST_POSTGRESQL (a JDBC URL) with _USER and _PASSWORD, or start Docker"),

    /** Redis, which each test starts for itself. */
    REDIS("Redis", "HOLDFAST_TEST_REDIS", "install Debian's package redis-server, or set REDIS_BIN to the program");

    private final String title;
    private final String variable;
    private final String mend;

    Service(String title, String variable, String mend) {
        this.title = title;
        this.variable = variable;
        this.mend = mend;
    }

    /** The environment variable with the address of a server that runs already. */
    String variable() {
        return variable;
    }

    /** What is missing, and how to get it. */
    String missing() {
        return title + " is not there: " + mend + ".";
    }

    /** As {@link #missing()}, for a test that starts and kills a server of its own. */
    String missingProgram() {
        return title + "'s program is not on this machine, and this test starts and stops it: " + mend + ".";
    }
}
