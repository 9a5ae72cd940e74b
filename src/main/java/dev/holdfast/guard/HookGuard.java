package dev.holdfast.guard;

import dev.holdfast.access.Call;
import dev.holdfast.access.Reason;
import dev.holdfast.access.Refusal;
import dev.holdfast.dotenv.EnvReport;
import dev.holdfast.policy.Action;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether what an agent is about to do may be done. In doubt it denies: when the input is malformed, when the store
 * cannot be asked, when anything fails.
 */
public final class HookGuard {

    private final HookStore.Opener opener;

    public HookGuard(HookStore.Opener opener) {
        this.opener = opener;
    }

    /**
     * @param in the hook's input, read to its end
     * @throws Malformed when it cannot be understood, which is a denial
     */
    public Verdict judge(HookClient client, InputStream in, boolean blockReads) throws Malformed {
        return verdict(client.acts(HookJson.read(in), blockReads));
    }

    /** Decides about what is staged for a commit. */
    public Verdict judge(StagedFiles staged) throws Malformed {
        return verdict(staged.acts());
    }

    private Verdict verdict(List<Act> acts) {
        List<Act> counted = acts.stream()
                .filter(act -> !(act instanceof EnvWriting writing && writing.changesNothing()))
                .toList();
        if (counted.isEmpty()) {
            return Verdict.ALLOWED;
        }
        List<String> denials = new ArrayList<>();
        List<String> marked = new ArrayList<>();
        counted.stream()
                .filter(Act.Forbidden.class::isInstance)
                .map(act -> Advice.of((Act.Forbidden) act))
                .forEach(denials::add);
        try (HookStore store = opener.open()) {
            for (Act act : counted) {
                ask(store, act, denials, marked);
            }
        } catch (Refusal e) {
            denials.add(e.reason() + ": " + e.problem() + " " + e.hint());
        } catch (Exception e) {
            denials.add("Holdfast could not be asked (" + e.getClass().getSimpleName() + "). Run 'holdfast doctor'.");
        }
        String denial = denials.stream().distinct().limit(5).collect(Collectors.joining("\n"));
        return new Verdict(denials.isEmpty() ? null : denial, marked);
    }

    private static void ask(HookStore store, Act act, List<String> denials, List<String> marked) {
        if (act instanceof Act.Forbidden forbidden) {
            store.access()
                    .refuse(
                            store.calls().get(),
                            Action.EXPORT,
                            null,
                            new Refusal(Reason.STORE_FIRST, forbidden.why(), forbidden.instead()));
            return;
        }
        EnvWriting writing = (EnvWriting) act;
        Call call = store.calls().get();
        EnvReport report = store.env().judge(call, writing.file(), writing.after());
        List<String> missing = report.ok() ? List.of() : ChangedNames.of(writing, report);
        if (!missing.isEmpty()) {
            String id = refused(store, call, "A secret of a .env is not stored.", "Store it first.");
            denials.add(Advice.of(writing.file(), project(store, writing), missing, id));
        }
        List<String> added = report.allowed().isEmpty() ? List.of() : ChangedNames.marked(writing, report);
        if (!added.isEmpty()) {
            String id = refused(store, call, "Only a person adds an allow comment.", "Store the value first.");
            denials.add(Advice.ofMarked(writing.file(), project(store, writing), added, id));
        } else if (!report.allowed().isEmpty()) {
            marked.add(Advice.place(writing.file()) + ": " + String.join(", ", report.allowed()));
        }
    }

    private static @Nullable String project(HookStore store, EnvWriting writing) {
        return store.env().project(writing.file()).name();
    }

    /** Writes the row of a denial, and gives its request id. */
    private static String refused(HookStore store, Call call, String problem, String hint) {
        Refusal refusal = new Refusal(Reason.STORE_FIRST, problem, hint);
        return String.valueOf(
                store.access().refuse(call, Action.EXPORT, null, refusal).requestId());
    }
}
