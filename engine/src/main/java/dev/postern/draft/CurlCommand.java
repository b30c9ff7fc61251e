package dev.postern.draft;

import dev.postern.api.http.Header;
import dev.postern.api.http.Percent;
import dev.postern.draft.ShellWords.Word;
import dev.postern.target.Names;
import dev.postern.yaml.Problems;
import dev.postern.yaml.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the words of a curl command. Messages quote names of options only. */
final class CurlCommand {

    private static final Pattern OPTION = Pattern.compile("[a-z0-9][a-z0-9.-]*");

    private final Word first;
    private final Problems problems;
    private final List<CurlRequest> requests = new ArrayList<>();
    private Options options = new Options();

    private CurlCommand(Word first, Problems problems) {
        this.first = first;
        this.problems = problems;
    }

    /** What is said up to {@code --next}. */
    private static final class Options {
        final List<Word> urls = new ArrayList<>();
        final List<Header> headers = new ArrayList<>();
        final List<Header> cookies = new ArrayList<>();
        final List<String> data = new ArrayList<>();
        final List<String> urlQuery = new ArrayList<>();
        final List<String> remarks = new ArrayList<>();
        Optional<String> method = Optional.empty();
        Optional<String> user = Optional.empty();
        Optional<String> dataFile = Optional.empty();
        Optional<String> trust = Optional.empty();
        boolean broken;
        boolean json;
        boolean get;
        boolean head;
        boolean upload;
        boolean insecure;

        boolean hasBody() {
            return (!data.isEmpty() || dataFile.isPresent()) && !get;
        }
    }

    /** Whether the words are a command of curl; a prompt may stand before it. */
    static boolean isCurl(List<Word> words) {
        return index(words) >= 0;
    }

    private static int index(List<Word> words) {
        for (var n = 0; n < words.size(); n++) {
            var name = words.get(n).text.replaceFirst("^.*[/\\\\]", "").toLowerCase(Locale.ROOT);
            if (name.equals("curl") || name.equals("curl.exe")) {
                return n;
            }
            if (!List.of("$", "%", ">", "time", "sudo", "exec").contains(name) && !name.matches("(?s)\\w+=.*")) {
                return -1;
            }
        }
        return -1;
    }

    /** The requests that the command sends; what is wrong is noted. */
    static List<CurlRequest> requests(List<Word> words, Problems problems) {
        var start = index(words);
        var command = new CurlCommand(words.get(start), problems);
        command.read(words.subList(start + 1, words.size()));
        return command.requests;
    }

    private void read(List<Word> words) {
        var onlyUrls = false;
        for (var n = 0; n < words.size(); n++) {
            var word = words.get(n);
            var text = word.text;
            if (onlyUrls || !text.startsWith("-") || text.equals("-")) {
                options.urls.add(word);
            } else if (text.equals("--")) {
                onlyUrls = true;
            } else {
                var next = n + 1 < words.size() ? Optional.of(words.get(n + 1)) : Optional.<Word>empty();
                if (text.startsWith("--") ? longOption(word, next) : letters(word, next)) {
                    n++;
                }
            }
        }
        finish();
    }

    /** Whether the next word was used up. */
    private boolean longOption(Word word, Optional<Word> next) {
        var name = word.text.substring(2);
        if (!CurlOptions.isKnown(name)) {
            options.broken = true; // what follows may be its value, and no URL
            var shown = OPTION.matcher(name).matches() && name.length() < 30;
            problems.error(
                    word.position,
                    shown ? "curl has no option " + Words.quote("--" + name) : "curl has no such option",
                    shown
                            ? Words.nearest(name, CurlOptions.names())
                                    .map(near -> "did you mean " + Words.quote("--" + near) + "?")
                                    .orElse("remove it")
                            : "a value stands behind its option, with a blank between");
            return false;
        }
        if (!CurlOptions.takesValue(name)) {
            flag(name);
            return false;
        }
        next.ifPresentOrElse(v -> value(name, v), () -> missing(word, "--" + name));
        return next.isPresent();
    }

