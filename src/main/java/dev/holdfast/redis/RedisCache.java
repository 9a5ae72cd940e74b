package dev.holdfast.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.holdfast.secret.KeyPath;
import dev.holdfast.store.cached.KeptSecret;
import dev.holdfast.store.cached.Place;
import dev.holdfast.store.cached.SharedCache;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sealed values in Redis: a hash for each path, with a field for each version and one for its age.
 *
 * <p>A change puts a mark beside the hash, and a value is kept only by whoever has seen the same mark before asking the
 * store, so that no read that was under way puts an old value back. Thread-safe.
 */
final class RedisCache implements SharedCache {

    /** As long as one process may have a value to itself to read. */
    private static final Duration READING = Duration.ofSeconds(5);

    /** Longer than any read may take. */
    private static final Duration CHANGE = Duration.ofMinutes(10);

    /** A read that took longer puts nothing there: the mark of a change may be gone by then. */
    private static final Duration LONGEST_READ = Duration.ofSeconds(30);

    /** The value with its age and the mark; where it is too old or not there, the right to read it if nobody has it. */
    private static final byte[] FIND = """
            local value = redis.call('HGET', KEYS[1], ARGV[1])
            local at = redis.call('HGET', KEYS[1], ARGV[1] .. ':at')
            local change = redis.call('GET', KEYS[2]) or ''
            if value and at and tonumber(at) > tonumber(ARGV[2]) then return {value, change, 'found'} end
            local mine = redis.call('SET', KEYS[3], ARGV[3], 'NX', 'PX', ARGV[4])
            return {value or '', change, mine and 'mine' or 'another'}
            """.getBytes(US_ASCII);

    private static final byte[] KEEP = """
            if redis.call('GET', KEYS[3]) == ARGV[3] then redis.call('DEL', KEYS[3]) end
            if (redis.call('GET', KEYS[2]) or '') ~= ARGV[4] then return 0 end
            redis.call('HSET', KEYS[1], ARGV[1], ARGV[5], ARGV[1] .. ':at', ARGV[2])
            redis.call('PEXPIRE', KEYS[1], ARGV[6])
            return 1
            """.getBytes(US_ASCII);

    private static final byte[] RELEASE = """
            if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
            return 0
            """.getBytes(US_ASCII);

    private static final byte[] FORGET = """
            redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
            return redis.call('DEL', KEYS[1])
            """.getBytes(US_ASCII);

    private static final int ANSWERS = 3;

    private final Link link;
    private final KeyNames names;
    private final SealedEntry entries;
    private final Duration longest;
    private final RandomGenerator random;

    /** @param longest as long as values are kept */
    RedisCache(Link link, KeyNames names, SealedEntry entries, Duration longest, RandomGenerator random) {
        this.link = link;
        this.names = names;
        this.entries = entries;
        this.longest = longest;
        this.random = random;
    }

    /** What a reader has to show to keep what it read. */
    private static final class Ticket {

        private final byte[] reader;
        private final byte[] change;
        private final long nanos;

        Ticket(byte[] reader, byte[] change, long nanos) {
            this.reader = reader;
            this.change = change;
            this.nanos = nanos;
        }
    }

    @Override
    public Found find(Place place, Instant since) {
        byte[] reader = fresh();
        long now = System.nanoTime();
        String version = SealedEntry.version(place);
        List<byte[]> answer = link.ask(commands -> commands.eval(
                FIND,
                ScriptOutputType.MULTI,
                new byte[][] {
                    names.values(place.path()), names.change(place.path()), names.reading(place.path(), version)
                },
                text(version),
                text(since.toEpochMilli()),
                reader,
                text(READING.toMillis())));
        if (answer == null || answer.size() < ANSWERS) {
            return new Found(null, false, null);
        }
        KeptSecret secret = answer.get(0).length == 0 ? null : entries.open(place, answer.get(0));
        boolean another = Arrays.equals(answer.get(2), text("another"));
        return new Found(secret, another, new Ticket(reader, answer.get(1), now));
    }

    @Override
    public void keep(Place place, KeptSecret secret, Found asked) {
        Ticket ticket = ticket(asked);
        if (ticket == null || System.nanoTime() - ticket.nanos > LONGEST_READ.toNanos()) {
            return;
        }
        String version = SealedEntry.version(place);
        byte[] sealed = entries.seal(place, secret);
        if (sealed == null) {
            release(place, asked);
            return;
        }
        link.tell(commands -> commands.eval(
                KEEP,
                ScriptOutputType.INTEGER,
                new byte[][] {
                    names.values(place.path()), names.change(place.path()), names.reading(place.path(), version)
                },
                text(version),
                text(secret.at().toEpochMilli()),
                ticket.reader,
                ticket.change,
                sealed,
                text(Math.max(1, longest.toMillis()))));
    }

    @Override
    public void release(Place place, Found asked) {
        Ticket ticket = ticket(asked);
        if (ticket != null) {
            byte[] reading = names.reading(place.path(), SealedEntry.version(place));
            link.tell(commands ->
                    commands.eval(RELEASE, ScriptOutputType.INTEGER, new byte[][] {reading}, ticket.reader));
        }
    }

    @Override
    public void forget(Collection<KeyPath> paths) {
        var unused = link.ask(commands -> {
            List<CompletableFuture<?>> all = new ArrayList<>();
            paths.forEach(path -> all.add(forget(commands, path).toCompletableFuture()));
            return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
        });
    }

    private RedisFuture<Long> forget(RedisAsyncCommands<byte[], byte[]> commands, KeyPath path) {
        return commands.eval(
                FORGET,
                ScriptOutputType.INTEGER,
                new byte[][] {names.values(path), names.change(path)},
                fresh(),
                text(CHANGE.toMillis()));
    }

    private static @Nullable Ticket ticket(Found asked) {
        return asked.ticket() instanceof Ticket ticket ? ticket : null;
    }

    private byte[] fresh() {
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        return text(HexFormat.of().formatHex(bytes));
    }

    private static byte[] text(long number) {
        return text(Long.toString(number));
    }

    private static byte[] text(String text) {
        return text.getBytes(US_ASCII);
    }
}
