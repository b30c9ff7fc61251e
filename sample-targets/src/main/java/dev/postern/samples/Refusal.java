package dev.postern.samples;

/** Ends the handling of a call with the answer it carries. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Answer answer;

    Refusal(Answer answer) {
        super(answer.body(), null, false, false);
        this.answer = answer;
    }

    Answer answer() {
        return answer;
    }

    /** No usable credential (RFC 9110 15.5.2); the challenge says how to authenticate. */
    static Refusal unauthorized(String challenge) {
        return new Refusal(Answer.problem(401, "unauthorized", "A valid credential is needed.")
                .with("WWW-Authenticate", challenge));
    }

    static Refusal forbidden() {
        return new Refusal(Answer.problem(403, "forbidden", "This credential does not allow that."));
    }
}