    /** {@code -sSLXPOST}: letters of flags, the last of which may have a value. */
    private boolean letters(Word word, Optional<Word> next) {
        for (var n = 1; n < word.text.length(); n++) {
            var letter = word.text.charAt(n);
            var name = CurlOptions.ofLetter(letter);
            if (name.isEmpty()) {
                var shown = letter > ' ' && letter < 0x7F
                        ? "curl has no option \"-" + letter + "\""
                        : "curl has no such option";
                problems.error(word.position, shown, "remove it");
                return false;
            }
            if (CurlOptions.takesValue(name.get())) {
                var rest = word.text.substring(n + 1);
                if (!rest.isEmpty()) {
                    value(name.get(), new Word(rest, word.position));
                    return false;
                }
                next.ifPresentOrElse(v -> value(name.get(), v), () -> missing(word, "-" + letter));
                return next.isPresent();
            }
            flag(name.get());
        }
        return false;
    }

    private void missing(Word word, String option) {
        problems.error(word.position, "nothing follows " + option, "give its value, or remove it");
    }

    private void flag(String name) {
        switch (name) {
            case "get" -> options.get = true;
            case "head" -> options.head = true;
            case "insecure" -> options.insecure = true;
            case "next" -> finish();
            case "digest", "ntlm", "ntlm-wb", "negotiate", "anyauth" ->
                remark(name, "Postern knows no such way to authenticate");
            case "netrc", "netrc-optional" -> remark(name, "the file is not read: say under \"identities\" who calls");
            default -> {
                // how curl connects, and what it does with the answer, is no part of the request
            }
        }
    }

    private void remark(String option, String why) {
        options.remarks.add("--" + option + " is left out: " + why + ".");
    }

    private void value(String name, Word word) {
        var text = word.text;
        switch (name) {
            case "request" -> method(word);
            case "header" -> header(word);
            case "url" -> options.urls.add(word);
            case "user" -> options.user = Optional.of(text);
            case "oauth2-bearer" -> options.headers.add(new Header("Authorization", "Bearer " + text));
            case "user-agent" -> options.headers.add(new Header("User-Agent", text));
            case "referer" -> options.headers.add(new Header("Referer", text));
            case "range" -> options.headers.add(new Header("Range", "bytes=" + text));
            case "cookie" -> cookies(text);
            case "data", "data-ascii", "data-binary" -> data(text);
            case "data-raw" -> options.data.add(text);
            case "json" -> {
                options.json = true;
                data(text);
            }
            case "data-urlencode" -> options.data.add(encoded(text));
            case "url-query" -> options.urlQuery.add(text);
            case "upload-file" -> {
                options.upload = true;
                data("@" + text);
            }
            case "form", "form-string" -> {
                options.method = options.method.or(() -> Optional.of("POST"));
                if (options.remarks.stream().noneMatch(r -> r.startsWith("--form"))) {
                    remark("form", "give the parts under \"body\", and their \"contentType\" with its boundary");
                }
            }
            case "cacert" -> options.trust = Optional.of(text);
            case "cert", "aws-sigv4", "tlsuser" -> remark(name, "Postern knows no such way to authenticate");
            case "config", "netrc-file", "variable", "unix-socket", "abstract-unix-socket" ->
                remark(name, "Postern has nothing of the kind");
            default -> {
                // how curl connects, and what it does with the answer, is no part of the request
            }
        }
    }

    private void method(Word word) {
        if (Names.isToken(word.text)) {
            options.method = Optional.of(word.text.toUpperCase(Locale.ROOT));
        } else {
            problems.error(word.position, "the method of the command is none", "write it as -X POST");
        }
    }

    /** {@code Name: value}; {@code Name;} is an empty field, {@code Name:} takes one away. */
    private void header(Word word) {
        if (word.text.startsWith("@")) {
            remark("header", "a file of headers is not read");
            return;
        }
        var colon = word.text.indexOf(':');
        var isEmpty = colon < 0 && word.text.endsWith(";");
        var name = (isEmpty
                        ? word.text.substring(0, word.text.length() - 1)
                        : word.text.substring(0, Math.max(0, colon)))
                .strip();
        var value = isEmpty ? "" : word.text.substring(colon + 1).strip();
        if (!Names.isToken(name) || !Names.isFieldValue(value)) {
            problems.error(
                    word.position,
                    "a header of the command is not of the form \"Name: value\"",
                    "write it as -H 'Accept: text/csv'");
        } else if (name.equalsIgnoreCase("cookie")) {
            cookies(value);
        } else if (isEmpty || !value.isEmpty()) {
            options.headers.add(new Header(name, value));
        }
    }

