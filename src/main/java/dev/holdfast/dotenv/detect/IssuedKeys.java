package dev.holdfast.dotenv.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The forms that issuers give their keys, looked for at the beginning of every word of a text.
 *
 * <p>A form is a beginning and how many characters of a key follow at the least; fewer than the issuer gives, so that keys of
 * tests and of other lengths count as well.
 */
final class IssuedKeys {

    /** Beginnings, each with the least number of characters behind it. */
    private static final String FORMS =
            "sk_live_ 3 sk_test_ 3 rk_live_ 6 rk_test_ 6 sk_prod_ 6 whsec_ 8 sk-proj- 12 sk-ant- 12"
                    + " sk-or- 12 sk-svcacct- 12 ghp_ 16 gho_ 16 ghu_ 16 ghs_ 16 ghr_ 16 github_pat_ 16 glpat- 10 gldt- 10 glrt- 10"
                    + " glcbt- 10 glptt- 10 glsoat- 10 glagent- 10 glsa_ 16 glc_ 24 xoxb- 10 xoxp- 10 xoxa- 10 xoxr- 10 xoxs- 10 xoxe- 10"
                    + " xoxc- 10 xoxd- 10 xapp- 10 ya29. 16 GOCSPX- 16 npm_ 20 hvs. 20 hvb. 20 hvr. 20 dop_v1_ 16 doo_v1_ 16 dor_v1_ 16"
                    + " shpat_ 16 shpss_ 16 shpca_ 16 shppa_ 16 EAAC 20 EAAG 40 EAAB 40 EAAAE 40 pypi- 16 hf_ 20 r8_ 20 gsk_ 20 xai- 20 pplx- 20"
                    + " nvapi- 20 lin_api_ 16 ntn_ 20 secret_ 32 sbp_ 20 sb_secret_ 10 dckr_pat_ 16 tskey- 10 CCIPAT_ 16 ATATT3 20"
                    + " ATCTT3 20 ATBB 28 NRAK- 16 sntrys_ 16 sntryu_ 16 dp.st. 12 dp.pt. 12 dp.ct. 12 lsv2_ 20 rnd_ 24 nfp_ 24 fm2_ 24"
                    + " phx_ 20 xkeysib- 20 xsmtpsib- 20 rubygems_ 20 figd_ 20 sq0csp- 16 sq0atp- 16 PMAK- 20 apify_api_ 16 pscale_pw_ 12"
                    + " pscale_tkn_ 12 pscale_oauth_ 12 bkua_ 20 sha256~ 20 sk1_ 24 hfa_ 20 AGE-SECRET-KEY-1 20 shippo_live_ 16"
                    + " shippo_test_ 16 duffel_live_ 16 duffel_test_ 16 flwseck_test- 8 access_token$production$ 16 oauth: 24 FLWSECK- 8"
                    + " FLWSECK_TEST- 8 cfut_ 20 tfp_ 24 dt0c01. 16 sl.B 40 gsk- 20 PRIVKEY- 20 ops_eyJ 40 r5_ 40 squ_ 24 sqp_ 24 sqa_ 24";

    /** What is made to stand in pages and apps. */
    private static final List<String> PUBLISHED = List.of("pk_live_", "pk_test_", "pk.eyJ", "phc_", "sb_publishable_");

    private static final String PRIVATE_BLOCK = " PRIVATE KEY";

    /** Keys without a beginning of their own, each with letters that it cannot be without. */
    private static final List<Shape> SHAPES = List.of(
            new Shape("A", "(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}"),
            new Shape("LTAI", "LTAI[A-Za-z0-9]{12,30}"),
            new Shape("SG.", "SG\\.[\\w-]{16,64}(?:\\.[\\w-]{16,64})?"),
            new Shape("sk-", "sk-[A-Za-z0-9]{16,128}"),
            new Shape("key-", "key-[a-f0-9]{32}"),
            new Shape("dapi", "dapi[a-f0-9]{32}"),
            new Shape("re_", "re_[A-Za-z0-9]{6,12}_[A-Za-z0-9]{16,40}"),
            new Shape("pul-", "pul-[a-f0-9]{40}"),
            new Shape("AKCp", "AKCp[A-Za-z0-9]{40,90}"),
            new Shape("A", "[0-9]{8,10}:AA[\\w-]{30,36}"),
            new Shape(".atlasv1.", "[A-Za-z0-9]{14}\\.atlasv1\\.[\\w-]{40,80}"),
            new Shape(".", "[MNO][A-Za-z0-9_-]{22,28}\\.[\\w-]{6}\\.[\\w-]{27,45}"),
            new Shape("$", "\\$(?:2[aby]|apr1|argon2i?d?|[156]|y)\\$[A-Za-z0-9./$=,+]{20,200}"),
            new Shape("-us", "[a-f0-9]{32}-us[0-9]{1,2}"));

    private record Shape(String needs, Pattern pattern) {
        Shape(String needs, String form) {
            this(needs, Pattern.compile("(?<![A-Za-z0-9])" + form));
        }
    }

    private record Form(String start, int least) {}

    private static final Form[][] BY_FIRST = byFirst();

    private IssuedKeys() {}

    private static Form[][] byFirst() {
        List<List<Form>> lists = new ArrayList<>();
        for (int i = 0; i < 128; i++) {
            lists.add(new ArrayList<>());
        }
        String[] words = FORMS.split(" ", -1);
        for (int i = 0; i < words.length; i += 2) {
            lists.get(words[i].charAt(0)).add(new Form(words[i], Integer.parseInt(words[i + 1])));
        }
        return lists.stream().map(forms -> forms.toArray(new Form[0])).toArray(Form[][]::new);
    }

    /** Whether a key stands in the text that is secret wherever it stands. */
    static boolean anyIn(String text) {
        if (text.contains("-----BEGIN") && text.contains(PRIVATE_BLOCK)) {
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            if ((i == 0 || !alphanumeric(text.charAt(i - 1))) && formAt(text, i)) {
                return true;
            }
        }
        return SHAPES.stream()
                .anyMatch(shape -> text.contains(shape.needs)
                        && shape.pattern.matcher(text).find());
    }

    /** Whether the whole text is a key of the kind that is shown to everyone. */
    static boolean published(String text) {
        return PUBLISHED.stream().anyMatch(text::startsWith)
                && text.chars().noneMatch(c -> Character.isWhitespace(c) || c == '=' || c == '@');
    }

    /** A key of Google's that pages carry and servers use alike. */
    static boolean clientKeyIn(String text) {
        int at = text.indexOf("AIza");
        return at >= 0 && (at == 0 || !alphanumeric(text.charAt(at - 1))) && body(text, at + 4, 28);
    }

    private static boolean formAt(String text, int at) {
        char first = text.charAt(at);
        if (first >= BY_FIRST.length) {
            return false;
        }
        for (Form form : BY_FIRST[first]) {
            if (text.startsWith(form.start, at) && body(text, at + form.start.length(), form.least)) {
                return true;
            }
        }
        return false;
    }

    private static boolean body(String text, int from, int least) {
        if (from + least > text.length()) {
            return false;
        }
        for (int i = from; i < from + least; i++) {
            char c = text.charAt(i);
            if (!alphanumeric(c) && "_-.+/=~".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean alphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
