package dev.holdfast.dotenv;

import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.dotenv.EnvAccess.Entry;
import dev.holdfast.dotenv.EnvAccess.WrittenEntry;
import dev.holdfast.secret.KeyPath;
import dev.holdfast.sql.Trouble;
import dev.holdfast.state.PlacementTable;
import dev.holdfast.state.PlacementTable.Placement;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** What is remembered of which variable of which file was written from which secret; for rotation and rebuilding. */
final class EnvPlacements {

    private final PlacementTable table;
    private final Workspace workspace;

    EnvPlacements(PlacementTable table, Workspace workspace) {
        this.table = table;
        this.workspace = workspace;
    }

    /** The file is written, whether it can be remembered or not. */
    void note(Path file, List<WrittenEntry> written) {
        List<Placement> made = written.stream()
                .map(entry -> new Placement(file, entry.name(), entry.path(), entry.version()))
                .toList();
        try {
            table.put(made);
        } catch (SQLException e) {
            Trouble trouble = Trouble.of(e);
            throw new Refusal(
                    Reason.STORE_UNAVAILABLE,
                    "The .env was written, but where it was written could not be noted. " + trouble.problem(),
                    trouble.hint());
        }
    }

    List<Entry> in(Path file) {
        try {
            return table.in(file).stream()
                    .map(one -> new Entry(one.name(), one.path()))
                    .toList();
        } catch (SQLException e) {
            Trouble trouble = Trouble.of(e);
            throw new Refusal(Reason.STORE_UNAVAILABLE, trouble.problem(), trouble.hint());
        }
    }

    /** In files of this workspace. */
    List<EnvPlace> of(KeyPath path) {
        try {
            return table.of(path).stream()
                    .filter(placement -> workspace.holds(placement.file()))
                    .map(placement -> new EnvPlace(workspace.label(placement.file()), placement.name()))
                    .toList();
        } catch (SQLException e) {
            return List.of(); // A help for the reader of the reply; the rotation itself is done and told.
        }
    }
}
