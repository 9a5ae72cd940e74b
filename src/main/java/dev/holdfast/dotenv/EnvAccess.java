package dev.holdfast.dotenv;

import dev.holdfast.access.Call;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.access.SecretAccess;
import dev.holdfast.access.SecretAccess.Wanted;
import dev.holdfast.access.StoreReceipt;
import dev.holdfast.policy.Action;
import dev.holdfast.secret.InvalidInput;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.secret.SecretValue;
import dev.holdfast.state.PlacementTable;
import dev.holdfast.store.Write;
import dev.holdfast.store.Written;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Store first, {@code .env} second: the order in which secrets get into files.
 *
 * <p>Every refusal has its audit row when it is thrown. Thread-safe.
 */
public final class EnvAccess {

    /** The name of the file in a project's folder that holds what a person accepted as no secrets. */
    public static final String BASELINE = Baseline.FILE;

    private final SecretAccess access;
    private final EnvWriter writer;
    private final EnvPlacements placements;
    private final GateSources sources;
    private final EnvGate gate;

    public EnvAccess(
            SecretAccess access, EnvWriter writer, PlacementTable placements, GateSources sources, Clock clock) {
        this.access = access;
        this.writer = writer;
        this.placements = new EnvPlacements(placements, writer.workspace());
        this.sources = sources;
        this.gate = new EnvGate(access, sources, clock);
    }

    /** A variable and the secret that it shall hold. */
    public record Entry(String name, KeyPath path) {}

    /** A variable and the version that it was given. */
    public record WrittenEntry(String name, KeyPath path, int version) {}

    /** What was written into which file. */
    public record WrittenEnv(String file, List<WrittenEntry> entries) {}

    /**
     * Stores a value, reads it back, and only then writes it into a file. A refusal of the place comes first and stores
     * nothing; one that comes after the value was stored says so.
     */
    public Written put(Call call, KeyPath path, SecretValue value, Write write, EnvPlace place) {
        access.require(call, write.rotation() ? Action.ROTATE : Action.STORE, path);
        access.require(call, Action.EXPORT, path);
        try (PreparedEnv prepared = prepare(call, path, place.file(), List.of(place.name()), value)) {
            Written written = access.put(call, path, value, write);
            int version = written.info().version();
            try {
                access.export(call, List.of(new Wanted(path, version)), receipts -> {
                    requireSame(receipts.get(0), value);
                    return write(prepared, List.of(place.name()), receipts, EnvSetting::new);
                });
            } catch (Refusal e) {
                throw e.after(path, version);
            }
            return written;
        }
    }

    private static void requireSame(StoreReceipt receipt, SecretValue value) {
        if (!receipt.value().sameAs(value)) {
            throw new Refusal(
                    Reason.STORE_UNAVAILABLE,
                    "What the store gives back is not what was stored, so nothing was written into the .env.",
                    "Run 'holdfast doctor' before you store anything else.");
        }
    }

    /** Writes stored secrets into a file. */
    public WrittenEnv write(Call call, String file, List<Entry> entries) {
        return write(call, file, entries, EnvSetting::new);
    }

    /** Writes references to stored secrets into a file, in place of what its variables hold. */
    public WrittenEnv refer(Call call, String file, List<Entry> entries) {
        return write(call, file, entries, EnvSetting::referring);
    }

    private WrittenEnv write(
            Call call, String file, List<Entry> entries, BiFunction<String, StoreReceipt, EnvSetting> how) {
        entries.forEach(entry -> access.require(call, Action.EXPORT, entry.path()));
        List<String> names = entries.stream().map(Entry::name).toList();
        try (PreparedEnv prepared = prepare(call, entries.get(0).path(), file, names, null)) {
            List<Wanted> wanted = entries.stream()
                    .map(entry -> new Wanted(entry.path(), null))
                    .toList();
            return access.export(call, wanted, receipts -> write(prepared, names, receipts, how));
        }
    }