    private void cookies(String text) {
        if (!text.contains("=")) {
            remark("cookie", "a file of cookies is not read");
            return;
        }
        for (var pair : text.split(";", -1)) {
            var equals = pair.indexOf('=');
            if (equals > 0) {
                options.cookies.add(new Header(
                        pair.substring(0, equals).strip(),
                        pair.substring(equals + 1).strip()));
            }
        }
    }

    private void data(String text) {
        if (!text.startsWith("@")) {
            options.data.add(text);
        } else if (text.equals("@-")) {
            remark("data", "what comes from standard input is not read: give it under \"body\"");
        } else {
            options.dataFile = Optional.of(text.substring(1));
        }
    }

    /** {@code content}, {@code =content} or {@code name=content}. */
    private String encoded(String text) {
        var equals = text.indexOf('=');
        if (equals < 0 && text.contains("@")) {
            remark("data-urlencode", "a file is not read: give its content under \"body\"");
            return "";
        }
        var content = text.substring(equals + 1);
        var name = equals <= 0 ? "" : text.substring(0, equals) + "=";
        return name + (Marks.hasAny(content) ? content : Percent.encode(content));
    }

    /** Makes the requests of what was said, one for each URL. */
    private void finish() {
        var said = options;
        options = new Options();
        if (said.broken) {
            return;
        }
        if (said.urls.isEmpty()) {
            problems.error(
                    first.position, "the command has no URL", "the whole command must stand in one pair of quotes");
        }
        for (var url : said.urls) {
            CurlUrl.parse(url, problems).ifPresent(u -> requests.add(request(url, u, said)));
        }
    }

    private static CurlRequest request(Word word, CurlUrl url, Options said) {
        var query = new ArrayList<>(url.query);
        query.addAll(CurlUrl.pairs(String.join("&", said.urlQuery)));
        if (said.get) {
            query.addAll(CurlUrl.pairs(String.join("&", said.data)));
        }
        var method = said.method.orElse(said.head ? "HEAD" : said.upload ? "PUT" : said.hasBody() ? "POST" : "GET");
        var request = new CurlRequest(word.position, method, url.origin, path(url, said), query);
        request.user = said.user.or(() -> url.user);
        request.cookies.addAll(said.cookies);
        request.insecure = said.insecure;
        request.trust = said.trust;
        request.remarks.addAll(said.remarks);
        for (var header : said.headers) {
            if (header.is("Content-Type")) {
                request.contentType = Optional.of(header.value());
            } else {
                request.headers.add(header);
            }
        }
        if (said.json && request.headers.stream().noneMatch(h -> h.is("Accept"))) {
            request.headers.add(new Header("Accept", "application/json"));
        }
        if (said.hasBody()) {
            body(request, said);
        }
        return request;
    }

    /** A file that is put into a folder keeps its name there. */
    private static String path(CurlUrl url, Options said) {
        var name = said.upload ? said.dataFile.orElse("").replaceFirst("^.*[/\\\\]", "") : "";
        return url.path.endsWith("/") ? url.path + Percent.encode(name) : url.path;
    }

    private static void body(CurlRequest request, Options said) {
        request.bodyIsFile = said.dataFile.isPresent();
        request.body = said.dataFile.or(() -> Optional.of(String.join(said.json ? "" : "&", said.data)));
        if (request.bodyIsFile && !said.data.isEmpty()) {
            request.remarks.add("The body is the file alone; the command sends more before or behind it.");
        }
        request.contentType = request.contentType.or(() -> Optional.of(
                said.json
                        ? "application/json"
                        : said.upload ? "application/octet-stream" : "application/x-www-form-urlencoded"));
    }
}
