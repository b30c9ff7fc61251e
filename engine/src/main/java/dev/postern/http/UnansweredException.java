package dev.postern.http;

import dev.postern.api.http.Answer.Unanswered;

/** No response came to a request in the language of RestAssured, which knows no other way to say so. */
public final class UnansweredException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Unanswered answer;

    UnansweredException(Unanswered answer) {
        super(answer.words());
        this.answer = answer;
    }

    /** Why there is no response. */
    public Unanswered answer() {
        return answer;
    }
}
