import dev.holdfast.dotenv.Assignment;
import dev.holdfast.dotenv.EnvText;
import dev.holdfast.dotenv.detect.SecretLooks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Judges labelled samples of .env lines: the lines that are judged otherwise, by number and name, then the counts. */
final class Detect {

    public static void main(String[] files) throws Exception {
        for (String file : files) {
            judge(Path.of(file));
        }
    }

    private static void judge(Path file) throws Exception {
        int[] counts = new int[4];
        List<String> rows = Files.readAllLines(file);
        long begun = System.nanoTime();
        for (int i = 0; i < rows.size(); i++) {
            String row = rows.get(i);
            if (row.startsWith("#")) {
                continue;
            }
            String[] columns = row.replace("¬", "").split("\t", 2);
            boolean secret = columns[0].equals("secret");
            boolean judged = looksSecret(columns[1]);
            counts[(secret ? 0 : 2) + (judged ? 0 : 1)]++;
            if (judged != secret) {
                System.out.println("MISS " + file.getFileName() + " " + (i + 1) + " " + columns[1].replaceFirst("=.*", "")
                        + (secret ? " is secret and was not seen" : " is no secret and was taken for one"));
            }
        }
        long millis = (System.nanoTime() - begun) / 1_000_000;
        System.out.println("COUNTS " + file.getFileName() + " " + counts[0] + " " + counts[1] + " " + counts[2] + " "
                + counts[3] + " " + millis);
    }

    private static boolean looksSecret(String line) {
        try (EnvText text = EnvText.of(line.getBytes(StandardCharsets.UTF_8))) {
            for (Assignment one : text.assignments()) {
                if (one.readings().stream().anyMatch(value -> SecretLooks.secret(one.name(), value))) {
                    return true;
                }
            }
            return false;
        }
    }
}
