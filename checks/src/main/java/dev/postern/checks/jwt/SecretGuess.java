package dev.postern.checks.jwt;

import dev.postern.checks.craft.ValidToken;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Looks for the secret of an HMAC among words, without a request: whoever has one token can do the same. */
final class SecretGuess {

    private static final Pattern HMAC = Pattern.compile("HS(256|384|512)");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{4,}={0,2}");
    private static final Pattern HEX = Pattern.compile("(?:[0-9a-fA-F]{2}){8,}+");

    /** Words between two looks at the clock. */
    private static final int STRIDE = 256;

    private final Mac mac;
    private final byte[] signed;
    private final byte[] signature;

    private SecretGuess(Mac mac, byte[] signed, byte[] signature) {
        this.mac = mac;
        this.signed = signed;
        this.signature = signature;
    }

    /** What came of it; none of them holds the secret. */
    sealed interface Outcome {
        /** How many words were tried. */
        int tried();

        /** One of the words is the secret; its place, and how it is read, say which. */
        record Found(String how, int tried) implements Outcome {}

        /** None of them is. */
        record NotFound(int tried) implements Outcome {}

        /** The time was up before all of them were tried. */
        record OutOfTime(int tried, int all) implements Outcome {}
    }

    /** Something to search; empty where the token is not signed by an HMAC. */
    static Optional<SecretGuess> at(ValidToken token) {
        var alg = HMAC.matcher(token.view().alg().orElse(""));
        var text = token.received().text();
        var lastDot = text.lastIndexOf('.');
        if (!alg.matches() || !token.isSigned()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SecretGuess(
                    Mac.getInstance("HmacSHA" + alg.group(1)),
                    text.substring(0, lastDot).getBytes(StandardCharsets.US_ASCII),
                    Base64.getUrlDecoder().decode(text.substring(lastDot + 1))));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a signature that is no base64url is no HMAC
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC", e);
        }
    }

    /** Tries all words of the lists, in order, as long as there is time. */
    Outcome search(List<WordList> lists, Duration time) {
        var start = System.nanoTime();
        var tried = 0;
        for (var list : lists) {
            for (var i = 0; i < list.words().size(); i++) {
                if (tried % STRIDE == 0 && System.nanoTime() - start >= time.toNanos()) {
                    return new Outcome.OutOfTime(tried, all(lists));
                }
                var word = list.words().get(i);
                if (word.isEmpty()) {
                    continue;
                }
                tried++;
                var form = formOf(word);
                if (form.isPresent()) {
                    return new Outcome.Found(list.placeOf(i) + form.get(), tried);
                }
            }
        }
        return new Outcome.NotFound(tried);
    }

    private static int all(List<WordList> lists) {
        return lists.stream()
                .mapToInt(list -> (int)
                        list.words().stream().filter(word -> !word.isEmpty()).count())
                .sum();
    }

    /** How the word must be read to be the secret, in words to put behind its place; empty where it is not. */
    private Optional<String> formOf(String word) {
        if (signs(word.getBytes(StandardCharsets.UTF_8))) {
            return Optional.of("");
        }
        // libraries such as jjwt take the text of a secret for base64
        if (BASE64.matcher(word).matches() && decoded(word).filter(this::signs).isPresent()) {
            return Optional.of(", read as base64");
        }
        return HEX.matcher(word).matches() && signs(HexFormat.of().parseHex(word))
                ? Optional.of(", read as hexadecimal digits")
                : Optional.empty();
    }

    private static Optional<byte[]> decoded(String word) {
        try {
            return Optional.of(
                            Base64.getUrlDecoder().decode(word.replace('+', '-').replace('/', '_')))
                    .filter(bytes -> bytes.length > 0);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private boolean signs(byte[] secret) {
        try {
            mac.init(new SecretKeySpec(secret, mac.getAlgorithm()));
            return MessageDigest.isEqual(mac.doFinal(signed), signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an HMAC takes every key", e);
        }
    }

    /** Lists for a token: ours, those made of names, and the user's own. */
    static List<WordList> lists(ValidToken token) {
        var lists = new ArrayList<>(List.of(WordList.builtIn(), NameWords.of(token)));
        ValidToken.scheme(token.on())
                .promises()
                .weakSecrets()
                .map(WordList::given)
                .ifPresent(lists::add);
        return lists;
    }
}
