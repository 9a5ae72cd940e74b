package dev.holdfast.store.vault;

import dev.holdfast.store.StoreException;

/**
 * That a write was sent and its answer never came: it may have been carried out.
 *
 * <p>Whoever wrote reads back; when that fails too, {@link #unavailable} is what to tell.
 */
final class LostAnswer extends RuntimeException {

    private final transient Failure failure;

    LostAnswer(Failure failure) {
        super("the answer to a write was lost", null, false, false);
        this.failure = failure;
    }

    /** The refusal for a caller who could not find out. */
    StoreException unavailable() {
        return failure.told();
    }
}
