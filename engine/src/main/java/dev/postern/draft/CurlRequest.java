package dev.postern.draft;

import dev.postern.api.http.Header;
import dev.postern.api.target.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request that a curl command sends. Its texts may hold {@linkplain Marks marks} and secrets, so it is no record; what is
 * found to be a credential is taken out of its lists.
 */
final class CurlRequest {

    /** Where the URL stands. */
    final Position position;

    final String method;
    /** {@code https://host:port}. */
    final String origin;
    /** Still percent-encoded. */
    final String path;
    /** Names and values, decoded. */
    final List<Header> query;

    final List<Header> headers = new ArrayList<>();
    final List<Header> cookies = new ArrayList<>();
    /** {@code user:password}. */
    Optional<String> user = Optional.empty();

    Optional<String> body = Optional.empty();
    /** Whether the body is the name of a file that holds it. */
    boolean bodyIsFile;

    Optional<String> contentType = Optional.empty();
    boolean insecure;
    Optional<String> trust = Optional.empty();
    /** What of the command the target file cannot say, a sentence each. */
    final List<String> remarks = new ArrayList<>();

    CurlRequest(Position position, String method, String origin, String path, List<Header> query) {
        this.position = position;
        this.method = method;
        this.origin = origin;
        this.path = path;
        this.query = new ArrayList<>(query);
    }
}
