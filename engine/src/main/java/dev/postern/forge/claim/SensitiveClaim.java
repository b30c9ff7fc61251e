package dev.postern.forge.claim;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Rules by which a claim is told to hold what must not be readable by everybody who holds the token. They are narrow on
 * purpose: name and value must both speak, or the value alone must leave no doubt. Mail addresses, telephone numbers and
 * names of people are ordinary claims.
 */
public final class SensitiveClaim {

    /** Last words of names whose values are secrets: {@code client_secret}, {@code userPassword}. */
    private static final Set<String> SECRET_WORDS =
            Set.of("password", "passwd", "pwd", "passphrase", "passcode", "secret");

    /** Whole names whose values are secrets, letters and digits only. */
    private static final Set<String> SECRET_NAMES = Set.of(
            "passwordhash",
            "hashedpassword",
            "pwdhash",
            "passwordsalt",
            "apikey",
            "apisecret",
            "secretkey",
            "privatekey",
            "refreshtoken",
            "totpseed",
            "otpseed",
            "securityanswer");

    private static final Set<String> CARD_CODES = Set.of("cvv", "cvv2", "cvc", "cvc2", "cardsecuritycode");

    /** Names of identifiers, in whose values a card number would be chance. */
    private static final Pattern IDENTIFIER =
            Pattern.compile("(?i).*(id|jti|sub|sid|oid|uuid|guid|nonce|ref|number|no|exp|iat|nbf|time)");

    private static final Pattern CARD_NAME = Pattern.compile(
            "(credit|debit|payment|bank)?card(number|no|nr|num)?|pan|ccn|ccnumber|cc|primaryaccountnumber");

    private static final List<Pattern> PASSWORD_HASHES = List.of(
            Pattern.compile("(\\{bcrypt})?\\$2[abxy]?\\$\\d\\d\\$[./A-Za-z0-9]{53}"),
            Pattern.compile("\\$argon2(id|i|d)\\$\\S{20,}"),
            Pattern.compile("\\$(pbkdf2|pbkdf2-sha\\d+)\\$\\S{20,}"),
            Pattern.compile("(pbkdf2_sha\\d+\\$|pbkdf2:sha\\d+:)\\S{20,}"),
            Pattern.compile("\\$(scrypt|7|y|5|6|1|apr1)\\$\\S{16,}"),
            Pattern.compile("scrypt:\\d+:\\d+:\\d+\\$\\S{20,}"),
            Pattern.compile("\\{(SSHA|SSHA256|SSHA512|SHA|MD5|pbkdf2|scrypt|argon2|noop)[^}]*}\\S{4,}"));

    private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----");

    /** Flags, masks, dates and addresses under the name of a secret are none. */
    private static final Pattern NO_SECRET = Pattern.compile(
            "(?i)true|false|yes|no|none|null|\\W*|[*x•.]{3,}\\w{0,4}|https?://.*|\\d{4}-\\d\\d-\\d\\d.*|\\[?(redacted|hidden|masked)]?");

    private SensitiveClaim() {}

    /** What the value of a claim is, if it must not be there; never the value itself. */
    public static Optional<String> reason(String name, JsonNode value) {
        if (value.isObject()) {
            return isPrivateJwk(value) ? Optional.of("a private key (JWK)") : Optional.empty();
        }
        if (!value.isTextual() && !value.isIntegralNumber()) {
            return Optional.empty();
        }
        var text = value.asText();
        var compact = name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
        return key(text)
                .or(() -> hash(text))
                .or(() -> secret(name, compact, text, value.isTextual()))
                .or(() -> card(compact, text))
                .or(() -> NationalId.in(compact, text));
    }

    private static Optional<String> key(String text) {
        return PRIVATE_KEY.matcher(text).find() ? Optional.of("a private key (PEM)") : Optional.empty();
    }

    private static Optional<String> hash(String text) {
        return PASSWORD_HASHES.stream().anyMatch(form -> form.matcher(text).matches())
                ? Optional.of("the hash of a password")
                : Optional.empty();
    }

    private static Optional<String> secret(String name, String compact, String text, boolean isText) {
        if (CARD_CODES.contains(compact) && text.matches("\\d{3,4}")) {
            return Optional.of("a card's security code");
        }
        if (SECRET_NAMES.contains(compact)
                && text.length() >= 12
                && !NO_SECRET.matcher(text).matches()) {
            return Optional.of("what its name says");
        }
        boolean isNamedSecret = SECRET_WORDS.contains(lastWord(name)) || SECRET_WORDS.contains(compact);
        return isNamedSecret
                        && text.length() >= 4
                        && isText
                        && !NO_SECRET.matcher(text).matches()
                ? Optional.of("a password or secret, as its name says")
                : Optional.empty();
    }

    private static Optional<String> card(String compact, String text) {
        boolean isIdentifier = IDENTIFIER.matcher(compact).matches()
                && !CARD_NAME.matcher(compact).matches();
        return isIdentifier && !CardNumber.isGrouped(text)
                ? Optional.empty()
                : CardNumber.brand(text).map(brand -> "a payment card number (" + brand + " range, check digit right)");
    }

    /** RFC 7518 6.2.2, 6.3.2, 6.4. */
    private static boolean isPrivateJwk(JsonNode value) {
        return value.path("kty").isTextual()
                && (value.path("d").isTextual()
                        || (value.path("kty").asText().equals("oct")
                                && value.path("k").isTextual()));
    }

    /** {@code client_secret}, {@code client-secret}, {@code clientSecret}: secret. */
    private static String lastWord(String name) {
        var words = Arrays.asList(name.replaceAll("([a-z0-9])([A-Z])", "$1 $2").split("[^A-Za-z0-9]+"));
        return words.isEmpty() ? "" : words.get(words.size() - 1).toLowerCase(Locale.ROOT);
    }
}
