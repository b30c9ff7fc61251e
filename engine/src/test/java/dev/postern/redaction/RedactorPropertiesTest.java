package dev.postern.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RedactorPropertiesTest {

    /** The ways in which a secret travels. */
    enum Encoding {
        RAW,
        LOWER,
        UPPER,
        BASE64,
        BASE64_URL,
        BASE64_UNPADDED,
        BASE64_AT_1,
        BASE64_AT_2,
        BASE64_URL_AT_1,
        PERCENT,
        PERCENT_LOWER,
        PERCENT_ALL,
        FORM,
        HEX,
        HEX_UPPER,
        JSON,
        JSON_UNICODE,
        HTML,
        URL_IN_JSON;

        String encode(String s) {
            return switch (this) {
                case RAW -> s;
                case LOWER -> s.toLowerCase(Locale.ROOT);
                case UPPER -> s.toUpperCase(Locale.ROOT);
                case BASE64 -> base64(s, Base64.getEncoder(), "");
                case BASE64_URL -> base64(s, Base64.getUrlEncoder(), "");
                case BASE64_UNPADDED -> base64(s, Base64.getUrlEncoder().withoutPadding(), "");
                case BASE64_AT_1 -> base64(s, Base64.getEncoder(), "u");
                case BASE64_AT_2 -> base64(s, Base64.getEncoder(), "u:");
                case BASE64_URL_AT_1 -> base64(s, Base64.getUrlEncoder(), "user");
                case PERCENT -> URLEncoder.encode(s, UTF_8).replace("+", "%20");
                case PERCENT_LOWER -> lowerHex(URLEncoder.encode(s, UTF_8).replace("+", "%20"));
                case PERCENT_ALL -> HexFormat.of().withPrefix("%").formatHex(s.getBytes(UTF_8));
                case FORM -> URLEncoder.encode(s, UTF_8);
                case HEX -> HexFormat.of().formatHex(s.getBytes(UTF_8));
                case HEX_UPPER -> HexFormat.of().withUpperCase().formatHex(s.getBytes(UTF_8));
                case JSON -> new String(JsonStringEncoder.getInstance().quoteAsString(s));
                case JSON_UNICODE -> unicode(s);
                case HTML ->
                    s.replace("&", "&amp;")
                            .replace("<", "&lt;")
                            .replace(">", "&gt;")
                            .replace("\"", "&quot;")
                            .replace("'", "&#39;");
                case URL_IN_JSON ->
                    new String(JsonStringEncoder.getInstance().quoteAsString("\"" + URLEncoder.encode(s, UTF_8)));
            };
        }

        private static String base64(String secret, Base64.Encoder encoder, String before) {
            return encoder.encodeToString((before + secret).getBytes(UTF_8));
        }

        private static String lowerHex(String percent) {
            return java.util.regex.Pattern.compile("%..")
                    .matcher(percent)
                    .replaceAll(m -> m.group().toLowerCase(Locale.ROOT));
        }

        private static String unicode(String text) {
            var out = new StringBuilder();
            text.chars().forEach(c -> out.append(String.format("\\u%04X", c)));
            return out.toString();
        }
    }

    @Provide
    Arbitrary<String> secrets() {
        return Arbitraries.strings()
                .withCharRange('!', '~')
                .ofMinLength(4)
                .ofMaxLength(60)
                .filter(secret -> !Vault.isOrdinary(secret)); // see RedactorTest
    }

    @Provide
    Arbitrary<String> foreignSecrets() {
        return Arbitraries.strings()
                .withChars("aB3 &<\"\\%+éßж✓")
                .ofMinLength(4)
                .ofMaxLength(40)
                .filter(secret -> !Vault.isOrdinary(secret));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withCharRange(' ', '~')
                .withChars("\n\t{}\"=&%\\éж✓")
                .ofMaxLength(80);
    }

    private static String redacted(String secret, String text) {
        var redactor = new Redactor(RedactorTest.target());
        redactor.learn(secret);
        return redactor.redact(text);
    }

    @Property(tries = 3000)
    void no_secret_survives_in_any_encoding(
            @ForAll("secrets") String secret,
            @ForAll Encoding encoding,
            @ForAll("texts") String before,
            @ForAll("texts") String after) {
        var encoded = encoding.encode(secret);

        assertThat(redacted(secret, before + " " + encoded + " " + after)).doesNotContain(encoded);
        assertThat(redacted(secret, before + " " + encoded + " " + after)).doesNotContain(secret);
    }

    @Property(tries = 1000)
    void no_secret_beyond_ascii_survives(@ForAll("foreignSecrets") String secret, @ForAll Encoding encoding) {
        if (encoding != Encoding.LOWER && encoding != Encoding.UPPER) {
            var encoded = encoding.encode(secret);

            assertThat(redacted(secret, "<" + encoded + "> ")).doesNotContain(encoded);
        }
    }

    @Property(tries = 1000)
    void no_fragment_of_twelve_characters_survives(
            @ForAll("secrets") String secret, @ForAll("texts") String before, @ForAll int random) {
        if (secret.length() >= 12) {
            var start = Math.floorMod(random, secret.length() - 11);
            var fragment = secret.substring(start, start + 12);

            assertThat(redacted(secret, before + " " + fragment)).doesNotContain(fragment);
        }
    }

    @Property(tries = 500)
    void what_holds_no_secret_is_left_alone(@ForAll("words") String text) {
        assertThat(redacted("S3cr3t-0f-Alice-4711", text)).isEqualTo(text);
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.of(
                        "The",
                        "order",
                        "17",
                        "was",
                        "denied:",
                        "Basic",
                        "authentication",
                        "required",
                        "{\"status\":",
                        "401}",
                        "https://api.test/a?x=1&y=2",
                        "100%",
                        "a&b",
                        "C:\\dir")
                .list()
                .ofMaxSize(20)
                .map(list -> String.join(" ", list));
    }

    @Property(tries = 200)
    void redaction_never_fails(@ForAll String text, @ForAll("secrets") String secret) {
        assertThat(redacted(secret, text)).isNotNull();
    }
}
