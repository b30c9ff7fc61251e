package dev.postern.http;

import dev.postern.api.http.Answer.Failure;
import dev.postern.api.http.Answer.Unanswered;
import dev.postern.api.http.Origin;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.TruncatedChunkException;

/** Says in a reader's words why no answer came. Messages of exceptions are not quoted: they may hold what was sent. */
final class Failures {

    private Failures() {}

    static Unanswered explain(Exception failure, Origin origin) {
        if (failure instanceof TlsException) {
            return new Unanswered(Failure.TLS, failure.getMessage());
        }
        if (failure instanceof UnknownHostException) {
            return new Unanswered(Failure.UNKNOWN_HOST, "the host name " + origin.host() + " has no address");
        }
        if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
            return new Unanswered(Failure.CONNECTION_REFUSED, "nothing listens at " + origin);
        }
        if (failure instanceof MessageConstraintException) {
            return new Unanswered(Failure.NOT_HTTP, "the head of the answer from " + origin + " is too long");
        }
        if (isGarbled(failure)) {
            return new Unanswered(
                    Failure.NOT_HTTP,
                    "what came back from " + origin + " is not HTTP/1.1"
                            + (origin.isSecure()
                                    ? ""
                                    : "; does it speak TLS, so that the URL must begin with https:?"));
        }
        return new Unanswered(Failure.RESET, origin + " ended the connection before the answer was whole");
    }

    private static boolean isGarbled(Exception failure) {
        return failure instanceof HttpException
                || (failure instanceof MalformedChunkCodingException && !(failure instanceof TruncatedChunkException));
    }
}
