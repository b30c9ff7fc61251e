package dev.postern.draft;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.api.http.Header;
import dev.postern.draft.SchemeSketch.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The {@code loginEndpointAuth} of an identity; not a record, since a password is in it. */
final class WfcLogin {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> KEYS = List.of(
            "endpoint",
            "externalEndpointURL",
            "payloadRaw",
            "payloadUserPwd",
            "headers",
            "verb",
            "contentType",
            "token",
            "expectCookies");
    private static final List<String> USER = List.of("username", "password", "usernameField", "passwordField");
    private static final List<String> TOKEN = List.of(
            "extractFrom",
            "extractSelector",
            "sendIn",
            "sendName",
            "sendTemplate",
            "extractFromField",
            "httpHeaderName",
            "headerPrefix");

    private final String verb;
    private final String endpoint;
    private final List<Header> headers;
    private final Optional<String> payload;
    private final List<Header> fields;
    private final String contentType;
    private final Optional<Token> token;

    private WfcLogin(WfcView in) {
        verb = in.text("verb").orElse("POST").toUpperCase(Locale.ROOT);
        endpoint = in.text("endpoint").or(() -> in.text("externalEndpointURL")).orElse("/");
        headers = in.headers("headers");
        payload = in.text("payloadRaw");
        fields = in.mapping("payloadUserPwd", USER).map(WfcLogin::fields).orElse(List.of());
        contentType = in.text("contentType").orElse("").toLowerCase(Locale.ROOT);
        token = in.mapping("token", TOKEN).map(WfcLogin::token);
    }

    /**
     * Where the token is in the answer, and where it goes.
     *
     * @param from {@code body} or {@code header}
     * @param template what is sent, with <code>{token}</code> in it
     */
    private record Token(String from, String selector, String in, String name, String template) {

        boolean isBearer() {
            return in.equals("header") && name.equalsIgnoreCase("Authorization") && template.equals("Bearer {token}");
        }
    }

    static WfcLogin read(WfcView entry) {
        var in = entry.mapping("loginEndpointAuth", KEYS).orElseThrow();
        in.require("verb", "e.g. \"verb: POST\"");
        if (in.get("externalEndpointURL").isEmpty()) {
            in.require("endpoint", "the path of the login, e.g. \"endpoint: /login\"");
        }
        return new WfcLogin(in);
    }

    private static List<Header> fields(WfcView in) {
        USER.forEach(key -> in.require(key, "\"payloadUserPwd\" needs it"));
        var all = new ArrayList<Header>();
        in.text("usernameField")
                .ifPresent(f -> all.add(new Header(f, in.text("username").orElse(""))));
        in.text("passwordField")
                .ifPresent(f -> all.add(new Header(f, in.text("password").orElse(""))));
        return all;
    }

    private static Token token(WfcView in) {
        if (in.get("extractFromField").isPresent()) { // the names up to release 0.3
            return new Token(
                    "body",
                    in.text("extractFromField").orElse(""),
                    "header",
                    in.text("httpHeaderName").orElse("Authorization"),
                    in.text("headerPrefix").orElse("") + "{token}");
        }
        in.require("extractSelector", "where the token is in the answer");
        in.require("sendName", "the header or query parameter that carries the token");
        return new Token(
                in.text("extractFrom").orElse("body"),
                in.text("extractSelector").orElse(""),
                in.text("sendIn").orElse("header"),
                in.text("sendName").orElse("Authorization"),
                in.text("sendTemplate").orElse("{token}"));
    }

    /** The kind of credential that the login leads to; the name of a session's cookie is not known. */
    Kind kind(Sketch sketch) {
        return token.map(t -> t.isBearer() ? Kind.OPAQUE : Kind.apiKey(t.in(), t.name()))
                .orElseGet(() -> sketch.session().map(SchemeSketch::kind).orElse(Kind.session("SESSION")));
    }

    /** The token endpoint, where the login is a grant of OAuth that Postern knows. */
    Optional<Scalar> tokenEndpoint() {
        return grant().isEmpty() ? Optional.empty() : Optional.of(Scalar.literal(endpoint));
    }