    private WrittenEnv write(
            PreparedEnv prepared,
            List<String> names,
            List<StoreReceipt> receipts,
            BiFunction<String, StoreReceipt, EnvSetting> how) {
        List<EnvSetting> settings = new ArrayList<>();
        List<WrittenEntry> written = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            StoreReceipt receipt = receipts.get(i);
            settings.add(how.apply(names.get(i), receipt));
            written.add(new WrittenEntry(names.get(i), receipt.path(), receipt.version()));
        }
        prepared.write(settings);
        placements.note(prepared.path(), written);
        return new WrittenEnv(prepared.fileLabel(), written);
    }

    /** Whether everything secret in a file is stored. */
    public EnvReport check(Call call, String file) {
        access.recognise(call, Action.LIST);
        EnvFile located = refusing(call, Action.LIST, null, () -> writer.locate(file));
        try (EnvText text = refusing(call, Action.LIST, null, () -> existing(located))) {
            return new EnvReport(located.label(), judged(call, located.path(), text));
        }
    }

    /**
     * Whether everything secret in a text is stored that a file has, or is about to have: the decision of the hook and of
     * git, for a file in any folder.
     *
     * @param file absolute; need not exist
     * @param text its bytes, which stay the caller's
     */
    public EnvReport judge(Call call, Path file, byte[] text) {
        access.recognise(call, Action.LIST);
        try (EnvText read = EnvText.of(text)) {
            return new EnvReport(file.toString(), judged(call, file, read));
        }
    }

    /** The project of a file in any folder, as {@link #judge} takes it. */
    public Project project(Path file) {
        return sources.project(file);
    }

    private List<EnvReport.Entry> judged(Call call, Path file, EnvText text) {
        return gate.check(call, refusing(call, Action.LIST, null, () -> sources.project(file)), text);
    }

    /**
     * Accepts all that looks secret in a file and is not stored as no secret, in the baseline of its project. Whether a
     * person asks is for the caller to prove.
     *
     * @return the names of the variables
     */
    public List<String> accept(Call call, String file) {
        access.recognise(call, Action.LIST);
        EnvFile located = refusing(call, Action.LIST, null, () -> writer.locate(file));
        Project project = refusing(call, Action.LIST, null, () -> sources.project(located.path()));
        try (EnvText text = refusing(call, Action.LIST, null, () -> existing(located))) {
            List<Assignment> open = gate.notStored(call, project, text);
            return refusing(call, Action.LIST, null, () -> gate.accept(project, open));
        }
    }

    /**
     * Opens a file to look at its variables. The caller closes it.
     *
     * @param home the folder of the store, of which no file is opened
     */
    public EnvSource source(Call call, String file, Path home) {
        EnvFile located = refusing(call, Action.LIST, null, () -> writer.locate(file));
        return refusing(call, Action.LIST, null, () -> {
            WorkspaceFile.refuseHome(home, located.path());
            return new EnvSource(located, existing(located));
        });
    }

    /**
     * The text of an example of a file: its names and comments, and no secret.
     *
     * @param source opened by {@link #source}
     */
    public byte[] example(Call call, EnvSource source) {
        access.recognise(call, Action.LIST);
        Map<String, KeyPath> stored = new HashMap<>();
        for (EnvReport.Entry entry : judged(call, source.path(), source.text())) {
            if (entry.path() != null) {
                stored.put(entry.name(), entry.path());
            }
        }
        return refusing(call, Action.LIST, null, () -> new EnvExample(source.text(), stored).text());
    }

    /** Notes which secrets a file holds that has their values already. */
    public void note(EnvSource source, List<WrittenEntry> entries) {
        placements.note(source.path(), entries);
    }

    /**
     * What the variables of a file were written from, by their names; the file need not exist.
     *
     * @throws Refusal when it lies outside, or what is noted cannot be read
     */
    public List<Entry> placed(Call call, String file) {
        return refusing(
                call, Action.LIST, null, () -> placements.in(writer.locate(file).path()));
    }

    /** The same of a file that is open. */
    public List<Entry> placed(Call call, EnvSource source) {
        return refusing(call, Action.LIST, null, () -> placements.in(source.path()));
    }

    /** What a process is given that is started with a file, whose values may be references. The caller closes it. */
    public EnvTemplate template(Call call, String file) {
        access.recognise(call, Action.EXPORT);
        return refusing(call, Action.EXPORT, null, () -> {
            try (EnvText text = existing(writer.locate(file))) {
                return EnvTemplate.of(text);
            }
        });
    }

    private static EnvText existing(EnvFile located) {
        EnvText text = located.read();
        if (!text.exists()) {
            throw new Refusal(
                    Reason.ENV_REFUSED, "This .env does not exist.", "Name a .env of the workspace that exists.");
        }
        return text;
    }

    /** The variables in files of this workspace that were written from a secret. */
    public List<EnvPlace> placesOf(KeyPath path) {
        return placements.of(path);
    }

    private PreparedEnv prepare(
            Call call, KeyPath path, String file, List<String> names, @Nullable SecretValue toBeStored) {
        PreparedEnv prepared = refusing(call, Action.EXPORT, path, () -> writer.prepare(file, names));
        try {
            refuseLoss(call, path, names, prepared, toBeStored);
            return prepared;
        } catch (RuntimeException e) {
            prepared.close();
            throw e;
        }
    }

    private void refuseLoss(
            Call call, KeyPath path, List<String> names, PreparedEnv prepared, @Nullable SecretValue toBeStored) {
        Map<String, List<SecretValue>> present = new HashMap<>();
        for (String name : names) {
            present.put(
                    name,
                    prepared.currentReadings(name).stream()
                            .filter(value -> toBeStored == null || !value.sameAs(toBeStored))
                            .toList());
        }
        if (gate.wouldLose(call, present)) {
            throw access.refuse(
                    call,
                    Action.EXPORT,
                    path,
                    new Refusal(
                            Reason.STORE_FIRST,
                            "A variable holds a secret that is stored nowhere you may list; replacing it would lose it.",
                            "Store the present value first (set_secret with valueFrom dotenv:FILE#NAME), or remove the"
                                    + " line if it is worth nothing."));
        }
    }

    private <T> T refusing(Call call, Action action, @Nullable KeyPath path, Supplier<T> work) {
        try {
            return work.get();
        } catch (Refusal e) {
            throw access.refuse(call, action, path, e);
        } catch (InvalidInput e) {
            throw access.refuse(call, action, path, Refusal.of(e));
        }
    }
}
