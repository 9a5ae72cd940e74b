package dev.holdfast.dotenv;

import dev.holdfast.access.Refusal;
import dev.holdfast.fault.FaultPoints;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * One exchange of a file's content for another: the file is the old one or the new one at every moment, also after a
 * crash.
 *
 * <p>The new content is written beside it and made durable, the old file is compared once more with what was read, then
 * the name changes hands. The caller holds {@link EnvLock#inProcess()}.
 */
final class Replacement {

    private final EnvFile file;
    private final EnvText before;
    private final FaultPoints faults;

    Replacement(EnvFile file, EnvText before, FaultPoints faults) {
        this.file = file;
        this.before = before;
        this.faults = faults;
    }

    /**
     * @throws Refusal {@code ENV_REFUSED} when the file is no longer as it was read, or cannot be written; it is then as
     *     it was
     */
    void write(byte[] after) {
        Leftovers.removeFrom(file.folder());
        try (TemporaryFile temporary = TemporaryFile.in(file.folder())) {
            faults.reached("env.temp.created");
            temporary.write(after);
            faults.reached("env.temp.written");
            Optional<FileFacts> old = before.facts();
            if (old.isPresent()) {
                Owner.copy(old.get(), temporary.path());
            }
            temporary.sync();
            faults.reached("env.temp.synced");
            exchange(temporary);
            faults.reached("env.renamed");
        } catch (IOException e) {
            throw EnvRefusals.unwritable();
        }
        makeDurable();
        faults.reached("env.dir.synced");
    }

    private void exchange(TemporaryFile temporary) throws IOException {
        file.requireWritable();
        if (!before.exists()) {
            faults.reached("env.recheck");
            temporary.become(file.path());
            return;
        }
        try (EnvLock lock = EnvLock.on(file.path())) {
            requireUnchanged(lock);
            faults.reached("env.recheck");
            temporary.replace(file.path());
        } catch (NoSuchFileException e) {
            throw EnvRefusals.changedMeanwhile();
        }
    }

    /** Looked at under the lock: who held it before has put another file in this place. */
    private void requireUnchanged(EnvLock lock) throws IOException {
        FileFacts facts = FileFacts.of(file.path()).orElseThrow(EnvRefusals::changedMeanwhile);
        try (EnvText now = EnvText.of(lock.content(), facts)) {
            if (!before.sameFileAs(now)) {
                throw EnvRefusals.changedMeanwhile();
            }
        }
    }

    private void makeDurable() {
        try (FileChannel folder = FileChannel.open(file.folder(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            throw EnvRefusals.refused(
                    "The file was written, but the disk did not confirm it; a power cut could still undo it.",
                    "Check the disk; the file itself needs no second call.");
        }
    }
}
