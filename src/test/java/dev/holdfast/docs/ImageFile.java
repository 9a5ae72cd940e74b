package dev.holdfast.docs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A Dockerfile: its instructions, in order. */
record ImageFile(List<Step> steps) {

    /** An instruction and what stands behind it, continued lines joined. */
    record Step(String instruction, String words) {

        List<String> list() {
            return Arrays.asList(words.split("\\s+", -1));
        }
    }

    static ImageFile parse(String text) {
        List<Step> steps = new ArrayList<>();
        StringBuilder whole = new StringBuilder();
        for (String line : text.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.endsWith("\\")) {
                whole.append(line, 0, line.length() - 1);
                continue;
            }
            String step = whole.append(line).toString().strip();
            int space = step.indexOf(' ');
            if (space < 0) {
                throw new IllegalArgumentException("an instruction alone: " + step);
            }
            steps.add(new Step(step.substring(0, space), step.substring(space).strip()));
            whole.setLength(0);
        }
        if (whole.length() > 0) {
            throw new IllegalArgumentException("the end is missing");
        }
        return new ImageFile(steps);
    }

    List<Step> of(String instruction) {
        return steps.stream()
                .filter(step -> step.instruction().equals(instruction))
                .toList();
    }

    /** The one instruction of that kind. */
    Step only(String instruction) {
        List<Step> found = of(instruction);
        if (found.size() != 1) {
            throw new IllegalArgumentException(found.size() + " of " + instruction);
        }
        return found.get(0);
    }
}
