package dev.postern.oracle;

import static dev.postern.api.check.Decision.Confidence.CERTAIN;
import static dev.postern.api.check.Decision.Confidence.LIKELY;

import dev.postern.api.audit.Reason;
import dev.postern.api.check.Decision;
import dev.postern.api.check.Decision.Denied;
import dev.postern.api.check.Decision.Granted;
import dev.postern.api.check.Decision.Unclear;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireResponse;
import dev.postern.oracle.Evidence.Question;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whose data a 2xx shows, where another identity asked. Two identities' data have one shape, so the shape proves
 * nothing; only values do that the subject's data has and the sender's own has not.
 */
final class Ownership {

    private static final String ADVICE = "; declare markers for the identity, texts that only its data contains";

    private Ownership() {}

    static Decision judge(Evidence e) {
        if (e.hasReadableMarker() && e.showsMarkerOfSender()) { // that of the subject would have decided before
            return new Denied(
                    CERTAIN, e.status() + ", but with a marker of the sender's own data and none of the identity's");
        }
        var own = e.own().flatMap(Exchange::response);
        return own.isPresent() ? besideOwn(e, own.get()) : withoutOwn(e);
    }

    private static Decision besideOwn(Evidence e, WireResponse ownResponse) {
        var own = Fingerprint.of(ownResponse, ReflectedInput.NONE);
        var telling = tellingApart(e, own);
        var shown = Similarity.share(telling, e.answered().values());
        if (isShown(e, telling, shown)) {
            telling = lessMoving(e, own, telling);
            shown = Similarity.share(telling, e.answered().values());
        }
        var isOwn = isOwn(e, own);
        if (isShown(e, telling, shown)) {
            return new Granted(
                    shown.orElse(0) >= e.thresholds().shown() ? CERTAIN : LIKELY,
                    e.statusWords() + " with data of the identity that the sender does not own ("
                            + Similarity.percent(shown.orElse(0)) + " of the values that tell the two apart)");
        }
        if (isOwn && !areAlike(e, own)) {
            return new Denied(CERTAIN, e.status() + ", but with the sender's own data");
        }
        boolean noneShown =
                shown.isPresent() && shown.getAsDouble() <= e.thresholds().chance();
        if (e.question() == Question.OTHERS_DATA && (noneShown || isForeign(e))) {
            return new Denied(LIKELY, e.status() + ", but with none of the identity's data");
        }
        if (noneShown && !e.likePositive().isSameShape(e.thresholds())) {
            return unlike(e);
        }
        return new Unclear(
                Reason.INDISTINGUISHABLE,
                telling.isEmpty()
                        ? e.status() + ", but the answers to the two identities cannot be told apart" + ADVICE
                        : e.status() + " with a body of the same shape, but too little shows whose data it is"
                                + ADVICE);
    }

