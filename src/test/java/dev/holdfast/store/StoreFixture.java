package dev.holdfast.store;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.secret.Description;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.Labels;
import dev.holdfast.secret.Owner;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.secret.Tags;
import dev.holdfast.store.StoreException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the parts of the contract of every store work with. */
abstract class StoreFixture {

    protected static final KeyPath STRIPE = KeyPath.parse("project/consilio/stripe_api_key");
    protected static final KeyPath OTHER = KeyPath.parse("project/consilio/other_api_key");
    protected static final Duration WEEK = Duration.ofDays(7);

    protected final TestClock clock = new TestClock();

    /** The store of this test, empty at its start. */
    protected abstract SecretStore store();

    protected static SecretValue value(String text) {
        return SecretValue.of(text);
    }

    protected static Description description(String text) {
        return Description.of(text, value("0123456789"));
    }

    protected static Labels labels(String owner, String... tags) {
        return new Labels(owner == null ? null : Owner.of(owner, null), Tags.of(List.of(tags), null));
    }

    protected static Write first() {
        return new Write(description("Stripe API key for payments"), null, WEEK, false);
    }

    protected static Write again(Duration grace) {
        return new Write(null, null, grace, false);
    }

    protected final Written put(KeyPath path, String value, Write write) {
        return store().put(path, value(value), write);
    }

    final Kind refused(KeyPath path, Write write) {
        return catchThrowableOfType(StoreException.class, () -> put(path, "abc123", write))
                .kind();
    }

    /** Where one value is. */
    protected final List<Holding> holding(String value) {
        return store().holding(List.of(value(value))).get(0);
    }

    /** Whether this version has that value now. */
    protected final boolean holds(KeyPath path, Integer version, String value) {
        try (ReadSecret secret = store().read(path, version)) {
            return secret != null && secret.value().sameAs(value(value));
        }
    }

    /** Whether the door would hand this version out: it is there, and has not ended by the clock. */
    final boolean readable(KeyPath path, int version) {
        try (ReadSecret secret = store().read(path, version)) {
            Instant end = secret == null ? null : secret.info().validUntil();
            return secret != null && (end == null || clock.instant().isBefore(end));
        }
    }
}
