package dev.postern.checks.craft;

import static dev.postern.api.check.Attempt.Tolerated.MALFORMED;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postern.api.audit.Reason;
import dev.postern.api.check.Applicability;
import dev.postern.api.check.Applicability.Party;
import dev.postern.api.check.Attempt;
import dev.postern.api.check.CannotTryException;
import dev.postern.api.check.Site;
import dev.postern.api.check.Subject;
import dev.postern.api.target.Scheme;
import dev.postern.api.target.TokenPromises.Refused;
import dev.postern.forge.Draft;
import dev.postern.forge.MalformedTokenException;
import dev.postern.forge.TokenView;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A genuine token that the target must refuse, as the target file gives it. It is not Postern's to forge: that it is
 * genuine, the target file vouches for.
 */
public record GivenToken(Subject on, Refused kind, String text, TokenView view) {

    /** One case where the target file gives such a token. */
    public static Applicability at(Site site, Refused kind) {
        var given = ((Scheme.BearerJwt) site.scheme()).promises().refused(kind);
        return given.isPresent()
                ? new Applicability.Applies(Party.of(site.granted().get(0)))
                : new Applicability.Missing("give scheme `" + site.scheme().name() + "` " + words(kind)
                        + ": `refused:` with `" + kind.key() + ": ${file:…}`");
    }

    /**
     * Reads it.
     *
     * @throws CannotTryException where it is no JWT
     */
    public static GivenToken of(Subject on, Refused kind) {
        var text = ValidToken.scheme(on).promises().refused(kind).orElseThrow().reveal();
        try {
            return new GivenToken(on, kind, text, TokenView.of(text));
        } catch (MalformedTokenException e) {
            throw new CannotTryException(
                    Reason.SETUP_FAILED,
                    "The token `refused." + kind.key() + "` of scheme \""
                            + on.scheme().name() + "\" cannot be taken apart. " + e.getMessage());
        }
    }

    /**
     * This token, if it has not run out: else it would be refused for that.
     *
     * @throws CannotTryException where it has
     */
    public GivenToken alive() {
        if (view.exp().filter(exp -> exp.isBefore(on.now())).isPresent()) {
            throw useless("has run out, so that its refusal would show nothing: give a fresh one");
        }
        return this;
    }

    /** Ends the case: the token does not serve. */
    public CannotTryException useless(String why) {
        return new CannotTryException(
                Reason.SETUP_FAILED,
                "The token `refused." + kind.key() + "` of scheme \""
                        + on.scheme().name() + "\" " + why + ".");
    }

    /** The attempt to use it. Where it lacks a right that the operation needs, a refusal for that proves nothing. */
    public Attempt attempt(String label) {
        var request = on.requestWith(text);
        var attempt = hasItsRights() ? Attempt.denied(label, request) : Attempt.notBelieved(label, request);
        return attempt.tolerating(MALFORMED);
    }

    /** Whether the token has all rights that the operation needs, as far as the target file says where they stand. */
    private boolean hasItsRights() {
        var requires = on.operation().requires();
        var names = ValidToken.scheme(on).claims();
        return texts(names.scopes()).containsAll(requires.scopes())
                && (requires.roles().isEmpty() || !Collections.disjoint(texts(names.roles()), requires.roles()))
                && (requires.tenant().isEmpty()
                        || on.identity()
                                .tenant()
                                .filter(texts(names.tenant())::contains)
                                .isPresent());
    }

    /** What stands at a claim, as a list or as words with blanks between. */
    private Set<String> texts(String path) {
        var value = ClaimPath.of(path).in(Draft.from(text).claims());
        return value.stream()
                .flatMap(v -> v.isArray()
                        ? v.valueStream().map(JsonNode::asText)
                        : Stream.of(v.asText().split(" ")))
                .collect(Collectors.toSet());
    }

    private static String words(Refused kind) {
        return switch (kind) {
            case ID_TOKEN -> "an ID token of the same issuer";
            case OTHER_AUDIENCE -> "a token of the same issuer for another API";
            case EXPIRED -> "a token that has run out";
        };
    }

    /** Not the token. */
    @Override
    public String toString() {
        return "GivenToken[" + kind + "]";
    }
}