    private Optional<String> grant() {
        var isOauth = token.filter(t -> t.isBearer() && t.selector().equals("/access_token"))
                        .isPresent()
                && verb.equals("POST")
                && Addresses.isEndpoint(endpoint)
                && headers.isEmpty()
                && (contentType.isEmpty() || contentType.contains("form-urlencoded"));
        return isOauth
                ? field("grant_type")
                        .filter(g -> g.equals("client_credentials") || g.equals("password"))
                        .filter(g -> field("client_id").isPresent())
                : Optional.empty();
    }

    private Optional<String> field(String name) {
        return CurlUrl.pairs(payload.orElse("")).stream()
                .filter(f -> f.name().equals(name))
                .map(Header::value)
                .filter(v -> !v.isEmpty())
                .findFirst();
    }

    /**
     * How an identity gets its credential.
     *
     * @param body of the identity; what cannot be said becomes a remark
     * @param file the name of the file, for remarks
     */
    Block obtain(String identity, Kind kind, Sketch sketch, Block body, String file) {
        if (grant().isPresent()) {
            return oauth(grant().get(), identity, sketch);
        }
        var hindrance = hindrance();
        if (hindrance.isPresent()) {
            body.remark(file + " gets it by " + verb + " " + endpoint.replaceFirst("[?#].*", "") + hindrance.get());
            return sketch.given(kind, identity);
        }
        return new Block().put("login", new Node.Items(List.of(step(identity, sketch))));
    }

    private Block oauth(String grant, String identity, Sketch sketch) {
        var obtain = new Block()
                .put("grant", Scalar.literal(grant))
                .put("clientId", Scalar.literal(field("client_id").orElseThrow()));
        field("client_secret")
                .ifPresent(s -> obtain.put(
                        "clientSecret",
                        sketch.variable(identity + " client secret", "the client secret of " + identity)));
        if (grant.equals("password")) {
            obtain.put("username", Scalar.literal(field("username").orElse(identity)))
                    .put("password", sketch.variable(identity + " password", "the password of " + identity));
        }
        field("scope").ifPresent(s -> obtain.put("scope", Scalar.literal(s)));
        return obtain;
    }

    /** What keeps Postern from the login, as the end of a sentence. */
    private Optional<String> hindrance() {
        if (token.isPresent()) {
            var t = token.get();
            return Optional.of(", from " + t.selector() + " of the " + t.from()
                    + ". Postern has no login for tokens but OAuth: give one that was got so.");
        }
        if (!endpoint.startsWith("/")) {
            return Optional.of(". A login of Postern is on the host of baseUrl: give the cookie.");
        }
        if (!headers.isEmpty()) {
            return Optional.of(", with headers of its own. A login of Postern has none: give the cookie.");
        }
        if (payload.isPresent() && json().isEmpty() && !isForm()) {
            return Optional.of(", with a body that is neither JSON nor a form: give the cookie.");
        }
        return Optional.empty();
    }

    private boolean isForm() {
        return contentType.contains("form-urlencoded")
                || (contentType.isEmpty() && payload.orElse("").matches("[^\\s={]+=.*"));
    }

    private Optional<JsonNode> json() {
        try {
            return payload.filter(p -> contentType.isEmpty() || contentType.contains("json"))
                    .map(p -> read(p))
                    .filter(JsonNode::isContainerNode);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON", null); // without the text
        }
    }

    private Block step(String identity, Sketch sketch) {
        var hiding = new Hiding(sketch.variables, identity);
        var step = new Block().put("call", Scalar.literal(verb + " " + endpoint));
        if (!fields.isEmpty()) {
            var body = new Block();
            body.put(fields.get(0).name(), Scalar.literal(fields.get(0).value()));
            body.put(fields.get(1).name(), sketch.variable(identity + " password", "the password of " + identity));
            return step.put(contentType.contains("form") ? "form" : "json", body);
        }
        if (json().isPresent()) {
            return step.put("json", hiding.json("", json().get()));
        }
        if (payload.isPresent()) {
            var form = new Block();
            CurlUrl.pairs(payload.get())
                    .forEach(f -> form.put(
                            f.name(),
                            Marks.scalar(
                                    hiding.value(f.name(), f.value(), "the field " + f.name() + " of the login"))));
            return step.put("form", form);
        }
        return step;
    }
}
