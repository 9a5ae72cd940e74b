package dev.holdfast.dotenv.detect;

import dev.holdfast.dotenv.Assignment;
import dev.holdfast.dotenv.EnvText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a labelled sample of lines is judged: {@code src/test/resources/dotenv/README.md}. */
final class Sample {

    /** In what a miss is told: the line's number, the name and what it should have been. */
    private final List<String> misses = new ArrayList<>();

    private int right;
    private int tooMany;
    private int missed;
    private int lines;

    static Sample of(Path file) throws IOException {
        Sample sample = new Sample();
        int number = 0;
        for (String row : Files.readAllLines(file)) {
            number++;
            if (!row.startsWith("#")) {
                String[] columns = row.replace("¬", "").split("\t", 2);
                sample.judge(number, columns[0].equals("secret"), columns[1]);
            }
        }
        return sample;
    }

    private void judge(int number, boolean secret, String line) {
        lines++;
        try (EnvText text = EnvText.of(line.getBytes(StandardCharsets.UTF_8))) {
            List<Assignment> assignments = text.assignments();
            boolean judged = assignments.stream()
                    .anyMatch(one -> one.readings().stream().anyMatch(value -> SecretLooks.secret(one.name(), value)));
            right += judged && secret ? 1 : 0;
            tooMany += judged && !secret ? 1 : 0;
            missed += !judged && secret ? 1 : 0;
            if (judged != secret) {
                String name = line.replaceFirst("=.*", "");
                misses.add(number + " " + name + (secret ? ": secret, not seen" : ": not secret, taken for one"));
            }
        }
    }

    int lines() {
        return lines;
    }

    List<String> misses() {
        return List.copyOf(misses);
    }

    double precision() {
        return (double) right / (right + tooMany);
    }

    double recall() {
        return (double) right / (right + missed);
    }
}
