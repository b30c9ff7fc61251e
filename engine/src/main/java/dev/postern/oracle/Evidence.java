package dev.postern.oracle;

import dev.postern.api.check.Attempt.Tolerated;
import dev.postern.api.http.Exchange;
import dev.postern.api.http.WireResponse;
import dev.postern.api.target.Target.DenialSigns;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** One answer beside the controls, with what the rules ask of them; worked out when first asked, and once. */
final class Evidence {

    /** What is asked about the answer. */
    enum Question {
        /** Is the operation open to everybody? */
        NEGATIVE_CONTROL,
        /** Did a forged or worthless credential get in? */
        AUTHENTICATION,
        /** Did another identity, which must be denied, get in? */
        OTHER_IDENTITY,
        /** Did the sender, who may be answered, see the subject's data? */
        OTHERS_DATA;

        /** Whether the shape of the answer is no proof, since the sender's own data would have it too. */
        boolean needsTheSubjectsData() {
            return this == OTHER_IDENTITY || this == OTHERS_DATA;
        }
    }

    private final DenialSigns signs;
    private final Thresholds thresholds;
    private final Controls controls;
    private final Question question;
    private final Set<Tolerated> tolerated;
    private final Exchange answer;
    private final WireResponse response;
    private final WireResponse positiveResponse;
    private final ReflectedInput reflected;
    private final Supplier<Fingerprint> positive;
    private final Supplier<Fingerprint> answered;
    private final Supplier<Fingerprint> raw;
    private final Supplier<DynamicFields> learnt;
    private final Supplier<Similarity> likePositive;
    /** What is no grant, and shares what proves nothing; the negative control unless told otherwise. */
    private Optional<Exchange> common = Optional.empty();

    private final Supplier<Optional<Exchange>> worthless;
    private final Supplier<Optional<Exchange>> nowhere;

    /** The positive control and the answer must have responses. */
    Evidence(
            DenialSigns signs,
            Thresholds thresholds,
            Controls controls,
            Question question,
            Set<Tolerated> tolerated,
            Exchange answer) {
        this.signs = signs;
        this.thresholds = thresholds;
        this.controls = controls;
        this.question = question;
        this.tolerated = tolerated;
        this.answer = answer;
        this.response = answer.response().orElseThrow();
        this.positiveResponse = controls.positive().response().orElseThrow();
        this.reflected = ReflectedInput.of(controls.positive().request(), answer.request());
        this.positive = once(() -> Fingerprint.of(positiveResponse, reflected));
        this.answered = once(() -> Fingerprint.of(response, reflected));
        this.raw = once(() -> Fingerprint.of(response, ReflectedInput.NONE));
        this.learnt = once(() -> learnUncommon(reflected));
        this.likePositive = once(() -> Similarity.of(positive(), learnt(), answered()));
        this.worthless = once(controls.worthless());
        this.nowhere = once(controls.nowhere());
    }

    /** This evidence, where what another answer has in common with the positive control shows nothing. */
    Evidence less(Exchange other) {
        common = Optional.of(other);
        return this;
    }

    DenialSigns signs() {
        return signs;
    }

    Thresholds thresholds() {
        return thresholds;
    }

    Controls controls() {
        return controls;
    }

    Question question() {
        return question;
    }

    boolean tolerates(Tolerated kind) {
        return tolerated.contains(kind);
    }

    Exchange answer() {
        return answer;
    }

    /** What the target's state was before and after the answer, where that was watched. */
    Optional<State> state() {
        return controls.states().apply(answer);
    }

    WireResponse response() {
        return response;
    }

    int status() {
        return response.status();
    }

    WireResponse positiveResponse() {
        return positiveResponse;
    }

    /** The positive control's body, echoes of both requests masked. */
    Fingerprint positive() {
        return positive.get();
    }

    /** The answer's body, echoes of both requests masked. */
    Fingerprint answered() {
        return answered.get();
    }

    /** The answer's body as it came. */
    Fingerprint raw() {
        return raw.get();
    }

    ReflectedInput reflected() {
        return reflected;
    }

    /** What of the positive control's masked body is stable, and not in the answer to no credential as well. */
    DynamicFields learnt() {
        return learnt.get();
    }

    private DynamicFields learnUncommon(ReflectedInput mask) {
        var all = learn(mask);
        return common.or(this::negative)
                .flatMap(Exchange::response)
                .map(r -> Fingerprint.of(r, mask))
                .filter(print -> print.kind() == positive().kind())
                .map(all::less)
                .orElse(all);
    }

