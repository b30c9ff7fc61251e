package dev.postern.oracle;

import static dev.postern.api.check.Decision.Confidence.CERTAIN;
import static dev.postern.api.check.Decision.Confidence.LIKELY;
import static dev.postern.api.check.Decision.Confidence.WEAK;

import dev.postern.api.audit.Reason;
import dev.postern.api.check.Attempt.Tolerated;
import dev.postern.api.check.Decision;
import dev.postern.api.check.Decision.Denied;
import dev.postern.api.check.Decision.Granted;
import dev.postern.api.check.Decision.Unclear;
import dev.postern.api.http.Exchange;
import dev.postern.oracle.Evidence.Question;
import dev.postern.oracle.Fingerprint.Kind;
import java.util.List;
import java.util.Optional;

/** What the body of a 2xx tells. */
final class BodyRules {

    /** Read from top to bottom; the first that applies decides. */
    static final List<Rule> ALL = List.of(
            BodyRules::marker,
            BodyRules::declaredError,
            HeadAnswer::rule,
            StateRules::same,
            BodyRules::empty,
            BodyRules::likePositive,
            BodyRules::likeNegative,
            BodyRules::loginPage,
            BodyRules::likeNowhere,
            BodyRules::emptyCollection,
            BodyRules::deniesByCode,
            BodyRules::options,
            BodyRules::whoseData,
            BodyRules::holdsAll,
            BodyRules::showsStrangersNothing,
            BodyRules::softError,
            BodyRules::shape);

    private BodyRules() {}

    private static Optional<Decision> marker(Evidence e) {
        return e.showsMarker()
                ? granted(CERTAIN, e.statusWords() + ", and the body shows a marker of the identity's data")
                : Optional.empty();
    }

    private static Optional<Decision> declaredError(Evidence e) {
        var pointer = SoftErrors.declared(e.signs().errors(), e.raw());
        if (pointer.isPresent()) {
            return denied(
                    CERTAIN, e.status() + ", but " + pointer.get() + " says what the target file declares as denied");
        }
        return SoftErrors.isProblem(e.response())
                ? denied(LIKELY, e.status() + ", but the body is a problem by its content type")
                : Optional.empty();
    }

    private static Optional<Decision> empty(Evidence e) {
        if (!e.answered().isEmpty()) {
            return Optional.empty();
        }
        if (isOptions(e)) {
            return options(e);
        }
        if (!e.positive().isEmpty()) {
            return e.question().needsTheSubjectsData() && e.answer().request().isSafe()
                    ? denied(LIKELY, e.status() + " without a body, where the positive control has data: filtered")
                    : unclear(Reason.EMPTY_BODY, e.status() + " without a body, where the positive control has one");
        }
        boolean mayBeOwn = e.question() == Question.OTHERS_DATA || e.own().isPresent();
        return mayBeOwn
                ? unclear(
                        Reason.INDISTINGUISHABLE,
                        e.status() + " without a body, as every answer here: it does not show on whose data it acted")
                : granted(LIKELY, e.statusWords() + " without a body, like the positive control");
    }

    private static Optional<Decision> likePositive(Evidence e) {
        if (e.question().needsTheSubjectsData() || !e.isLikePositive()) {
            return Optional.empty();
        }
        boolean says = e.answered().leaves().stream().anyMatch(n -> !n.value().isEmpty())
                || e.likePositive().exact();
        return granted(
                says && !isBare(e.answered()) ? CERTAIN : LIKELY,
                e.statusWords() + " with the body of the positive control ("
                        + e.likePositive().words() + ")");
    }

    private static Optional<Decision> likeNegative(Evidence e) {
        return e.negative().filter(n -> !e.isLikePositive() && e.hasBodyOf(n)).isPresent()
                ? denied(CERTAIN, e.status() + ", but with the body that a request without any credential gets")
                : Optional.empty();
    }

    private static Optional<Decision> loginPage(Evidence e) {
        return LoginPage.asksForPassword(e.response()) && !LoginPage.asksForPassword(e.positiveResponse())
                ? denied(LIKELY, e.status() + ", but the body is a page that asks for a password")
                : Optional.empty();
    }

    /** A fallback page for everything, as single-page applications have, is no answer of the operation. */
    private static Optional<Decision> likeNowhere(Evidence e) {
        boolean unlike = e.likePositive().structure() < e.thresholds().structure();
        return unlike && e.isNowhereAgain()
                ? denied(LIKELY, e.status() + ", but with the body that a path that does not exist gets")
                : Optional.empty();
    }

