package dev.holdfast.dotenv.detect;

import java.util.List;
import java.util.Set;

/**
 * What a variable's name says of its value. The last word says what the value is: {@code TOKEN} is one, {@code TOKEN_TTL}
 * is a time.
 */
enum NameKind {
    /** A password, a passphrase, a shared secret: a person's word counts too. */
    PASSWORD,
    /** A key or a token. */
    SECRET,
    /** Something about a secret, or a word that also means other things: the value must look like one. */
    HINT,
    /** A user and a password in one, or the kind of a login. */
    LOGIN,
    /** A property of something, such as its length, place or name. */
    SETTING,
    /** Made to be seen by everyone. */
    PUBLIC,
    /** The hash of something that is public. */
    DIGEST,
    /** Nothing. */
    OTHER;

    static NameKind of(String name) {
        List<String> words = Words.of(name);
        boolean browser = Vocabulary.shipped(words);
        while (words.size() > 1 && Vocabulary.VARIANTS.contains(words.get(words.size() - 1))) {
            words = words.subList(0, words.size() - 1);
        }
        NameKind kind = of(words);
        if (browser) {
            return kind == PASSWORD ? PASSWORD : PUBLIC;
        }
        return kind;
    }

    private static NameKind of(List<String> words) {
        if (words.isEmpty()) {
            return OTHER;
        }
        String last = words.get(words.size() - 1);
        String before = words.size() > 1 ? words.get(words.size() - 2) : "";
        NameKind noun = noun(last);
        if (noun == SECRET) {
            return key(last, before, words);
        }
        if (noun != OTHER) {
            return noun;
        }
        if (last.equals("ID") && before.equals("SECRET")) {
            return HINT;
        }
        if (words.stream().anyMatch(Vocabulary.DIGESTS::contains)) {
            return DIGEST;
        }
        if (Vocabulary.SETTINGS.contains(last)) {
            return SETTING;
        }
        return inside(words);
    }

    private static NameKind noun(String word) {
        if (Vocabulary.PASSWORDS.contains(word) || Vocabulary.endsInPassword(word)) {
            return PASSWORD;
        }
        if (Vocabulary.KEYS.contains(word) || Vocabulary.endsInKey(word)) {
            return SECRET;
        }
        if (Vocabulary.LOGINS.contains(word)) {
            return LOGIN;
        }
        return Vocabulary.HINTS.contains(word) ? HINT : OTHER;
    }

    private static NameKind key(String last, String before, List<String> words) {
        if (words.stream().anyMatch(Vocabulary.PUBLIC::contains) || before.equals("SITE")) {
            return PUBLIC;
        }
        if (Vocabulary.PLAIN_KEYS.contains(before)) {
            return OTHER;
        }
        boolean plain = Set.of("KEY", "KEYS").contains(last) && !Vocabulary.STRONG_KEYS.contains(before);
        return plain ? HINT : SECRET;
    }

    /** A secret word that is not the last one, behind which stands a word that is not known. */
    private static NameKind inside(List<String> words) {
        NameKind found = OTHER;
        for (String word : words) {
            NameKind noun = noun(word);
            if (noun == PASSWORD) {
                return SECRET;
            }
            if (noun == SECRET) {
                found = HINT;
            }
        }
        return found;
    }
}
