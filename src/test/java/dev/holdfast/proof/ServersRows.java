package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.audit.AuditRow;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of the audit, held against what OpenBao has and what was promised. */
final class ServersRows {

    private final Map<String, Integer> decisions = new HashMap<>();
    private final Map<String, String> done = new HashMap<>();
    private final Map<String, Set<Integer>> versions = new HashMap<>();
    private final Map<String, Integer> open = new HashMap<>();
    private int interrupted;

    ServersRows(List<AuditRow> rows) {
        rows.forEach(this::add);
    }

    private void add(AuditRow row) {
        String path = row.text("key_path");
        if (!row.text("action").equals("store")) {
            return;
        }
        String act = row.text("request_id") + " " + path;
        if (row.text("phase").equals("decision")) {
            decisions.merge(path, 1, Integer::sum);
            open.merge(act, 1, Integer::sum);
            return;
        }
        open.merge(act, -1, Integer::sum);
        if (row.text("status").equals("DONE")) {
            done.put(path + " " + row.text("version"), row.text("fingerprint"));
            versions.computeIfAbsent(path, key -> new HashSet<>()).add(Integer.valueOf(row.text("version")));
        } else {
            interrupted += row.text("status").equals("INTERRUPTED") ? 1 : 0;
        }
    }

    /** Decisions that no outcome follows, of writes. */
    int open() {
        return (int) open.values().stream().filter(left -> left > 0).count();
    }

    int interrupted() {
        return interrupted;
    }

    /** Each promise has its row, with version and fingerprint. */
    void requireDone(Collection<Acknowledged> promises) {
        for (Acknowledged one : promises) {
            assertThat(done).containsEntry(one.path() + " " + one.version(), one.fingerprint());
        }
    }

    /**
     * Each version that OpenBao has was decided on before: it has its row, or the decision of one whose end nobody knows.
     *
     * @return how many are of the latter kind
     */
    int requireAudited(ServersWorld world) {
        int unknown = 0;
        for (String path : decisions.keySet()) {
            Set<Integer> stored = new HashSet<>();
            JsonNode metadata = world.metadata(path);
            metadata.path("versions").fieldNames().forEachRemaining(number -> stored.add(Integer.valueOf(number)));
            Set<Integer> told = versions.getOrDefault(path, Set.of());
            assertThat(stored).as(path).containsAll(told);
            int lost = stored.size() - told.size();
            assertThat(lost)
                    .as("versions without an outcome of " + path)
                    .isLessThanOrEqualTo(decisions.get(path) - told.size());
            unknown += lost;
        }
        return unknown;
    }
}