    private static Decision withoutOwn(Evidence e) {
        boolean like = e.isLikePositive();
        boolean telling = Telling.anyIn(e.learnt().stable().keySet());
        if (e.question() == Question.OTHER_IDENTITY) {
            if (like) {
                return new Granted(
                        telling && !e.hasReadableMarker() ? CERTAIN : LIKELY,
                        e.statusWords() + " with the body of the positive control ("
                                + e.likePositive().words() + ")");
            }
            return e.likePositive().isSameShape(e.thresholds())
                    ? new Unclear(
                            Reason.INDISTINGUISHABLE,
                            e.status() + " with a body of the same shape as the positive control ("
                                    + e.likePositive().words() + "): it may be the sender's own data" + ADVICE)
                    : unlike(e);
        }
        var unique = e.learnt().stable().entrySet().stream()
                .filter(x -> Telling.isUnique(x.getKey().value())
                        && Telling.isData(x.getKey().value()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        var shown = Similarity.share(unique, e.answered().values());
        if (shown.orElse(0) > 0) {
            return new Granted(
                    LIKELY,
                    e.statusWords() + " with values that only the identity's data should contain ("
                            + Similarity.percent(shown.orElse(0)) + " of them)");
        }
        if (shown.isPresent() || isForeign(e)) {
            return new Denied(LIKELY, e.status() + ", but with none of the identity's data");
        }
        return new Unclear(
                Reason.INDISTINGUISHABLE, e.status() + ", but nothing in the body tells whose data it is" + ADVICE);
    }

    private static Decision unlike(Evidence e) {
        return new Unclear(
                Reason.UNLIKE_CONTROLS,
                e.status() + " with a body that is neither the identity's data, nor the sender's, nor a known denial");
    }

    /** The subject's stable values that are data, are no echo of the request, and do not occur in the sender's own. */
    private static Map<Node.Leaf, Integer> tellingApart(Evidence e, Fingerprint own) {
        var everywhere = own.leaves().stream().map(Node::value).collect(Collectors.toSet());
        var telling = new LinkedHashMap<Node.Leaf, Integer>();
        e.learnt().stable().forEach((leaf, count) -> {
            if (Telling.isData(leaf.value()) && !everywhere.contains(leaf.value())) {
                telling.put(leaf, count);
            }
        });
        return telling;
    }

    /**
     * Without the numbers and times at places where two answers to one request differ: what moves in one identity's data moves
     * in the other's too, and comes by the same value.
     */
    private static Map<Node.Leaf, Integer> lessMoving(Evidence e, Fingerprint own, Map<Node.Leaf, Integer> telling) {
        var moving = new HashSet<String>();
        e.ownAgain()
                .flatMap(Exchange::response)
                .map(r -> Fingerprint.of(r, ReflectedInput.NONE))
                .ifPresent(again -> addMoving(moving, own, again));
        e.controls()
                .positiveAgain()
                .get()
                .flatMap(Exchange::response)
                .map(r -> Fingerprint.of(r, e.reflected()))
                .ifPresent(again -> addMoving(moving, e.positive(), again));
        return telling.entrySet().stream()
                .filter(entry -> !moving.contains(entry.getKey().path()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static void addMoving(Set<String> moving, Fingerprint one, Fingerprint other) {
        if (!one.kind().isStructured() || one.kind() != other.kind()) {
            return;
        }
        var before = measures(one);
        var after = measures(other);
        Stream.of(before, after)
                .flatMap(map -> map.keySet().stream())
                .filter(path -> !before.getOrDefault(path, List.of()).equals(after.getOrDefault(path, List.of())))
                .forEach(moving::add);
    }

    /** Numbers and times by their path, in order of value. */
    private static Map<String, List<String>> measures(Fingerprint print) {
        return print.leaves().stream()
                .filter(n -> n.type().equals("number") || Telling.isTime(n.value()))
                .sorted(Comparator.comparing(Node::value))
                .collect(Collectors.groupingBy(Node::path, Collectors.mapping(Node::value, Collectors.toList())));
    }

    /**
     * Whether the answer shows enough of what tells the two apart. Where unique values are among it, one of them must be
     * there: a third one may have bought the same things.
     */
    private static boolean isShown(Evidence e, Map<Node.Leaf, Integer> telling, OptionalDouble share) {
        var unique = telling.keySet().stream()
                .filter(leaf -> Telling.isUnique(leaf.value()))
                .toList();
        var seen = e.answered().values().keySet();
        return unique.isEmpty()
                ? share.orElse(0) >= e.thresholds().shown()
                : unique.stream().anyMatch(seen::contains);
    }

    private static boolean isOwn(Evidence e, Fingerprint own) {
        var stable = DynamicFields.learn(
                own, Optional.empty(), e.signs().ignore(), e.own().orElseThrow().sentAt());
        return Similarity.of(own, stable, e.raw()).isSame(e.thresholds())
                || own.digest().equals(e.raw().digest());
    }

    /** Whether the subject's and the sender's answers have the same values. */
    private static boolean areAlike(Evidence e, Fingerprint own) {
        var stable = e.learn(ReflectedInput.NONE).stable();
        return Similarity.share(stable, own.values()).orElse(1) == 1;
    }

    /** Whether no data of the positive control is in the answer, and not even its shape. */
    private static boolean isForeign(Evidence e) {
        if (e.likePositive().isSameShape(e.thresholds()) || e.isLikePositive()) {
            return false;
        }
        Set<String> seen = e.answered().leaves().stream().map(Node::value).collect(Collectors.toSet());
        return e.learnt().stable().keySet().stream()
                .map(Node.Leaf::value)
                .noneMatch(v -> Telling.isData(v) && seen.contains(v));
    }
}
