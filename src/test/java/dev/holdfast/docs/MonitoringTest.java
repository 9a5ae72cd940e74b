package dev.holdfast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.Proof;
import dev.holdfast.app.RestServer;
import dev.holdfast.metrics.Exposition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the dashboard, the alerts and the page ask for is what a server that has just started tells. */
final class MonitoringTest {

    private static final Pattern NAME = Pattern.compile("\\bholdfast_[a-z_]+");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

    /** Collectors of garbage differ, and some tell nothing before they have collected. */
    private static final Pattern SOME_TIMES = Pattern.compile("holdfast_jvm_gc_.*");

    @TempDir
    private static Path home;

    private static Exposition page;

    @BeforeAll
    static void ask() {
        try (RestServer server = RestServer.on(home)) {
            page = new Exposition(server.metrics());
        }
    }

    @AfterAll
    static void count() {
        Proof.line("monitoring-names", page.names().size() + " names, all there from the start");
    }

    private static Set<String> names(String file) {
        Set<String> names = new TreeSet<>();
        Matcher name = NAME.matcher(Page.of("mcp-config/monitoring/" + file).text());
        while (name.find()) {
            names.add(name.group());
        }
        return names;
    }

    @Test
    void names_ofDashboardAndAlerts_areToldFromTheStart() {
        for (String file : List.of("grafana-dashboard.json", "alerts.yml", "alerts-test.yml")) {
            assertThat(page.names()).as(file).containsAll(names(file));
            assertThat(names(file)).as(file).hasSizeGreaterThan(10);
        }
    }

    @Test
    void panels_ofTheDashboard_haveQueriesAndPlacesOfTheirOwn() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(Proof.project()
                        .resolve("mcp-config/monitoring/grafana-dashboard.json")
                        .toFile());
        Set<String> places = new TreeSet<>();
        Set<String> ids = new TreeSet<>();
        List<String> titles = new ArrayList<>();
        for (JsonNode panel : dashboard.path("panels")) {
            assertThat(panel.path("targets")).as(panel.path("title").asText()).isNotEmpty();
            assertThat(places.add(panel.path("gridPos").toString())).isTrue();
            assertThat(ids.add(panel.path("id").asText())).isTrue();
            titles.add(panel.path("title").asText());
        }
        assertThat(titles)
                .contains(
                        "Requests by service",
                        "Cache hit ratio",
                        "Latency of the store",
                        "Failed logins",
                        "Active services",
                        "Beyond the rate limit",
                        "Audit lag",
                        "Outage of the store");
    }

    @Test
    void alerts_ofTheFile_areEachOnThePageAndTested() {
        Matcher alert = Pattern.compile("- alert: (\\w+)")
                .matcher(Page.of("mcp-config/monitoring/alerts.yml").text());
        String tests = Page.of("mcp-config/monitoring/alerts-test.yml").text();
        String shown = Page.of("docs/monitoring.md").section("Alerts");
        int alerts = 0;
        for (; alert.find(); alerts++) {
            assertThat(tests).contains("- name: " + alert.group(1) + "\n");
            assertThat(shown).contains("`" + alert.group(1) + "`");
        }
        assertThat(alerts).isGreaterThan(10);
    }

    /** Families with their labels. */
    private static Map<String, Set<String>> told() {
        Map<String, Set<String>> told = new TreeMap<>();
        for (String family : page.families()) {
            boolean most = family.endsWith("_max")
                    && page.families().contains(family.substring(0, family.length() - "_max".length()));
            if (!most) {
                told.put(family, labels(family));
            }
        }
        return told;
    }

    private static Set<String> labels(String family) {
        Set<String> labels = new TreeSet<>();
        Pattern series = Pattern.compile(Pattern.quote(family) + "(_bucket|_count|_sum)?[{ ].*");
        page.series().stream().filter(line -> series.matcher(line).matches()).forEach(line -> {
            Matcher label = LABEL.matcher(line);
            while (label.find()) {
                labels.add(label.group(1));
            }
        });
        labels.remove("le");
        return labels;
    }

    @Test
    void metrics_ofThePage_areThoseOfTheProgram() {
        Map<String, Set<String>> shown = new TreeMap<>();
        Page.rows(Page.of("docs/monitoring.md").section("Metrics"))
                .forEach(row -> shown.put(
                        row.get(0).replace("`", ""),
                        new TreeSet<>(Stream.of(row.get(1).replace("`", "").split(", "))
                                .filter(label -> !label.isEmpty())
                                .toList())));
        Map<String, Set<String>> told = told();
        assertThat(shown).containsAllEntriesOf(told);
        shown.keySet().removeIf(name -> SOME_TIMES.matcher(name).matches());
        assertThat(told.keySet()).containsAll(shown.keySet());
    }
}
