package dev.holdfast.cli;

import dev.holdfast.access.Call;
import dev.holdfast.access.Refusal;
import dev.holdfast.config.Environment;
import dev.holdfast.config.ProjectSettings;
import dev.holdfast.dotenv.EnvSearch;
import dev.holdfast.dotenv.EnvSource;
import dev.holdfast.intake.Fate;
import dev.holdfast.intake.Intake;
import dev.holdfast.intake.Plan;
import dev.holdfast.intake.Projects;
import dev.holdfast.mcp.Services;
import dev.holdfast.secret.InvalidInput;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast env import}: the secrets of existing {@code .env} files into the store. */
@Command(
        name = "import",
        description = "Store the secrets of .env files: shows a plan, stores each, reads it back.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  holdfast env import .env",
            "  holdfast env import --dir . --dry-run",
            "  holdfast env import .env --project shop --yes --replace"
        })
final class EnvImportCommand extends EnvSubcommand {

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Such as .env; relative to the workspace.")
    private List<String> files = List.of();

    @Option(names = "--dir", paramLabel = "DIR", description = "All .env files below this folder of the workspace.")
    private @Nullable String dir;

    @Option(
            names = "--project",
            paramLabel = "NAME",
            description = "The project in the key paths; default: of .holdfast.yaml, else the repository's name.")
    private @Nullable String project;

    @Option(names = "--yes", description = "Do it without asking.")
    private boolean yes;

    @Option(
            names = "--replace",
            description = "Put references such as holdfast://project/shop/api_key in place of the values; env restore"
                    + " writes the values again.")
    private boolean replace;

    @Option(names = "--dry-run", description = "Show the plan and change nothing.")
    private boolean dryRun;

    EnvImportCommand(Backend backend, Environment environment) {
        super(backend, environment);
    }

    @Override
    int run(Backend.Opened opened) {
        if (files.isEmpty() == (dir == null)) {
            err().println("Name files, or a folder with --dir; one of both.");
            return Exit.USAGE;
        }
        Services services = opened.services();
        ImportReport report = new ImportReport(out(), err(), json());
        List<EnvSource> sources = new ArrayList<>();
        try {
            open(services, sources, report);
            Intake intake = new Intake(services.access(), services.env(), Clock.systemUTC(), services.calls());
            return carryOut(intake, intake.plan(sources, projects()), report);
        } finally {
            sources.forEach(EnvSource::close);
        }
    }

    private Projects projects() {
        Map<Path, Optional<String>> known = new LinkedHashMap<>();
        try {
            return new Projects(
                    project,
                    folder -> known.computeIfAbsent(folder, any -> settings(any).map(ProjectSettings::project)));
        } catch (InvalidInput e) {
            throw Refusal.of(e);
        }
    }

    private void open(Services services, List<EnvSource> sources, ImportReport report) {
        List<String> names = new ArrayList<>(new TreeSet<>(files));
        if (dir != null) {
            EnvSearch.Result found = search(dir);
            names = found.files();
            report.passed(found.passed());
        }
        for (String name : names) {
            Call call = services.calls().get();
            try {
                sources.add(services.env().source(call, name, home()));
            } catch (Refusal e) {
                report.refused(name, e);
            }
        }
    }

    private EnvSearch.Result search(String folder) {
        Progress progress = new Progress(err(), 1);
        try {
            return EnvSearch.below(who().workspace(), folder, home(), count -> progress.at(0, count + " files found"));
        } finally {
            progress.end();
        }
    }

    private int carryOut(Intake intake, Plan plan, ImportReport report) {
        int changes = plan.count(Fate.NEW) + (replace ? plan.count(Fate.PRESENT) : 0);
        if (dryRun) {
            report.planned(plan);
            return report.exit(plan);
        }
        if (!yes) {
            report.planned(plan);
            if (changes > 0 && !Terminal.agrees(question(plan))) {
                err().println("Nothing was stored. Call again with --yes to do what the plan says.");
                return Exit.REFUSED;
            }
        }
        store(intake, plan);
        intake.note(plan);
        if (replace) {
            intake.replace(plan).forEach(report::refused);
        }
        report.done(plan, replace);
        return report.exit(plan);
    }

    private String question(Plan plan) {
        String files = replace ? " and put references in place of the values" : "";
        return "Store " + count(plan.count(Fate.NEW), "secret") + files + "?";
    }

    private void store(Intake intake, Plan plan) {
        Progress progress = new Progress(err(), Math.max(1, plan.steps()));
        try {
            intake.store(plan, progress::at);
        } finally {
            progress.end();
        }
    }
}