    private static Optional<Decision> emptyCollection(Evidence e) {
        if (!EmptyCollection.isEmptied(e.positive(), e.answered())) {
            return Optional.empty();
        }
        var isFiltered = e.question().needsTheSubjectsData()
                || e.tolerates(Tolerated.FILTERED)
                || (e.question() == Question.NEGATIVE_CONTROL && e.hasReadableMarker());
        return isFiltered
                ? denied(LIKELY, e.status() + " with an empty list, where the positive control has items: filtered")
                : unclear(
                        Reason.EMPTY_COLLECTION,
                        e.status() + " with an empty list, where the positive control has items:"
                                + " either access was granted and nothing found, or denied by filtering");
    }

    private static Optional<Decision> deniesByCode(Evidence e) {
        return SoftErrors.deniesByCode(e.positive(), e.raw())
                .filter(pointer -> !e.isLikePositive())
                .flatMap(pointer -> denied(LIKELY, e.status() + ", but " + pointer + " in the body says denied"));
    }

    /** RFC 9110 9.3.7 and the CORS protocol: browsers send OPTIONS without credential, and get no data by it. */
    private static Optional<Decision> options(Evidence e) {
        return isOptions(e) ? denied(WEAK, e.status() + " to OPTIONS, which shows no data") : Optional.empty();
    }

    private static Optional<Decision> whoseData(Evidence e) {
        if (!e.question().needsTheSubjectsData()) {
            return Optional.empty();
        }
        var suspicion = SoftErrors.suspicion(e.positive(), e.raw());
        boolean mayBeError = e.question() == Question.OTHER_IDENTITY && suspicion.isPresent() && !e.isLikePositive();
        return mayBeError ? softError(e) : Optional.of(Ownership.judge(e));
    }

    /** All of the data of the positive control, whatever came on top: a list may have grown meanwhile. */
    private static Optional<Decision> holdsAll(Evidence e) {
        var shown = e.likePositive().values().orElse(0);
        var stable = e.learnt().stable();
        return e.positive().kind().isStructured()
                        && stable.size() >= e.thresholds().parts()
                        && Telling.anyIn(stable.keySet())
                        && shown >= e.thresholds().whole()
                ? granted(
                        LIKELY,
                        e.statusWords() + " with " + Similarity.percent(shown)
                                + " of the positive control's data, and more")
                : Optional.empty();
    }

    private static Optional<Decision> softError(Evidence e) {
        return SoftErrors.suspicion(e.positive(), e.raw())
                .flatMap(why -> unclear(
                        Reason.SOFT_ERROR,
                        e.status() + " whose body may be an error: " + why
                                + "; declare under denial.errors how this API says denied"));
    }

    /** Without and with a worthless credential alike, and nothing of what the valid one is shown. */
    private static Optional<Decision> showsStrangersNothing(Evidence e) {
        return e.question() == Question.NEGATIVE_CONTROL
                        && showsNothingUnique(e, e.answered())
                        && e.isWorthlessAgain()
                        && e.worthless()
                                .flatMap(Exchange::response)
                                .filter(r -> showsNothingUnique(e, Fingerprint.of(r, e.reflected())))
                                .isPresent()
                ? denied(
                        WEAK,
                        e.status() + ", as with a worthless credential, and with none of the positive control's data")
                : Optional.empty();
    }

    /** Whether the positive control has values that occur once, such as ids, and the answer has none of them. */
    private static boolean showsNothingUnique(Evidence e, Fingerprint print) {
        var seen = print.values().keySet();
        var unique = e.learnt().stable().keySet().stream()
                .filter(leaf -> Telling.isUnique(leaf.value()) && Telling.isData(leaf.value()))
                .toList();
        return !unique.isEmpty() && unique.stream().noneMatch(seen::contains);
    }

    private static Optional<Decision> shape(Evidence e) {
        if (e.likePositive().isSameShape(e.thresholds())) {
            return granted(
                    LIKELY,
                    e.statusWords() + " with a body of the same shape as the positive control ("
                            + e.likePositive().words() + ")");
        }
        var kinds = e.positive().kind() == e.answered().kind()
                ? "(" + e.likePositive().words() + ")"
                : "(" + e.answered().kind() + " instead of " + e.positive().kind() + ")";
        return unclear(Reason.UNLIKE_CONTROLS, e.status() + " with a body like that of neither control " + kinds);
    }

    /** A list without items, or an object without members: the status alone tells it from a denial. */
    private static boolean isBare(Fingerprint print) {
        return print.kind() == Kind.JSON && print.leaves().isEmpty();
    }

    private static boolean isOptions(Evidence e) {
        return e.answer().request().method().equalsIgnoreCase("OPTIONS")
                && !e.controls().positive().request().method().equalsIgnoreCase("OPTIONS");
    }

    private static Optional<Decision> granted(Decision.Confidence confidence, String words) {
        return Optional.of(new Granted(confidence, words));
    }

    private static Optional<Decision> denied(Decision.Confidence confidence, String words) {
        return Optional.of(new Denied(confidence, words));
    }

    private static Optional<Decision> unclear(Reason reason, String words) {
        return Optional.of(new Unclear(reason, words));
    }
}
