package dev.holdfast.audit.jdbc;

/**
 * The end of a chain: the number and hash of its last row.
 *
 * @param seq 0 where there is no row yet
 */
record Head(long seq, String hash) {

    /** Where every chain begins. */
    static final Head START = new Head(0, Chain.GENESIS);
}
