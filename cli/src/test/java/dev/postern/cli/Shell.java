package dev.postern.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bash in which lines of a report are run. {@code postern} is there a function that has this process run the command: a
 * process for each would take minutes. What the lines leave to the reader is set as their comments say.
 */
final class Shell implements AutoCloseable {

    private static final String END = "===end of line===";
    private static final Pattern COMMENT = Pattern.compile("(?m)^# \\$([A-Z0-9_]+): (.*)$");
    private static final Pattern BROUGHT = Pattern.compile("(?:the cookie )?`(.+?)` in the answer to \"(.*)\"");
    private static final Pattern OF =
            Pattern.compile("(the password|client id and client secret) of \"(.*)\" in the target file.*");
    private static final Pattern STATUS = Pattern.compile("^HTTP/1\\.1 (\\d{3})", Pattern.MULTILINE);

    private static final Pattern REASON = Pattern.compile(
            " # (?:curl cannot send this request: |what it carries is made from an answer of this run$)");
    private static final Pattern RETRY_AFTER = Pattern.compile("(?im)^Retry-After: (\\d+)");
    private static final String LIMITED = "429";
    /** A server that refuses a long head before it has read all of it ends the connection; curl may not see its answer then. */
    private static final Pattern CUT = Pattern.compile("(?m)^curl: \\(5[56]\\)");

    private static final int MOST_CUT = 10;
    private static final int MOST_REQUESTS_OF_A_WINDOW = 12;

    private final Sample sample;
    private final HttpServer commands;
    private final Process bash;
    private final Writer in;
    private final BufferedReader out;
    private final Set<String> ran = new HashSet<>();
    /** What came back to the steps of a case. */
    private final Map<String, String> answers = new HashMap<>();

    private int sent;

    Shell(Sample sample) throws IOException {
        this.sample = sample;
        commands = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        commands.createContext("/", Shell::command);
        commands.start();
        bash = new ProcessBuilder("bash", "--noprofile", "--norc")
                .redirectErrorStream(true)
                .start();
        in = new OutputStreamWriter(bash.getOutputStream(), UTF_8);
        out = new BufferedReader(new InputStreamReader(bash.getInputStream(), UTF_8));
        run("postern() { printf '%s\\0' \"$@\" | curl -sS --fail --data-binary @- http://127.0.0.1:"
                + commands.getAddress().getPort() + "/; }");
    }

    private static void command(HttpExchange exchange) throws IOException {
        var words = new String(exchange.getRequestBody().readAllBytes(), UTF_8).split("\0");
        var run = CommandRun.of(words);
        var told = (run.status() == Postern.PASSED ? run.out() : run.err()).getBytes(UTF_8);
        exchange.sendResponseHeaders(run.status() == Postern.PASSED ? 200 : 500, told.length);
        exchange.getResponseBody().write(told);
        exchange.close();
    }

    /** A new case: variables that answers to it bring are its own. */
    void begin() {
        answers.clear();
    }

    /** How many lines were run. */
    int sent() {
        return sent;
    }

    /** Runs the line of an exchange; how what came back differs from what the report says. */
    Optional<String> difference(JsonNode trial, JsonNode exchange) throws IOException {
        var line = exchange.path("curl").asText();
        var status = exchange.path("response").path("status").asText();
        var isStep = trial.path("kind").asText().equals("step");
        if (status.isEmpty() || !(isStep || ran.add(line))) {
            return Optional.empty();
        }
        if (line.startsWith("postern replay ")) {
            return REASON.matcher(line).find() ? Optional.empty() : Optional.of(line);
        }
        sent++;
        var answer = run(settings(line) + line);
        for (var again = 0; again < MOST_CUT && CUT.matcher(answer).find(); again++) {
            answer = run(settings(line) + line);
        }
        if (limited(answer) != status.equals(LIMITED)) {
            answer = atTheLimit(line, answer, status);
        }
        answers.put(trial.path("label").asText(), answer);
        return status(answer).equals(status)
                ? Optional.empty()
                : Optional.of(status + " was " + status(answer) + ": " + line + "\n" + answer);
    }

    /**
     * Where a limit counts, what comes back hangs on what was sent before: uses the limit up if the report has a refusal, and
     * waits as long as the refusal says if it has none.
     */
    private String atTheLimit(String line, String first, String status) throws IOException {
        var answer = first;
        for (var again = 0; again < MOST_REQUESTS_OF_A_WINDOW && limited(answer) != status.equals(LIMITED); again++) {
            var wait = RETRY_AFTER.matcher(answer);
            answer = run((wait.find() ? "sleep " + wait.group(1) + "\n" : "") + settings(line) + line);
        }
        return answer;
    }

    private static boolean limited(String answer) {
        return status(answer).equals(LIMITED);
    }

    /** Of the last response, after a 100 for instance. */
    private static String status(String answer) {
        var got = STATUS.matcher(answer);
        var last = "";
        while (got.find()) {
            last = got.group(1);
        }
        return last;
    }

    private String settings(String line) throws IOException {
        var settings = new StringBuilder();
        var comments = COMMENT.matcher(line);
        while (comments.find()) {
            settings.append(comments.group(1))
                    .append("='")
                    .append(value(comments.group(2)))
                    .append("'\n");
        }
        return settings.toString();
    }

    private String value(String words) throws IOException {
        var brought = BROUGHT.matcher(words);
        if (brought.matches()) {
            return brought(brought);
        }
        if (words.startsWith("the one-time code of this moment")) {
            return Codes.now(sample.of("wendy", "totpSeed"));
        }
        var of = OF.matcher(words);
        if (!of.matches()) {
            throw new IllegalArgumentException("this says nothing to the reader: " + words);
        }
        return of.group(1).equals("the password")
                ? sample.of(of.group(2), "password")
                : Base64.getEncoder()
                        .encodeToString(
                                (sample.of(of.group(2), "clientId") + ":" + sample.of(of.group(2), "clientSecret"))
                                        .getBytes(UTF_8));
    }

    private String brought(Matcher from) throws IOException {
        var answer = answers.getOrDefault(from.group(2), "");
        if (from.group().startsWith("the cookie")) {
            var cookie = Pattern.compile("(?im)^Set-Cookie: " + Pattern.quote(from.group(1)) + "=([^;\\s]*)")
                    .matcher(answer);
            return cookie.find() ? cookie.group(1) : "";
        }
        var body = answer.indexOf('{');
        return body < 0
                ? ""
                : new ObjectMapper()
                        .readTree(answer.substring(body))
                        .path(from.group(1))
                        .asText();
    }

    private String run(String command) throws IOException {
        in.write(command + "\nprintf '\\n%s\\n' '" + END + "'\n");
        in.flush();
        var answer = new StringBuilder();
        for (var line = out.readLine(); line != null && !line.equals(END); line = out.readLine()) {
            answer.append(line).append('\n');
        }
        return answer.toString();
    }

    @Override
    public void close() throws IOException {
        in.close();
        bash.destroy();
        commands.stop(0);
    }
}
