package dev.holdfast.policy;

import dev.holdfast.policy.ScopeWords.RuleWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Scopes and questions by chance, the patterns made of the paths that are asked, so that rules often nearly match. */
final class ScopeCases {

    static final List<String> ACTIONS =
            List.of("store", "read", "list", "rotate", "request", "export", "approve", "admin");

    private static final List<String> ENVIRONMENTS = List.of("development", "staging", "production");
    private static final List<String> OWNED = List.of("project", "meta");
    private static final List<String> SERVICES =
            List.of("service_keys", "external_apis", "database_connections", "third_party_integrations");
    private static final List<String> WORDS = List.of(
            "consilio",
            "consilio2",
            "con",
            "other",
            "jules_api",
            "jules",
            "eu",
            "west",
            "stripe_api_key",
            "stripe-api-key",
            "live_key",
            "live",
            "not_live_key",
            "api_token",
            "a",
            "a1",
            "aa",
            "production_key",
            "project",
            "meta");

    private final Random random;

    ScopeCases(long seed) {
        random = new Random(seed);
    }

    /** A scope, and paths that it has something to say of. */
    record Case(ScopeWords scope, List<String> paths) {}

    Case next() {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            paths.add(path());
        }
        List<RuleWords> allow = rules(paths, 1 + random.nextInt(4));
        List<RuleWords> deny = rules(paths, random.nextInt(3));
        paths.addAll(paths.stream().map(this::neighbour).toList());
        return new Case(new ScopeWords(one(ENVIRONMENTS), allow, deny), paths);
    }

    <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String path() {
        List<String> segments = new ArrayList<>();
        boolean owned = chance(40);
        segments.add(one(owned ? OWNED : SERVICES));
        int more = owned ? 2 : 1 + random.nextInt(4);
        for (int i = 0; i < more; i++) {
            boolean last = i == more - 1;
            segments.add(one(chance(last ? 25 : 5) ? ENVIRONMENTS : WORDS));
        }
        return spelled(segments);
    }

    /** With slashes or, where that is allowed, as often with dots. */
    private String spelled(List<String> segments) {
        boolean dots = SERVICES.contains(segments.get(0)) && chance(50);
        return String.join(dots ? "." : "/", segments);
    }

    private static List<String> segments(String path) {
        return new ArrayList<>(List.of(path.split("[/.]", -1)));
    }

    /** The same path with another segment. */
    private String neighbour(String path) {
        List<String> segments = segments(path);
        segments.set(1 + random.nextInt(segments.size() - 1), one(chance(10) ? ENVIRONMENTS : WORDS));
        return spelled(segments);
    }

    private List<RuleWords> rules(List<String> paths, int count) {
        List<RuleWords> rules = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> actions = new ArrayList<>(
                    ACTIONS.stream().filter(action -> chance(50)).toList());
            actions.add(one(ACTIONS));
            List<String> patterns = new ArrayList<>();
            for (int p = 0; p <= random.nextInt(3); p++) {
                patterns.add(pattern(segments(one(paths))));
            }
            rules.add(new RuleWords(actions.stream().distinct().toList(), patterns));
        }
        return rules;
    }

    /** A pattern that fits the path, or nearly does. */
    private String pattern(List<String> segments) {
        segments.replaceAll(this::starred);
        int at = random.nextInt(segments.size());
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> {
                segments.subList(at, segments.size()).clear();
                segments.add("**");
            }
            case 3 -> segments.add(at, "**");
            case 4 -> segments.set(at, "**");
            case 5 -> {
                segments.subList(0, at).clear();
                segments.add(0, "**");
            }
            case 6 -> segments.add("**");
            case 7 -> segments.remove(segments.size() - 1);
            case 8 -> segments.add(at, "*");
            default -> {}
        }
        return segments.isEmpty() ? "**" : spelled(segments);
    }

    private String starred(String segment) {
        int from = random.nextInt(segment.length() + 1);
        int to = from + random.nextInt(segment.length() - from + 1);
        return switch (random.nextInt(16)) {
            case 0, 1 -> "*";
            case 2, 3 -> segment.substring(0, from) + "*";
            case 4 -> "*" + segment.substring(from);
            case 5 -> segment.substring(0, from) + "*" + segment.substring(to);
            case 6 -> "*" + segment.substring(from, to) + "*";
            case 7 -> one(WORDS);
            default -> segment;
        };
    }
}