    /** What of the positive control's body is stable, echoes masked as given. */
    DynamicFields learn(ReflectedInput mask) {
        var again = controls.positiveAgain().get().flatMap(Exchange::response).map(r -> Fingerprint.of(r, mask));
        return DynamicFields.learn(
                Fingerprint.of(positiveResponse, mask),
                again,
                signs.ignore(),
                controls.positive().sentAt());
    }

    /** Whether it has a value of the positive control: if not, it is not alike, and nothing need be sent to learn more. */
    boolean sharesValues() {
        return !Collections.disjoint(
                positive().values().keySet(), answered().values().keySet());
    }

    Similarity likePositive() {
        return likePositive.get();
    }

    boolean isLikePositive() {
        return likePositive().isSame(thresholds);
    }

    /** Whether the answer shows a marker that neither the request nor anybody else's answer has. */
    boolean showsMarker() {
        return controls.markers().stream()
                .filter(this::isTelling)
                .filter(m -> negative().filter(n -> holds(n, m)).isEmpty())
                .anyMatch(m -> holds(answer, m));
    }

    /** Whether a marker is declared that the positive control shows, so that its absence means something. */
    boolean hasReadableMarker() {
        return controls.markers().stream().anyMatch(m -> isTelling(m) && holds(controls.positive(), m));
    }

    /** The sender's own positive control, where it was granted with a body. */
    Optional<Exchange> own() {
        return controls.ownOfSender()
                .filter(x -> x.response().filter(WireResponse::isSuccess).isPresent());
    }

    /** The sender's own positive control once more, sent now. */
    Optional<Exchange> ownAgain() {
        return controls.ownAgain().get();
    }

    /** Whether the answer shows a marker of the sender's that its own positive control has, and the subject's has not. */
    boolean showsMarkerOfSender() {
        return controls.senderMarkers().stream()
                .filter(m ->
                        !m.isBlank() && !ReflectedInput.of(answer.request()).contains(m))
                .filter(m -> own().filter(x -> holds(x, m)).isPresent() && !holds(controls.positive(), m))
                .anyMatch(m -> holds(answer, m));
    }

    /** The negative control, unless it is itself what is judged. */
    Optional<Exchange> negative() {
        return question == Question.NEGATIVE_CONTROL ? Optional.empty() : Optional.of(controls.negative());
    }

    boolean hasStatusOfNegative() {
        return negative().filter(n -> n.hasStatus(status())).isPresent();
    }

    /** Whether the answer is, in status and body, that to no credential. */
    boolean isNegativeAgain() {
        return negative().filter(this::isAnswerTo).isPresent();
    }

    /** Whether the answer is, in status and body, that to a worthless credential. May send that request. */
    boolean isWorthlessAgain() {
        return worthless.get().filter(this::isAnswerTo).isPresent();
    }

    /** The answer to a worthless credential. May send that request. */
    Optional<Exchange> worthless() {
        return worthless.get();
    }

    /** The answer for a path that does not exist. May send that request. */
    Optional<Exchange> nowhere() {
        return nowhere.get();
    }

    /** Whether the answer is, in status and body, that for a path that does not exist. May send that request. */
    boolean isNowhereAgain() {
        return nowhere.get().filter(this::isAnswerTo).isPresent();
    }

    /** Whether the answer's body is that of the other exchange, but for echoes and what changes. */
    boolean hasBodyOf(Exchange other) {
        return SameAnswer.hasSameBody(other, answer, signs.ignore(), thresholds);
    }

    /** Whether the other exchange was answered alike, in status and body. */
    boolean isAnswerTo(Exchange other) {
        return other.hasStatus(status()) && hasBodyOf(other);
    }

    /** {@code 200}, and whether a cache gave it (RFC 9111 5.1). */
    String statusWords() {
        return CacheSigns.isHit(response) ? status() + " out of a cache" : String.valueOf(status());
    }

    /** Whether a marker proves something: the sender has it neither in its request nor in its own data. */
    private boolean isTelling(String marker) {
        return !marker.isBlank()
                && !ReflectedInput.of(answer.request()).contains(marker)
                && own().filter(x -> holds(x, marker)).isEmpty();
    }

    private static boolean holds(Exchange exchange, String marker) {
        return exchange.response()
                .filter(r -> new ShownText(r).contains(marker))
                .isPresent();
    }

    private static <T> Supplier<T> once(Supplier<T> source) {
        return new Supplier<>() {
            private Optional<T> known = Optional.empty();

            @Override
            public T get() {
                if (known.isEmpty()) {
                    known = Optional.of(source.get());
                }
                return known.get();
            }
        };
    }
}
