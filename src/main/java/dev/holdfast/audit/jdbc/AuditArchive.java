package dev.holdfast.audit.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.audit.AuditException;
import dev.holdfast.audit.Verification;
import dev.holdfast.audit.jdbc.ArchiveHeader.Span;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** Proves archives of the audit: lines of JSON, compressed, of which the last one is the seal of the others. */
public final class AuditArchive {

    private AuditArchive() {}

    /** What an archive says of itself, once all of it holds. */
    record Whole(ArchiveHeader header, String seal) {}

    /**
     * Proves each archive by itself, and that those of a table that follow each other here do so in truth.
     *
     * @param files in the order of their days
     * @param key that the audit was written under
     * @throws AuditException when a file cannot be read
     */
    public static Verification verify(List<Path> files, byte[] key) {
        Map<String, Whole> before = new HashMap<>();
        Map<ChainId, Head> ends = new HashMap<>();
        long rows = 0;
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            try {
                Whole whole = read(file, key);
                Whole previous = before.put(whole.header().table(), whole);
                if (previous != null) {
                    join(previous, whole.header(), ends);
                }
                AuditTable table = AuditTable.named(whole.header().table());
                whole.header().chains().forEach(span -> ends.put(new ChainId(table, span.writer()), span.end()));
                rows += whole.header().rows();
            } catch (Fault e) {
                return new Verification(rows, "In " + name + ": " + e.sentence());
            } catch (IOException e) {
                return new Verification(rows, "In " + name + ": the file is missing, torn, or no archive.");
            }
        }
        return new Verification(rows, null);
    }

    private static void join(Whole previous, ArchiveHeader header, Map<ChainId, Head> ends) {
        if (!Chain.same(previous.seal(), header.previous())) {
            throw new Fault(
                    "it does not follow the archive of " + previous.header().day() + ".");
        }
        AuditTable table = AuditTable.named(header.table());
        for (Span span : header.chains()) {
            Head end = ends.get(new ChainId(table, span.writer()));
            if (end != null && !end.equals(span.before())) {
                throw new Fault("chain " + span.writer() + " does not go on where it ended before.");
            }
        }
    }

    /**
     * Reads an archive and proves all of it.
     *
     * @throws Fault when it does not hold
     * @throws IOException when it cannot be read to its end
     */
    static Whole read(Path file, byte[] key) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return read(lines, new Chain(key, AuditTable.KEY_ACCESS.sql()));
        } catch (IllegalArgumentException e) {
            throw new Fault("a line is not what Holdfast writes.");
        }
    }

    private static Whole read(BufferedReader lines, Chain key) throws IOException {
        Mac mac = key.mac();
        String line = next(lines);
        ArchiveHeader header = Json.read(line, ArchiveHeader.class);
        if (!ArchiveHeader.FORMAT.equals(header.format())) {
            throw new Fault("it is of another format.");
        }
        SpanCheck check = new SpanCheck(key.named(header.table()), AuditTable.named(header.table()), header);
        for (long row = 0; row < header.rows(); row++) {
            update(mac, line);
            line = next(lines);
            check.row(Json.tree(line));
        }
        update(mac, line);
        String seal = Json.tree(next(lines)).path("seal").asText();
        if (!Chain.same(HexFormat.of().formatHex(mac.doFinal()), seal) || lines.readLine() != null) {
            throw new Fault("its seal does not hold: it was changed, or it is of another key.");
        }
        check.end();
        return new Whole(header, seal);
    }

    private static String next(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new Fault("it ends too early.");
        }
        return line;
    }

    private static void update(Mac mac, String line) {
        mac.update(line.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) '\n');
    }

    /** Follows the rows of an archive, chain by chain. */
    private static final class SpanCheck {

        private final Chain chain;
        private final Hasher hasher;
        private final AuditTable table;
        private final Map<Long, Head> expected = new HashMap<>();
        private final ArchiveHeader header;

        SpanCheck(Chain chain, AuditTable table, ArchiveHeader header) {
            this.chain = chain;
            this.hasher = chain.hasher();
            this.table = table;
            this.header = header;
            header.chains().forEach(span -> expected.put(span.writer(), span.before()));
        }

        void row(JsonNode row) {
            long writer = row.path("writer").asLong();
            long seq = row.path("seq").asLong();
            Head before = expected.get(writer);
            if (before == null || seq != before.seq() + 1) {
                throw new Fault("row " + seq + " of chain " + writer + " is out of its order.");
            }
            @Nullable Object[] values = new @Nullable Object[table.columns().size()];
            for (int i = 0; i < values.length; i++) {
                JsonNode field = row.get(table.columns().get(i));
                values[i] = field == null ? null : field.asText();
            }
            String hash = chain.hash(hasher, values, seq, before.hash());
            if (!Chain.same(hash, row.path("hash").asText())
                    || !Chain.same(before.hash(), row.path("prev_hash").asText())) {
                throw new Fault("row " + seq + " of chain " + writer + " was changed, inserted or moved.");
            }
            expected.put(writer, new Head(seq, hash));
        }

        void end() {
            for (Span span : header.chains()) {
                if (!span.end().equals(expected.get(span.writer()))) {
                    throw new Fault("the last rows of chain " + span.writer() + " are missing.");
                }
            }
        }
    }
}
