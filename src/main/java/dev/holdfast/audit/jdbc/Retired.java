package dev.holdfast.audit.jdbc;

import dev.holdfast.audit.jdbc.ArchiveHeader.Span;
import java.util.List;

/**
 * That the rows of a table and a day were archived and dropped, signed, and chained to the note before.
 *
 * @param number 1 and up, without gaps
 * @param at when, ISO 8601
 * @param file the archive's name
 * @param chains the {@link Span}s as JSON, byte for byte what the hash covers
 * @param seal of the archive
 */
record Retired(
        long number,
        String table,
        String day,
        String at,
        String file,
        long rows,
        String chains,
        String seal,
        String previous,
        String hash) {

    /** Signs a note that follows another. */
    static Retired of(Chain key, Head before, ArchiveHeader header, String at, String file, String seal) {
        Retired open = new Retired(
                before.seq() + 1,
                header.table(),
                header.day(),
                at,
                file,
                header.rows(),
                Json.of(header.chains()),
                seal,
                before.hash(),
                "");
        return open.signed(open.sign(key));
    }

    private Retired signed(String signature) {
        return new Retired(number, table, day, at, file, rows, chains, seal, previous, signature);
    }

    private String sign(Chain key) {
        return key.hasher()
                .part("retired")
                .part(number)
                .part(table)
                .part(day)
                .part(at)
                .part(file)
                .part(rows)
                .part(chains)
                .part(seal)
                .part(previous)
                .hash();
    }

    boolean holds(Chain key) {
        return Chain.same(sign(key), hash);
    }

    List<Span> spans() {
        return List.of(Json.read(chains, Span[].class));
    }
}
