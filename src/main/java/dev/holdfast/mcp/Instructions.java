package dev.holdfast.mcp;

/** What every client is told of the rule when it connects, and what {@code init} writes into an agent's own rules. */
public final class Instructions {

    /** The rule and how to keep it, in a few lines. */
    public static final String TEXT = """
            Rule: store first, .env second, no exceptions.
            1. When you receive or make any secret (API key, password, token), call set_secret first: keyPath \
            project/{project}/{name} (or meta/{service}/{name}) in lower case, and a description that says what it is for.
            2. Only then put it into a .env, with envFile of set_secret or with write_env. Never write a secret into a .env \
            by yourself; check_env tells what is not stored.
            3. To make a new secret use generate: then nobody sees it. To hand one on use request_key.
            4. A refusal begins with a code and says what to do next. Do that; never work around it.""";

    private Instructions() {}
}
